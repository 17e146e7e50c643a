"""``monitor init``, ``run`` and ``poll``: the service itself."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from monitor.app import open_house, open_parts, poll_once
from monitor.cli.options import ConfigOption
from monitor.cli.output import console, notes
from monitor.config.load import find_directory, load_config
from monitor.config.starter import write_starter
from monitor.ops.lock import only_daemon
from monitor.ops.logs import set_up_logs


def init(
    directory: Annotated[Path, typer.Argument(help="Folder that gets config/ and later data/.")],
) -> None:
    """Write a starter configuration; files that exist already stay as they are."""
    written = write_starter(directory)
    for path in written:
        console.print(f"wrote {path}", markup=False)
    console.print(
        f"{len(written)} files written. Next: monitor run --config {directory}", markup=False
    )


def run(config: ConfigOption = None) -> None:
    """Watch the news until stopped (Ctrl-C, SIGTERM); SIGHUP or a save reloads config/."""
    from monitor.daemon import run_daemon

    directory = find_directory(config)
    settings = load_config(directory)
    set_up_logs(settings.settings.log.level, settings.settings.log.format)
    with open_house(settings) as house, only_daemon(house.database_file):

        def announce() -> None:
            for line in house.where_to_look():
                notes.print(line, markup=False)

        run_daemon(house, directory, announce)

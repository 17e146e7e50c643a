"""``monitor config``: check what users have written."""

from __future__ import annotations

import typer
from rich.text import Text

from monitor.app.compiling import check_config
from monitor.cli.options import ConfigOption
from monitor.cli.output import console
from monitor.config.load import find_directory

app = typer.Typer(no_args_is_help=True)


@app.callback()
def _group() -> None:
    """Keep ``check`` a command of its own."""


@app.command()
def check(config: ConfigOption = None) -> None:
    """Check every file, and say with file and line what is wrong and what would be right."""
    directory = find_directory(config)
    found = check_config(directory)
    outlets = {configured.feed.outlet.name for configured in found.feeds}
    languages = {configured.feed.language for configured in found.feeds}
    holds = (
        f": {len(found.feeds)} feeds of {len(outlets)} outlets "
        f"in {len(languages)} languages, {len(found.watches)} watches, "
        f"{len(found.subscribers) or 'no'} subscribers"
        + ("" if found.subscribers else " (alerts are shown on the terminal)")
    )
    console.print(Text.assemble((f"{directory} is right", "green"), holds), soft_wrap=True)
    for doubt in found.doubts:
        console.print(Text(f"note: {doubt}", "yellow"), soft_wrap=True)

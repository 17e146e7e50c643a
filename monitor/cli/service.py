"""``monitor init``, ``run`` and ``poll``: the service itself."""

from __future__ import annotations

import signal
from contextlib import suppress
from pathlib import Path
from typing import Annotated

import typer

from monitor.app.opening import database_file, open_house
from monitor.cli.options import ConfigOption
from monitor.cli.output import console, notes, print_rows
from monitor.config.load import Config, find_directory, load_config
from monitor.config.reload import take_fingerprint
from monitor.config.starter import write_starter
from monitor.ops.lock import only_daemon
from monitor.ops.logs import set_up_logs


def init(
    directory: Annotated[Path, typer.Argument(help="Folder that gets config/ and later data/.")],
) -> None:
    """Write a starter configuration; files that exist already stay as they are."""
    written = write_starter(directory / "config")
    for path in written:
        console.print(f"wrote {path}", markup=False)
    console.print(
        f"{len(written)} files written. Next: monitor run --config {directory}", markup=False
    )


def run(config: ConfigOption = None) -> None:
    """Watch the news until stopped (Ctrl-C, SIGTERM); SIGHUP or a save reloads config/."""
    # What a hang-up asks to be read is read in any case, until the daemon hears it itself.
    signal.signal(signal.SIGHUP, signal.SIG_IGN)
    # A start loses nothing when it is killed, and an exception would come only after whatever it
    # waits for, such as a database that another program holds.
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, signal.SIG_DFL)
    from monitor.daemon import run_daemon
    from monitor.engine.loop import end_now

    directory = find_directory(config)
    read = take_fingerprint(directory)
    found = load_config(directory)
    log = found.settings.log
    set_up_logs(log.level, log.format, found.secret_values)
    with only_daemon(database_file(found)), open_house(found) as house:
        house.release_leases()
        run_daemon(house, directory, read, lambda: _announce(found))
    end_now()


def poll(
    config: ConfigOption = None,
    feed: Annotated[
        str | None, typer.Option(help="Only this feed, due or not; else every feed that is due.")
    ] = None,
) -> None:
    """Poll once, assess and deliver what that brings, and stop."""
    from monitor.app.once import poll_once

    found = load_config(find_directory(config))
    set_up_logs("warning", found.settings.log.format, found.secret_values)
    with only_daemon(database_file(found), "poll"), open_house(found) as house:
        results = poll_once(house, feed, notes)
    rows = [(name, item.new, item.edited, item.error) for name, item in results]
    columns = ("feed", "new", "edited", "error")
    print_rows("Polled", columns, rows, "No feed is due; name one with --feed to poll it now.")
    if feed and any(item.error for _, item in results):
        raise typer.Exit(1)


def _announce(config: Config) -> None:
    subscribers = ", ".join(item.name for item in config.subscribers)
    lines = (
        f"Watching {sum(item.enabled for item in config.feeds)} feeds, "
        f"{len(config.watches)} watches.",
        f"Alerts go to {subscribers}."
        if subscribers
        else "Alerts are shown here; name subscribers in subscribers.yaml.",
        f"Configuration: {config.directory.resolve()} (a save takes effect at once)",
        f"Database:      {database_file(config) or 'as configured'}",
        "Look around:   monitor feeds list · entries list · stories list · alerts list",
    )
    # What cannot be shown, on a full disk or to a reader that went away, keeps nobody from working.
    with suppress(OSError):
        for line in lines:
            notes.print(line, markup=False)

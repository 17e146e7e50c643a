"""``monitor backup``, ``restore`` and ``retain``: keep the database, and keep it small."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from monitor.app.keeping import back_up_database, forget_old, restore_database
from monitor.cli.options import ConfigOption, JsonOption
from monitor.cli.output import console, notes, print_json
from monitor.config.load import find_directory, load_config


def backup(
    file: Annotated[Path, typer.Argument(help="File that gets the copy.")],
    overwrite: Annotated[bool, typer.Option(help="Replace FILE if it exists.")] = False,
    config: ConfigOption = None,
) -> None:
    """Copy the database to a file, checked, while the monitor runs."""
    found = load_config(find_directory(config))
    with notes.status("Copying"):
        holds = back_up_database(found, file, overwrite)
    size = file.stat().st_size / 1e6
    what = f": {holds.entries} entries, {holds.alerts} alerts" if holds else ""
    console.print(f"wrote {file} ({size:.1f} MB){what}", markup=False, soft_wrap=True)


def restore(
    file: Annotated[Path, typer.Argument(help="A file that 'monitor backup' wrote.")],
    config: ConfigOption = None,
) -> None:
    """Put a backup in the database's place; the monitor must be stopped."""
    found = load_config(find_directory(config))
    with notes.status("Restoring"):
        done = restore_database(found, file)
    holds = done.holds
    lines = [f"restored {file}: {holds.entries} entries, {holds.alerts} alerts"]
    if done.aside:
        lines.append(f"the database that it replaces is kept as {done.aside}")
    if holds.pending:
        lines.append(
            f"{holds.pending} messages were still owed when the backup was made and will be sent; "
            "see 'monitor deliveries list --state pending'"
        )
    for line in lines:
        console.print(line, markup=False, soft_wrap=True)


def retain(
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say how much would go; delete nothing.")
    ] = False,
    config: ConfigOption = None,
    as_json: JsonOption = False,
) -> None:
    """Delete entries older than retention.entries; alerts and their evidence stay."""
    found = load_config(find_directory(config))
    with notes.status("Looking" if dry_run else "Deleting"):
        gone = forget_old(found, dry_run)
    if as_json:
        print_json({**asdict(gone), "dry_run": dry_run})
        return
    verb = "would delete" if dry_run else "deleted"
    stories = "" if dry_run else f", {gone.stories} stories left empty"
    console.print(
        f"{verb} {gone.entries} entries{stories} and {gone.deliveries} old notices and digests",
        markup=False,
    )

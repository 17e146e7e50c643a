"""``monitor doctor``: is everything well?"""

from __future__ import annotations

import typer

from monitor.app.examining import examine
from monitor.cli.options import ConfigOption, JsonOption
from monitor.cli.output import console, notes, print_json


def doctor(config: ConfigOption = None, as_json: JsonOption = False) -> None:
    """Look at configuration, database, feeds, deliveries, service and classifier."""
    ill = False
    with notes.status("Looking"):
        for finding in examine(config):
            ill = ill or not finding.well
            if as_json:
                print_json({"what": finding.what, "well": finding.well, "says": finding.says})
                continue
            mark = "[green]ok[/green]  " if finding.well else "[red]ill[/red] "
            console.print(mark, f"{finding.what}:", end=" ")
            console.print(finding.says, markup=False)
    if ill:
        raise typer.Exit(1)

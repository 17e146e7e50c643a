"""Options that several commands share."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from monitor.app.subjects import LARGEST_ID


def storable(value: int | list[int] | None) -> int | list[int] | None:
    """Return ids or a count as they are; raise BadParameter for what no database takes."""
    for number in value if isinstance(value, list) else [value or 0]:
        if number > LARGEST_ID:
            raise typer.BadParameter(f"{number} is more than there can be")
    return value


ConfigOption = Annotated[
    Path | None,
    typer.Option(
        "--config",
        "-c",
        envvar="MONITOR_CONFIG",
        help="Folder that holds monitor.yaml, or a folder that holds config/.",
        show_default="config/ here",
    ),
]

JsonOption = Annotated[bool, typer.Option("--json", help="One JSON object a line, for scripts.")]

LimitOption = Annotated[
    int, typer.Option("--limit", "-n", min=1, callback=storable, help="At most this many.")
]

"""Options that several commands share."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

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

LimitOption = Annotated[int, typer.Option("--limit", "-n", min=1, help="At most this many.")]

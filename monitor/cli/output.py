"""Print for people, as tables, or for scripts, as JSON lines."""

from __future__ import annotations

import json
import sys
from codecs import lookup
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

console = Console(highlight=False)
notes = Console(stderr=True, highlight=False)


def print_json(values: Mapping[str, Any]) -> None:
    """Write one object as one line, times in ISO 8601 UTC, text as it is where UTF-8 is read."""
    escape = lookup(sys.stdout.encoding or "utf-8").name != "utf-8"
    sys.stdout.write(json.dumps(values, ensure_ascii=escape, default=_plain) + "\n")
    sys.stdout.flush()


def print_rows(
    title: str, columns: Sequence[str], rows: Iterable[Sequence[object]], empty: str
) -> None:
    """Show a table, or the text ``empty`` where there are no rows."""
    table = Table(title=title, title_justify="left", header_style="bold", expand=False)
    for column in columns:
        table.add_column(column, overflow="fold")
    for row in rows:
        table.add_row(*(Text(shown(value)) for value in row))
    if table.row_count:
        console.print(table)
    else:
        console.print(empty)


def shown(value: object) -> str:
    """Return a value as people read it."""
    if value is None:
        return "-"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{value:.2f}"
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M:%S}"
    return str(value)


def _plain(value: object) -> object:
    if isinstance(value, datetime):
        return value.isoformat()
    raise TypeError(f"no JSON for {type(value).__name__}")

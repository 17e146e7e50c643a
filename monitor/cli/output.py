"""Print for people, as tables, or for scripts, as JSON lines."""

from __future__ import annotations

import json
import sys
from codecs import lookup
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from rich.cells import cell_len
from rich.console import Console
from rich.table import Table
from rich.text import Text

# Rich would draw ``:100:`` of "watch.yaml:100:5" as a picture.
console = Console(highlight=False, emoji=False)
notes = Console(stderr=True, highlight=False, emoji=False)

LONGEST_WHOLE_WORD = 10
"""Cells of the terminal; a date has as many."""


def print_json(values: Mapping[str, Any]) -> None:
    """Write one object as one line, times in ISO 8601 UTC, text as it is where UTF-8 is read."""
    escape = lookup(sys.stdout.encoding or "utf-8").name != "utf-8"
    sys.stdout.write(json.dumps(values, ensure_ascii=escape, default=_plain) + "\n")
    sys.stdout.flush()


def print_rows(
    title: str, columns: Sequence[str], rows: Iterable[Sequence[object]], empty: str
) -> None:
    """Show a table, or the text ``empty`` where there are no rows.

    Where the columns would be too narrow to read, each row comes as lines of name and value.
    """
    cells = [[shown(value) for value in row] for row in rows]
    if not cells:
        console.print(empty, markup=False)
    elif _narrowest(columns, cells) <= console.width:
        console.print(_table(title, columns, cells))
    else:
        _print_records(title, columns, cells)


def _table(title: str, columns: Sequence[str], cells: Sequence[Sequence[str]]) -> Table:
    named = Text(title, style="table.title")
    table = Table(title=named, title_justify="left", header_style="bold", expand=False)
    for column in columns:
        table.add_column(column, overflow="fold")
    for row in cells:
        table.add_row(*map(Text, row))
    return table


def _narrowest(columns: Sequence[str], cells: Sequence[Sequence[str]]) -> int:
    """Return the width in which a table leaves words whole, but for long ones, which are cut."""
    inner = (
        max(cell_len(word) for text in (name, *values) for word in (text.split() or [""]))
        for name, values in zip(columns, zip(*cells, strict=True), strict=True)
    )
    return 1 + sum(min(width, LONGEST_WHOLE_WORD) + 3 for width in inner)


def _print_records(title: str, columns: Sequence[str], cells: Sequence[Sequence[str]]) -> None:
    console.print(title, style="italic", markup=False)
    for row in cells:
        record = Table.grid(padding=(0, 1))
        record.add_column(style="bold", overflow="fold")
        record.add_column(overflow="fold")
        for name, value in zip(columns, row, strict=True):
            record.add_row(name, Text(value))
        console.print()
        console.print(record)


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

"""JSON lines from standard input to standard output, in order, in batches."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

import typer

from monitor.cli.output import notes, print_json

BATCH = 64

Row = Mapping[str, Any]


def process(answer: Callable[[Sequence[Row]], Sequence[Mapping[str, Any]]]) -> None:
    """Read one object a line, answer each with one line, in order.

    A line that is no object is answered with its ``error``, which names the line, and makes the
    exit status 1 at the end; it never stops the others.
    """
    failed = False
    for batch in _batches():
        good = [row for row in batch if not isinstance(row, str)]
        answers = iter(answer(good))
        for row in batch:
            if isinstance(row, str):
                failed = True
                notes.print(row, style="red", markup=False)
                print_json({"id": None, "error": row})
            else:
                print_json(next(answers))
    if failed:
        raise typer.Exit(1)


def text_of(row: Row, key: str) -> str:
    """Return a row's text under a key, "" where it is missing or null."""
    value = row.get(key)
    return value if isinstance(value, str) else "" if value is None else str(value)


def _batches() -> Iterator[list[Row | str]]:
    """Yield rows, or in place of a bad one what is wrong with it; a terminal's one by one."""
    batch: list[Row | str] = []
    for number, line in enumerate(sys.stdin.buffer, start=1):
        if not line.strip():
            continue
        batch.append(_parsed(line, number))
        if len(batch) >= BATCH or sys.stdin.isatty():
            yield batch
            batch = []
    if batch:
        yield batch


def _parsed(line: bytes, number: int) -> Row | str:
    try:
        row = json.loads(line.decode("utf-8-sig" if number == 1 else "utf-8"))
    except (UnicodeDecodeError, ValueError) as error:
        return f"line {number}: no JSON object ({error}); write one object a line"
    if not isinstance(row, dict):
        return f"line {number}: a JSON {type(row).__name__}, not an object; write {{...}}"
    return row

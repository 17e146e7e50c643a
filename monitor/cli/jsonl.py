"""JSON lines from standard input or a file to standard output, in order."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from io import BufferedReader
from pathlib import Path
from typing import Any, cast

import typer

from monitor.cli.output import notes, print_json
from monitor.errors import MonitorError
from monitor.text.characters import read_json

BATCH = 64
CHUNK = 2**16
"""Bytes read at once."""

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
                notes.print(row, style="red", markup=False, soft_wrap=True)
                print_json({"id": None, "error": row})
            else:
                print_json(next(answers))
    if failed:
        raise typer.Exit(1)


def process_whole(
    answer: Callable[[Sequence[tuple[str, Row]]], Sequence[Mapping[str, Any]]], file: Path | None
) -> None:
    """Read a file, or standard input where there is none, to its end; then answer as ``process``.

    For answers that depend on all lines. ``answer`` gets each object with the name of its line; an
    answer with an ``error`` counts as that of a line that is no object.
    """
    read = list(_read(file))
    answers = iter(answer([(place, row) for place, row in read if not isinstance(row, str)]))
    failed = False
    for _, row in read:
        said = {"id": None, "error": row} if isinstance(row, str) else next(answers)
        if "error" in said:
            failed = True
            notes.print(said["error"], style="red", markup=False, soft_wrap=True)
        print_json(said)
    if failed:
        raise typer.Exit(1)


def text_of(row: Row, key: str) -> str:
    """Return a row's text under a key, "" where it is missing or null."""
    value = row.get(key)
    return value if isinstance(value, str) else "" if value is None else str(value)


def _read(file: Path | None) -> Iterator[tuple[str, Row | str]]:
    """Yield the name of each line that is not empty with its row, or with what is wrong with it."""
    try:
        lines = sys.stdin.buffer.read() if file is None else file.read_bytes()
    except OSError as error:
        raise MonitorError(f"{file}: {error.strerror or error}") from error
    yield from _rows(lines.split(b"\n"), "line " if file is None else f"{file}:")


def _batches() -> Iterator[list[Row | str]]:
    """Yield rows, or in place of a bad one what is wrong with it, as many as there are by then: who
    writes a line and waits for its answer gets it.
    """
    number = 0
    for lines in _arriving():
        rows = [row for _, row in _rows(lines, "line ", number + 1)]
        number += len(lines)
        for start in range(0, len(rows), BATCH):
            yield rows[start : start + BATCH]


def _arriving() -> Iterator[list[bytes]]:
    """Yield the lines that standard input has, without waiting for more than the first."""
    begun: list[bytes] = []
    while read := cast("BufferedReader", sys.stdin.buffer).read1(CHUNK):
        first, *others = read.split(b"\n")
        begun.append(first)
        if others:
            yield [b"".join(begun), *others[:-1]]
            begun = [others[-1]]
    yield [b"".join(begun)]


def _rows(lines: Iterable[bytes], before: str, first: int = 1) -> Iterator[tuple[str, Row | str]]:
    for number, line in enumerate(lines, start=first):
        if line.strip():
            place = f"{before}{number}"
            yield place, _parsed(line, place, number == 1)


def _parsed(line: bytes, place: str, is_first: bool) -> Row | str:
    try:
        row = read_json(line.decode("utf-8-sig" if is_first else "utf-8"))
    except (UnicodeDecodeError, ValueError, RecursionError) as error:
        return f"{place}: no JSON object ({error}); write one object a line"
    if not isinstance(row, dict):
        return f"{place}: a JSON {type(row).__name__}, not an object; write {{...}}"
    return row

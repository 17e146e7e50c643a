"""The lines of a file of JSON lines, each with its number."""

from __future__ import annotations

from codecs import BOM_UTF8
from pathlib import Path

from monitor.errors import MonitorError


def numbered_lines(file: Path) -> list[tuple[int, str]]:
    """Return the lines that are not empty, numbered from 1; only a line feed ends a line.

    Raises MonitorError for a file that cannot be read and for a line that is no UTF-8.
    """
    try:
        lines = file.read_bytes().removeprefix(BOM_UTF8).split(b"\n")
    except OSError as error:
        raise MonitorError(f"{file}: {error.strerror or error}") from error
    texts = [(number, _text(file, number, line)) for number, line in enumerate(lines, start=1)]
    return [(number, text) for number, text in texts if text.strip()]


def _text(file: Path, number: int, line: bytes) -> str:
    try:
        return line.decode()
    except UnicodeDecodeError as error:
        raise MonitorError(f"{file}:{number}: {error}; save the file as UTF-8") from error

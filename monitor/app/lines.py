"""The lines of a file of JSON lines, each with its number."""

from __future__ import annotations

from pathlib import Path

from monitor.errors import MonitorError


def numbered_lines(file: Path) -> list[tuple[int, str]]:
    """Return the lines that are not empty, numbered from 1; only a line feed ends a line.

    Raises MonitorError for a file that cannot be read or is no UTF-8.
    """
    try:
        lines = file.read_text("utf-8-sig").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise MonitorError(f"{file}: {error}") from error
    return [(number, line) for number, line in enumerate(lines, start=1) if line.strip()]

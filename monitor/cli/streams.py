"""Standard output as commands may use it: any text can be written, and a lost reader ends it."""

from __future__ import annotations

import os
import sys
from io import BufferedWriter, FileIO, TextIOWrapper
from pathlib import Path
from typing import TextIO

from monitor.errors import MonitorError


class OutputError(MonitorError):
    """Standard output cannot be written."""


class ReaderGoneError(OutputError):
    """The reader of a pipe (head, less) has seen enough."""


class _Output(FileIO):
    """A file whose errors pass Typer and Rich, which take a closed pipe for a failure."""

    def write(self, data: bytes, /) -> int | None:  # type: ignore[override]
        try:
            return super().write(data)
        except BrokenPipeError:
            raise ReaderGoneError("nobody reads standard output any more") from None
        except OSError as error:
            raise OutputError(f"standard output cannot be written: {error.strerror}") from error


def prepare_streams() -> None:
    """Have standard output raise OutputError, and lose what goes to a stream closed from the start.

    A terminal that is not UTF-8 is shown escapes, where it would fail on the first headline.
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    sys.stdout, sys.stderr = sys.stdout or _nowhere(), sys.stderr or _nowhere()
    out = sys.stdout
    if out is sys.__stdout__ and isinstance(out, TextIOWrapper):
        sys.stdout = TextIOWrapper(
            BufferedWriter(_Output(out.fileno(), "wb", closefd=False)),
            encoding=out.encoding,
            errors=out.errors,
            line_buffering=out.line_buffering,
        )


def _nowhere() -> TextIO:
    return Path(os.devnull).open("w", encoding="utf-8")


def give_up_output() -> None:
    """Let what is still to be written go nowhere, so that the interpreter ends without an error."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    os.close(nowhere)

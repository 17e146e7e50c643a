"""What an embedded database needs: pragmas, transactions begun by us, and one file to work on."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, event

BUSY_TIMEOUT_SECONDS = 30


@dataclass(slots=True)
class OneFile:
    """The file that was opened first, told from another that has its name by now.

    A connection keeps working on the file that it opened, whatever becomes of its name. A later
    connection would meet the other file, and the two would each get a part of what is stored.
    """

    path: Path
    _opened: tuple[int, int] | None = field(default=None, init=False)

    def note(self) -> None:
        """Take what stands at the path for the file, where none was noted before."""
        if self._opened is None:
            self._opened = _identity(self.path)

    def lost(self) -> bool:
        """Return whether the file was deleted or replaced since it was noted."""
        return self._opened is not None and _identity(self.path) != self._opened

    def refuse_another(self, *_what: object) -> None:
        """Raise sqlite3.OperationalError before a connection meets another file, or makes one."""
        if self.lost():
            raise sqlite3.OperationalError(f"{self.path} was deleted or replaced while in use")


def prepare(engine: Engine, file: OneFile | None) -> None:
    """Prepare every connection of an engine; ``file`` is None for a database in memory."""
    event.listen(engine, "connect", _set_pragmas)
    event.listen(engine, "begin", _begin)
    if file is not None:
        event.listen(engine, "do_connect", file.refuse_another)
        event.listen(engine, "connect", lambda *_: file.note())


def _identity(path: Path) -> tuple[int, int] | None:
    try:
        status = path.stat()
    except (FileNotFoundError, NotADirectoryError):
        return None
    return status.st_dev, status.st_ino


def _set_pragmas(connection: Any, _record: Any) -> None:
    # Python's driver begins transactions by itself, and late; we begin them.
    connection.isolation_level = None
    cursor = connection.cursor()
    cursor.execute("PRAGMA journal_mode=WAL")
    cursor.execute("PRAGMA synchronous=FULL")
    cursor.execute("PRAGMA foreign_keys=ON")
    cursor.execute(f"PRAGMA busy_timeout={BUSY_TIMEOUT_SECONDS * 1000}")
    cursor.close()


def _begin(connection: Connection) -> None:
    immediate = connection.info.pop("immediate", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if immediate else "BEGIN")

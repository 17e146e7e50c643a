"""Keep two daemons from working on one SQLite database."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from monitor.errors import StoreError, StoreInUseError


@contextmanager
def only_daemon(database: Path | None, command: str = "run") -> Iterator[None]:
    """Hold the lock file beside a SQLite database; None (a shared server) needs no lock.

    ``command`` is that of the monitor for which it is held.
    The kernel frees the lock when its holder dies, however it dies. Raises ``StoreInUseError``
    where another process holds it, naming that process, and ``StoreError`` where nobody can.
    """
    if database is None:
        yield
        return
    path = lock_of(database)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    except OSError as error:
        raise StoreError(
            f"{path} cannot be written: {error.strerror}; is there room, and may the monitor's "
            "user write there?"
        ) from error
    try:
        _take(descriptor, database, command)
        yield
    finally:
        os.close(descriptor)


def lock_of(database: Path) -> Path:
    """Return the lock file of a SQLite database, written when its holder began."""
    return database.with_name(database.name + ".lock")


def _take(descriptor: int, database: Path, command: str) -> None:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        process, _, holding = (
            os.read(descriptor, 40).decode(errors="replace").strip().partition(" ")
        )
        raise StoreInUseError(
            f"another monitor (process {process or 'unknown'}) works on {database}; stop it first",
            holding or "run",
        ) from error
    except OSError as error:
        raise StoreError(
            f"{database} cannot be locked: {error.strerror}; put it on a disk of this machine"
        ) from error
    # On a full disk the lock holds without a word of its holder.
    with suppress(OSError):
        os.ftruncate(descriptor, 0)
        os.write(descriptor, f"{os.getpid()} {command}\n".encode())

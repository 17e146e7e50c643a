"""Copy a SQLite database while it is in use, check copies, and put one in its place."""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from monitor.errors import StoreError

_COMPANIONS = ("-wal", "-shm")


@dataclass(frozen=True, slots=True)
class Checked:
    """What a database that was checked holds."""

    revision: str
    """Of its schema."""
    entries: int
    alerts: int
    pending: int
    """Messages that have not been sent."""


@dataclass(frozen=True, slots=True)
class Restored:
    """What a restore has done."""

    holds: Checked
    aside: Path | None
    """Where the database that was replaced now is; None where there was none."""


def back_up(database: Path, target: Path, *, overwrite: bool = False) -> Checked:
    """Copy a database that may be in use to ``target``, checked, all of it or nothing.

    One read transaction copies it: writers go on, and the copy is of one moment. Raises StoreError.
    """
    if not database.is_file():
        raise StoreError(f"there is no database at {database} yet; 'monitor run' makes one")
    if target.exists() and target.samefile(database):
        raise StoreError(f"{target} is the database itself; name another file")
    check_target(target, "monitor.db", overwrite=overwrite)
    partial = target.with_name(f".{target.name}.part")
    try:
        _forget(partial)
        _copy(database, partial)
        checked = check(partial, database)
        _sync(partial)
        partial.replace(target)
        _sync(target.parent)
    except (OSError, sqlite3.OperationalError) as error:
        raise StoreError(f"{target} cannot be written: {error}") from error
    except sqlite3.Error as error:
        raise StoreError(f"{database} is damaged, and was not copied: {error}") from error
    finally:
        with suppress(OSError):
            _forget(partial)
    return checked


def check_target(target: Path, usual: str, *, overwrite: bool) -> None:
    """Raise StoreError where a copy may not be put at ``target``; ``usual`` is a file's name.

    What is put there takes the place of what was: of a device such as /dev/null, for everybody.
    """
    if target.is_dir():
        raise StoreError(f"{target} is a folder; name a file in it, such as {target / usual}")
    if target.exists() and not target.is_file():
        raise StoreError(f"{target} is a device or a pipe, not a file; name a file")
    if target.exists() and not overwrite:
        raise StoreError(f"{target} exists; name another file, or replace it with --overwrite")


def check(file: Path, original: Path | None = None) -> Checked:
    """Return what a database holds. Raises StoreError for one that is damaged, or is not ours.

    The error names ``original`` where the file is a copy of that.
    """
    named = original or file
    try:
        with closing(
            sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True)
        ) as connection:
            verdict = connection.execute("PRAGMA integrity_check").fetchone()[0]
            if verdict != "ok":
                raise StoreError(f"{named} is damaged: {verdict}")
            if stray := connection.execute("PRAGMA foreign_key_check").fetchone():
                raise StoreError(f"{named} is damaged: a row of {stray[0]} refers to nothing")
            return Checked(
                _one(connection, "SELECT version_num FROM alembic_version"),
                int(_one(connection, "SELECT count(*) FROM entries")),
                int(_one(connection, "SELECT count(*) FROM alerts")),
                int(_one(connection, "SELECT count(*) FROM deliveries WHERE state = 'pending'")),
            )
    except sqlite3.OperationalError as error:
        raise StoreError(f"{named} is no database of the monitor: {error}") from error
    except sqlite3.DatabaseError as error:
        raise StoreError(f"{named} is no SQLite database, or is damaged: {error}") from error


def restore(
    backup: Path, database: Path, prepare: Callable[[Path, Checked], None], now: datetime
) -> Restored:
    """Put a copy of ``backup`` in the place of ``database``, which is kept aside.

    ``prepare`` brings the copy up to date; what it raises leaves everything as it was. The caller
    sees to it that no daemon runs. Raises StoreError.
    """
    if not backup.is_file():
        raise StoreError(f"there is no file {backup}")
    if database.exists() and backup.samefile(database):
        raise StoreError(f"{backup} is the database itself")
    check(backup)
    incoming = database.with_name(f".{database.name}.restored")
    try:
        database.parent.mkdir(parents=True, exist_ok=True)
        _forget(incoming)
        _copy(backup, incoming)
        prepare(incoming, check(incoming))
        holds = check(incoming)
        _sync(incoming)
        aside = _put_aside(database, now) if database.exists() else None
        incoming.replace(database)
        _sync(database.parent)
    except (OSError, sqlite3.Error) as error:
        raise StoreError(f"{database} cannot be replaced: {error}") from error
    finally:
        with suppress(OSError):
            _forget(incoming)
    return Restored(holds, aside)


def rescue(opened: sqlite3.Connection, database: Path, now: datetime) -> Path:
    """Copy what a connection holds whose file lost its name, and return where the copy is.

    That is the place of the file where nothing else has taken it. Raises StoreError.
    """
    partial = database.with_name(f".{database.name}.part")
    try:
        database.parent.mkdir(parents=True, exist_ok=True)
        _forget(partial)
        _copy_opened(opened, partial)
        _sync(partial)
        if database.exists():
            target = database.with_name(f"{database.name}.kept-{now:%Y%m%dT%H%M%S}")
            # What is left in the log would be read as the other file's.
            _empty_log(opened)
        else:
            target = database
            # A log that was left behind would be read as the copy's.
            _forget(database)
        partial.replace(target)
        _sync(target.parent)
    except (OSError, sqlite3.Error) as error:
        raise StoreError(f"what {database} held cannot be saved: {error}") from error
    finally:
        with suppress(OSError):
            _forget(partial)
    return target


def _copy(source: Path, target: Path) -> None:
    """Copy through SQLite, so that what stands in the write-ahead log comes along."""
    address = f"{source.absolute().as_uri()}?mode=ro"
    with closing(sqlite3.connect(address, uri=True, timeout=30)) as reader:
        _copy_opened(reader, target)


def _copy_opened(reader: sqlite3.Connection, target: Path) -> None:
    """Copy all pages in one step: a copy by steps begins anew whenever another process writes."""
    # Texts of others and addresses of subscribers' channels are nobody else's business.
    os.close(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    with closing(sqlite3.connect(target)) as writer:
        reader.backup(writer, pages=-1)
        # One file that stands alone, without a log beside it.
        writer.execute("PRAGMA journal_mode=DELETE")


def _empty_log(connection: sqlite3.Connection) -> None:
    """Bring what stands in a database's log into its file, which then lacks nothing without it."""
    # What is damaged stays as it is, with its log.
    with suppress(sqlite3.Error):
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _put_aside(database: Path, now: datetime) -> Path:
    """Give the database another name too, at no moment without its own; its log goes along."""
    with suppress(sqlite3.Error), closing(sqlite3.connect(database)) as connection:
        _empty_log(connection)
    aside = database.with_name(f"{database.name}.replaced-{now:%Y%m%dT%H%M%S}")
    try:
        aside.hardlink_to(database)
    except OSError:
        shutil.copy2(database, aside)
    for ending in _COMPANIONS:
        companion = database.with_name(database.name + ending)
        if companion.exists():
            companion.rename(aside.with_name(aside.name + ending))
    return aside


def _forget(file: Path) -> None:
    for path in (file, *(file.with_name(file.name + ending) for ending in _COMPANIONS)):
        path.unlink(missing_ok=True)


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _one(connection: sqlite3.Connection, query: str) -> str:
    row = connection.execute(query).fetchone()
    return str(row[0]) if row else ""

"""A copy of a database in use is whole; a restore is all or nothing."""

from __future__ import annotations

import os
import shutil
import sqlite3
import threading
from collections.abc import Callable
from contextlib import closing
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import cast

import pytest
from sqlalchemy.engine import make_url

from monitor.errors import StoreError
from monitor.ops.backup import Checked, back_up, check, rescue, restore
from monitor.ops.dump import dump
from monitor.resources import bundled
from monitor.store import entries, feeds
from monitor.store.engine import Store, open_store
from monitor.store.migrations import knows, migrate
from tests.support.examples import FEED, NOW, an_entry


def add(store: Store, number: int) -> None:
    with store.write() as connection:
        stored = feeds.list_feeds(connection)[0]
        entry = an_entry(f"Headline {number}", identity=str(number))
        entries.add_entry(connection, stored.id, entry, entries.Keys("", "", ""), NOW, None)


def count(file: Path) -> int:
    with closing(sqlite3.connect(file)) as connection:
        (total,) = connection.execute("SELECT count(*) FROM entries").fetchone()
        return int(total)


def as_a_crash_leaves(database: Path) -> Path:
    """Return a copy whose last writes stand in the log alone, as where a process was killed."""
    crashed = database.parent / "crashed" / database.name
    crashed.parent.mkdir()
    for ending in ("", "-wal"):
        name = database.name + ending
        crashed.with_name(name).write_bytes(database.with_name(name).read_bytes())
    return crashed


@pytest.fixture
def database(tmp_path: Path, sqlite_store: Store) -> Path:
    with sqlite_store.write() as connection:
        feeds.sync_feeds(connection, [(FEED, "wire.example", True)], NOW)
    add(sqlite_store, 0)
    return tmp_path / "monitor.db"


def unchanged(file: Path, holds: Checked) -> None:
    """Prepare nothing."""


def test_a_copy_made_while_others_write_is_whole(
    database: Path, sqlite_store: Store, tmp_path: Path
) -> None:
    ended = threading.Event()

    def write() -> None:
        number = 1
        while not ended.is_set():
            add(sqlite_store, number)
            number += 1

    writer = threading.Thread(target=write)
    writer.start()
    try:
        copies = [tmp_path / f"copy-{number}.db" for number in range(3)]
        holds = [back_up(database, copy) for copy in copies]
    finally:
        ended.set()
        writer.join()
    for copy, said in zip(copies, holds, strict=True):
        assert check(copy) == said
        assert said.entries >= 1
        assert not copy.with_name(copy.name + "-wal").exists()
    assert [path.name for path in tmp_path.iterdir() if ".part" in path.name] == []


def test_a_backup_never_overwrites_by_mistake(database: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.db"
    copy.write_text("precious")
    with pytest.raises(StoreError, match="--overwrite"):
        back_up(database, copy)
    assert copy.read_text() == "precious"
    assert back_up(database, copy, overwrite=True).entries == 1
    for target, says in ((database, "the database itself"), (tmp_path, "is a folder")):
        with pytest.raises(StoreError, match=says):
            back_up(database, target, overwrite=True)
    with pytest.raises(StoreError, match="cannot be written"):
        back_up(database, tmp_path / "nowhere" / "copy.db")
    with pytest.raises(StoreError, match="no database"):
        back_up(tmp_path / "none.db", tmp_path / "other.db")


def test_a_backup_takes_the_place_of_no_device_or_pipe(database: Path, tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    for write in (partial(back_up, database), partial(dump, make_url("postgresql://db/monitor"))):
        with pytest.raises(StoreError, match="a device or a pipe, not a file"):
            write(pipe, overwrite=True)
    assert pipe.is_fifo()


def test_a_damaged_database_is_named_and_not_copied(
    database: Path, sqlite_store: Store, tmp_path: Path
) -> None:
    sqlite_store.close()
    content = database.read_bytes()
    torn = bytearray(content)
    torn[8192:40960] = b"\xa5" * (40960 - 8192)
    copy = tmp_path / "copy.db"
    for damaged in (bytes(torn), content[: len(content) // 2]):
        database.write_bytes(damaged)
        with pytest.raises(StoreError, match=rf"^{database} is .*damaged"):
            back_up(database, copy)
        assert not copy.exists()


def test_a_restore_brings_back_what_was_and_keeps_what_is(
    database: Path, sqlite_store: Store, tmp_path: Path
) -> None:
    copy = tmp_path / "copy.db"
    back_up(database, copy)
    add(sqlite_store, 1)
    sqlite_store.close()
    done = restore(copy, database, unchanged, NOW)
    assert count(database) == done.holds.entries == 1
    assert done.aside is not None
    assert count(done.aside) == 2
    assert copy.exists()


def test_what_a_crash_left_in_the_log_goes_aside_with_its_database(
    database: Path, sqlite_store: Store, tmp_path: Path
) -> None:
    copy = tmp_path / "copy.db"
    back_up(database, copy)
    add(sqlite_store, 1)
    crashed = as_a_crash_leaves(database)
    done = restore(copy, crashed, unchanged, NOW)
    assert done.aside is not None
    assert (count(crashed), count(done.aside)) == (1, 2)


def test_a_restore_that_ends_at_the_last_step_leaves_what_a_crash_left_in_the_log(
    database: Path, sqlite_store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy = tmp_path / "copy.db"
    back_up(database, copy)
    add(sqlite_store, 1)
    crashed = as_a_crash_leaves(database)

    def refuse(path: Path, target: Path) -> None:
        raise OSError(f"{path} cannot become {target}")

    monkeypatch.setattr(Path, "replace", refuse)
    with pytest.raises(StoreError, match="cannot be replaced"):
        restore(copy, crashed, unchanged, NOW)
    assert count(crashed) == 2


def test_what_is_no_whole_backup_is_refused_and_changes_nothing(
    database: Path, sqlite_store: Store, tmp_path: Path
) -> None:
    sqlite_store.close()
    text = tmp_path / "text.db"
    text.write_text("not a database, whatever its name says" * 100)
    other = tmp_path / "other.db"
    with closing(sqlite3.connect(other)) as connection:
        connection.execute("CREATE TABLE notes (id)")
    damaged = tmp_path / "damaged.db"
    back_up(database, damaged)
    pages = bytearray(damaged.read_bytes())
    pages[8192:40960] = b"\xa5" * (40960 - 8192)
    damaged.write_bytes(pages)
    for file, says in (
        (text, "no SQLite database"),
        (other, "no database of the monitor"),
        (damaged, "damaged"),
        (tmp_path / "none.db", "no file"),
        (database, "the database itself"),
    ):
        with pytest.raises(StoreError, match=says):
            restore(file, database, unchanged, NOW)
    assert count(database) == 1
    assert [path.name for path in tmp_path.iterdir() if "replaced" in path.name] == []


def test_a_restore_whose_preparation_fails_leaves_all_as_it_was(
    database: Path, sqlite_store: Store, tmp_path: Path
) -> None:
    copy = tmp_path / "copy.db"
    back_up(database, copy)
    sqlite_store.close()

    def refuse(file: Path, holds: Checked) -> None:
        raise StoreError("of a newer monitor")

    with pytest.raises(StoreError, match="newer"):
        restore(copy, database, refuse, NOW)
    left = {path.name for path in tmp_path.iterdir()}
    assert left <= {"monitor.db", "monitor.db-wal", "monitor.db-shm", "copy.db"}


def test_an_old_backup_is_brought_up_to_date(tmp_path: Path) -> None:
    old = tmp_path / "old.db"
    store = open_store(f"sqlite:///{old}")
    migrate(store, bundled("alembic"), "0001")
    store.close()

    def bring_up(file: Path, holds: Checked) -> None:
        assert holds.revision == "0001"
        opened = open_store(f"sqlite:///{file}")
        migrate(opened, bundled("alembic"))
        opened.close()

    done = restore(old, tmp_path / "data" / "monitor.db", bring_up, NOW + timedelta(hours=1))
    assert done.aside is None
    assert done.holds.revision != "0001"
    assert check(old).revision == "0001"


def test_only_revisions_of_ours_are_known() -> None:
    known: Callable[[str], bool] = lambda revision: knows(bundled("alembic"), revision)  # noqa: E731
    assert known("0001")
    assert not known("9999")


def opened(store: Store) -> sqlite3.Connection:
    with store.read() as connection:
        return cast(sqlite3.Connection, connection.connection.driver_connection)


def test_what_a_deleted_file_held_is_there_again_without_the_log_it_left(
    database: Path, sqlite_store: Store
) -> None:
    database.unlink()
    assert database.with_name("monitor.db-wal").exists()
    assert rescue(opened(sqlite_store), database, NOW) == database
    assert not database.with_name("monitor.db-wal").exists()
    assert check(database).entries == 1


def test_what_a_replaced_file_held_is_kept_beside_the_other(
    database: Path, sqlite_store: Store
) -> None:
    database.unlink()
    database.write_text("another's")
    log = database.with_name("monitor.db-wal")
    assert log.stat().st_size
    kept = rescue(opened(sqlite_store), database, NOW)
    assert not log.stat().st_size
    assert kept == database.with_name("monitor.db.kept-20211207T153000")
    assert check(kept).entries == 1
    assert database.read_text() == "another's"


def test_what_cannot_be_saved_is_said(database: Path, sqlite_store: Store) -> None:
    shutil.rmtree(database.parent)
    database.parent.write_text("no folder")
    with pytest.raises(StoreError, match=rf"what {database} held cannot be saved: .*exists"):
        rescue(opened(sqlite_store), database, NOW)
    database.parent.unlink()

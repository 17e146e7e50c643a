"""All connections of a store work on one SQLite file, whatever becomes of its name."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from monitor.store.engine import Store


def delete(file: Path) -> None:
    file.unlink()


def delete_folder(file: Path) -> None:
    shutil.rmtree(file.parent)


def replace(file: Path) -> None:
    shutil.copy(file, file.with_name("other.db")).replace(file)


def test_a_file_that_keeps_its_name_is_not_lost(sqlite_store: Store) -> None:
    assert not sqlite_store.lost()


@pytest.mark.parametrize("loses", [delete, delete_folder, replace])
def test_no_connection_is_opened_to_a_file_that_took_the_place_of_the_one_in_use(
    tmp_path: Path, sqlite_store: Store, loses: Callable[[Path], None]
) -> None:
    file = tmp_path / "monitor.db"
    loses(file)
    assert sqlite_store.lost()
    there = file.exists()
    with ExitStack() as held:
        first = held.enter_context(sqlite_store.read())
        assert first.scalar(text("SELECT count(*) FROM entries")) == 0
        with pytest.raises(OperationalError, match="deleted or replaced while in use"):
            held.enter_context(sqlite_store.read())
    assert file.exists() == there


def test_closing_a_file_that_was_replaced_leaves_the_log_of_the_other(
    tmp_path: Path, sqlite_store: Store
) -> None:
    file = tmp_path / "monitor.db"
    replace(file)
    file.with_name("monitor.db-wal").write_bytes(b"of the other")
    sqlite_store.close()
    assert file.with_name("monitor.db-wal").read_bytes() == b"of the other"

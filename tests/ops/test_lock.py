"""One daemon works on one SQLite database."""

from __future__ import annotations

import fcntl
import os
from errno import ENOLCK
from pathlib import Path

import pytest

from monitor.errors import StoreError
from monitor.ops.lock import only_daemon


def test_a_second_daemon_is_refused_and_told_who_holds_the_database(tmp_path: Path) -> None:
    database = tmp_path / "monitor.db"
    with (
        only_daemon(database),
        pytest.raises(StoreError, match=f"process {os.getpid()}"),
        only_daemon(database),
    ):
        pass


def test_the_lock_is_free_again_afterwards(tmp_path: Path) -> None:
    for _ in range(2):
        with only_daemon(tmp_path / "monitor.db"):
            pass


def test_a_shared_server_needs_no_lock() -> None:
    with only_daemon(None), only_daemon(None):
        pass


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("a file where the folder should be")
    with (
        pytest.raises(StoreError, match=r"monitor\.db\.lock cannot be written: .*room"),
        only_daemon(tmp_path / "data" / "monitor.db"),
    ):
        pass


def test_a_disk_that_knows_no_locks_is_an_error_of_the_database(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise OSError(ENOLCK, "No locks available")

    monkeypatch.setattr(fcntl, "flock", refuse)
    with (
        pytest.raises(StoreError, match=r"monitor\.db cannot be locked: No locks"),
        only_daemon(tmp_path / "monitor.db"),
    ):
        pass

"""A database that cannot be used is an error that names it and the mend."""

from __future__ import annotations

import os
import socket
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import OperationalError, ProgrammingError

from monitor.app import opening
from monitor.app.examining import examine
from monitor.app.opening import open_store_of
from monitor.errors import StoreError
from monitor.ops import systemd
from monitor.ops.health import Finding
from monitor.ops.lock import lock_of, only_daemon
from monitor.store import pulse
from monitor.store.engine import Store, usable


@pytest.fixture
def folder(tmp_path: Path, sqlite_store: Store) -> Path:
    """Give a configuration folder whose database is migrated, and closed."""
    sqlite_store.close()
    (tmp_path / "monitor.yaml").write_text(f'database: "sqlite:///{tmp_path / "monitor.db"}"\n')
    return tmp_path


def of_the_database(findings: Iterator[Finding]) -> Finding:
    """Return what is found of the database, looking no further."""
    return next(item for item in findings if item.what == "database")


def test_a_database_of_a_newer_monitor_is_refused(folder: Path, sqlite_store: Store) -> None:
    with sqlite_store.write() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    sqlite_store.close()
    says = r"monitor\.db is of a newer monitor .*9999.*monitor restore"
    with pytest.raises(StoreError, match=says), open_store_of(folder):
        pass
    found = of_the_database(examine(folder))
    assert (found.well, "newer monitor" in found.says) == (False, True)


def test_a_damaged_database_is_a_finding_that_says_what_to_do(folder: Path) -> None:
    database = folder / "monitor.db"
    torn = bytearray(database.read_bytes())
    torn[8192:40960] = b"\xa5" * (40960 - 8192)
    database.write_bytes(torn)
    found = of_the_database(examine(folder))
    assert not found.well
    assert f"{database} cannot be used" in found.says
    assert "monitor restore FILE" in found.says


@pytest.mark.parametrize(
    ("said", "mend"),
    [
        ("database or disk is full", "make room"),
        ("attempt to write a readonly database", "user write it"),
        ("database is locked", "another program holds it"),
        ("disk I/O error", "its disk is well"),
        ("table feeds already exists", "another program's"),
        ("server closed the connection unexpectedly", "is the server up"),
    ],
)
def test_the_mend_suits_what_the_database_says(said: str, mend: str) -> None:
    says = f"monitor on db.example cannot be used: {said}; .*{mend}"
    url = "postgresql://monitor:hidden@db.example/monitor"
    with pytest.raises(StoreError, match=says), usable(url):
        raise OperationalError("SELECT 1", {}, Exception(said))


def test_an_error_of_ours_is_not_blamed_on_the_database() -> None:
    with pytest.raises(ProgrammingError), usable("sqlite:///monitor.db"):
        raise ProgrammingError("SELEC 1", {}, Exception("syntax error"))


def test_wrong_sql_is_not_blamed_on_sqlite(sqlite_store: Store) -> None:
    with (
        pytest.raises(OperationalError, match="no such table"),
        usable("sqlite:///monitor.db"),
        sqlite_store.read() as connection,
    ):
        connection.execute(text("SELECT 1 FROM nowhere"))


def test_systemd_is_asked_for_more_time_while_a_database_is_migrated(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(systemd, "PROLONG_SECONDS", 0.02)
    monkeypatch.setattr(opening, "migrate", lambda *_: time.sleep(0.2))
    monkeypatch.setenv("NOTIFY_SOCKET", str(tmp_path / "notify"))
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as listener:
        listener.bind(str(tmp_path / "notify"))
        listener.settimeout(2)
        with open_store_of(folder):
            assert b"EXTEND_TIMEOUT_USEC=" in listener.recv(200)


def test_a_monitor_that_holds_a_database_without_writing_to_it_is_found_ill(
    folder: Path, sqlite_store: Store
) -> None:
    def service() -> Finding:
        return next(item for item in examine(folder) if item.what == "service")

    file = folder / "monitor.db"
    with only_daemon(file):
        assert service().well
        os.utime(lock_of(file), (0, 0))
        assert "it hangs, or its disk is full" in service().says
        with sqlite_store.write() as connection:
            pulse.beat(connection, datetime.now(UTC))
        assert service().well
    assert "no monitor is running" in service().says


@pytest.mark.parametrize("command", ["poll", "restore"])
def test_a_command_that_holds_a_database_for_long_is_named_and_not_found_ill(
    folder: Path, sqlite_store: Store, command: str
) -> None:
    with only_daemon(folder / "monitor.db", command):
        os.utime(lock_of(folder / "monitor.db"), (0, 0))
        service = next(item for item in examine(folder) if item.what == "service")
    assert service == Finding("service", True, f"'monitor {command}' is at work")

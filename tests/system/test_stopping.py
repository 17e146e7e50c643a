"""A stop is heard whenever it comes, and its time counts from there."""

from __future__ import annotations

import asyncio
import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import Self

import pytest
from structlog.testing import capture_logs

from monitor.config.load import load_config
from monitor.config.reload import take_fingerprint
from monitor.daemon import STOP_SECONDS, STOPPING, Daemon, run_daemon
from monitor.ops.systemd import Notifier
from monitor.store.engine import Store
from tests.system.idle_house import IdleHouse


@pytest.fixture(autouse=True)
def _signals_restored() -> Iterator[None]:
    before = {number: signal.getsignal(number) for number in STOPPING}
    yield
    for number, handler in before.items():
        signal.signal(number, handler)


class Ended(BaseException):
    """The process would have ended, with this exit status."""


class Failing(IdleHouse):
    """A house that cannot end what it does."""

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        """Close nothing."""

    async def drain(self, seconds: float) -> None:
        raise RuntimeError("cannot end")


class HeldUp(IdleHouse):
    """A house whose database is held by another program."""

    async def relief(self, key: str) -> None:
        """Wait for the database, and ask for the end meanwhile."""
        os.kill(os.getpid(), signal.SIGTERM)
        await asyncio.Event().wait()


@pytest.fixture
async def given(
    tmp_path: Path, sqlite_store: Store, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[float]:
    """Give the seconds that a stop has, asked for while the start waits for the database."""
    (tmp_path / "monitor.yaml").write_text("log: {level: error}\n")
    heard: asyncio.Queue[float] = asyncio.Queue()
    monkeypatch.setattr("monitor.daemon.end_within", heard.put_nowait)
    house = HeldUp(sqlite_store, load_config(tmp_path))
    daemon = Daemon(house, tmp_path, Notifier({}), take_fingerprint(tmp_path))  # type: ignore[arg-type]
    task = asyncio.create_task(daemon.run(lambda: None))
    yield await asyncio.wait_for(heard.get(), 5)
    task.cancel()


async def test_a_stop_counts_from_its_signal_also_while_a_start_waits_for_the_database(
    given: float,
) -> None:
    assert given == STOP_SECONDS


@pytest.mark.usefixtures("given")
async def test_another_signal_to_stop_is_not_heard_once_one_was() -> None:
    assert {signal.getsignal(number) for number in STOPPING} == {signal.SIG_IGN}


def test_a_stop_that_fails_is_told_and_ends_with_exit_status_1(
    tmp_path: Path, sqlite_store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    def end_now(status: int) -> None:
        raise Ended(status)

    (tmp_path / "monitor.yaml").write_text("")
    monkeypatch.setattr("monitor.daemon.end_within", lambda _: None)
    monkeypatch.setattr("monitor.daemon.end_now", end_now)
    house = Failing(sqlite_store, load_config(tmp_path))
    stop = partial(os.kill, os.getpid(), signal.SIGTERM)
    with capture_logs() as logs, pytest.raises(Ended, match="1"):
        run_daemon(house, tmp_path, take_fingerprint(tmp_path), stop)  # type: ignore[arg-type]
    assert any(line["event"].startswith("stopping failed") for line in logs)


def test_ctrl_c_ends_a_start_at_once_that_waits_for_a_database_that_is_held(
    tmp_path: Path, sqlite_store: Store
) -> None:
    sqlite_store.close()
    (tmp_path / "monitor.yaml").write_text(f"database: sqlite:///{tmp_path / 'monitor.db'}\n")
    command = ["-m", "monitor", "run", "--config", str(tmp_path)]
    # As in a terminal; where the tests run in the background, it is ignored.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    with closing(sqlite3.connect(tmp_path / "monitor.db", isolation_level=None)) as other:
        other.execute("PRAGMA locking_mode=EXCLUSIVE")
        other.execute("BEGIN EXCLUSIVE")
        with subprocess.Popen([sys.executable, *command]) as start:
            _await_lock(tmp_path / "monitor.db.lock")
            time.sleep(1)
            start.send_signal(signal.SIGINT)
            assert start.wait(5) == -signal.SIGINT


def _await_lock(lock: Path) -> None:
    deadline = time.monotonic() + 60
    while not (lock.exists() and lock.read_text()):
        assert time.monotonic() < deadline
        time.sleep(0.1)

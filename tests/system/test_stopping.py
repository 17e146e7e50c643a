"""A stop is heard whenever it comes, and its time counts from there."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from monitor.config.load import load_config
from monitor.config.reload import take_fingerprint
from monitor.daemon import STOP_SECONDS, STOPPING, Daemon
from monitor.ops.systemd import Notifier
from monitor.store.engine import Store
from tests.system.idle_house import IdleHouse


@pytest.fixture(autouse=True)
def _signals_restored() -> Iterator[None]:
    before = {number: signal.getsignal(number) for number in STOPPING}
    yield
    for number, handler in before.items():
        signal.signal(number, handler)


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

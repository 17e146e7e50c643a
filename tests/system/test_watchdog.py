"""systemd hears that the service is alive only while its jobs come to an end."""

from __future__ import annotations

import asyncio
import socket
from pathlib import Path

import pytest

from monitor import daemon as module
from monitor.config.load import load_config
from monitor.config.reload import take_fingerprint
from monitor.daemon import Daemon
from monitor.ops.systemd import Notifier
from monitor.store.engine import Store
from tests.system.idle_house import IdleHouse


class House(IdleHouse):
    """A house whose assessing never ends."""

    async def assess(self, seconds: float) -> None:
        await asyncio.sleep(3600)


def heard(listener: socket.socket) -> int:
    """Return how often the watchdog was fed since the last time."""
    fed = 0
    try:
        while True:
            fed += listener.recv(200) == b"WATCHDOG=1"
    except BlockingIOError:
        return fed


async def test_a_job_that_hangs_starves_the_watchdog(
    tmp_path: Path, sqlite_store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "STUCK_SECONDS", 0.6)
    monkeypatch.setattr(module, "DRAIN_SECONDS", 0.1)
    monkeypatch.setattr(module.Upkeep, "watch", House.start_due)
    (tmp_path / "monitor.yaml").write_text("")
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as listener:
        listener.bind(str(tmp_path / "notify"))
        listener.setblocking(False)
        notifier = Notifier({"NOTIFY_SOCKET": str(tmp_path / "notify"), "WATCHDOG_USEC": "150000"})
        house = House(sqlite_store, load_config(tmp_path))
        running = Daemon(house, tmp_path, notifier, take_fingerprint(tmp_path))  # type: ignore[arg-type]
        task = asyncio.create_task(running.run(lambda: None))
        await asyncio.sleep(0.4)
        assert heard(listener) > 0
        await asyncio.sleep(0.5)
        heard(listener)
        await asyncio.sleep(0.5)
        assert heard(listener) == 0
        running._stop.set()
        await task
        await running.drain()

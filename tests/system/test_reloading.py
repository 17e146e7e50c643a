"""A changed configuration is taken over once it is whole, and never by mistake."""

from __future__ import annotations

import asyncio
import logging
import os
import signal
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import TypeVar

import pytest
import structlog
from sqlalchemy.exc import OperationalError

from monitor.config.load import Config, load_config
from monitor.config.reload import take_fingerprint
from monitor.daemon import REFUSED, Daemon
from monitor.ops.systemd import Notifier
from monitor.store.engine import Store
from tests.system.idle_house import IdleHouse

Heard = TypeVar("Heard")

LOOKS = 4 * 0.3
"""Seconds in which the daemon looks at its configuration several times."""


class House(IdleHouse):
    """A house that only takes configurations over, and keeps what it is told."""

    def __init__(self, store: Store, config: Config) -> None:
        super().__init__(store, config)
        self.failures = 0
        """How often it still cannot be told of a trouble."""
        self.taken: asyncio.Queue[Config] = asyncio.Queue()
        self.troubles: asyncio.Queue[str] = asyncio.Queue()
        self.reliefs: asyncio.Queue[str] = asyncio.Queue()
        self.let_go = asyncio.Event()
        """Cleared, it keeps a reload from ending."""
        self.let_go.set()

    async def reconfigure(self, config: Config) -> None:
        self.config = config
        self.taken.put_nowait(config)
        await self.let_go.wait()

    async def trouble(self, key: str, title: str, body: str) -> None:
        if self.failures:
            self.failures -= 1
            raise OperationalError("INSERT", {}, Exception("database or disk is full"))
        self.troubles.put_nowait(body)

    async def relief(self, key: str) -> None:
        self.reliefs.put_nowait(key)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Give a configuration folder with one watch."""
    config = tmp_path / "config"
    (config / "watches").mkdir(parents=True)
    (config / "monitor.yaml").write_text("log: {level: error}\n")
    (config / "watches" / "talks.yaml").write_text("keywords: {en: [talks]}\n")
    return config


@pytest.fixture(autouse=True)
def _logs_restored() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    root.handlers[:], root.level = handlers, level
    structlog.reset_defaults()


@pytest.fixture
async def house(
    folder: Path, sqlite_store: Store, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[House]:
    """Give a house in which a daemon runs."""
    monkeypatch.setattr("monitor.daemon.Upkeep.watch", House.start_due)
    read = take_fingerprint(folder)
    opened = House(sqlite_store, load_config(folder))
    daemon = Daemon(opened, folder, Notifier({}), read)  # type: ignore[arg-type]
    up = asyncio.Event()
    task = asyncio.create_task(daemon.run(up.set))
    await up.wait()
    yield opened
    daemon._stop.set()
    await task
    await daemon.drain()


async def test_what_is_saved_while_the_daemon_starts_is_taken_over(
    folder: Path, sqlite_store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("monitor.daemon.Upkeep.watch", House.start_due)
    read = take_fingerprint(folder)
    starting = House(sqlite_store, load_config(folder))
    (folder / "watches" / "later.yaml").write_text("keywords: {en: [summit]}\n")
    daemon = Daemon(starting, folder, Notifier({}), read)  # type: ignore[arg-type]
    task = asyncio.create_task(daemon.run(lambda: None))
    assert len((await the_next(starting.taken)).watches) == 2
    daemon._stop.set()
    await task
    await daemon.drain()


async def the_next(queue: asyncio.Queue[Heard]) -> Heard:
    """Return what comes next, waiting for it."""
    async with asyncio.timeout(30):
        return await queue.get()


def move(folder: Path, name: str) -> None:
    folder.rename(folder.with_name(name))


async def test_a_folder_that_goes_away_leaves_the_last_good_configuration_in_force(
    house: House, folder: Path
) -> None:
    move(folder, "away")
    assert f"{folder}" in await the_next(house.troubles)
    assert house.taken.empty()
    move(folder.with_name("away"), folder.name)
    (folder / "watches" / "talks.yaml").write_text("keywords: {en: [talks, summit]}\n")
    (watch,) = (await the_next(house.taken)).watches
    assert watch.keywords["en"]


async def test_a_folder_that_comes_back_as_it_was_ends_the_trouble(
    house: House, folder: Path
) -> None:
    assert await the_next(house.reliefs) == REFUSED
    move(folder, "away")
    await the_next(house.troubles)
    move(folder.with_name("away"), folder.name)
    assert await the_next(house.reliefs) == REFUSED


async def test_a_hangup_during_a_reload_brings_another(house: House, folder: Path) -> None:
    house.let_go.clear()
    (folder / "watches" / "talks.yaml").write_text("keywords: {en: [talks, summit]}\n")
    await the_next(house.taken)
    os.kill(os.getpid(), signal.SIGHUP)
    await asyncio.sleep(0.1)
    house.let_go.set()
    await the_next(house.taken)


async def test_a_refusal_that_the_database_did_not_take_is_told_once_it_does(
    house: House, folder: Path
) -> None:
    house.failures = 2
    (folder / "watches" / "talks.yaml").write_text("keyword: {}\n")
    assert "talks.yaml:1:1" in await the_next(house.troubles)
    await asyncio.sleep(LOOKS)
    assert house.troubles.empty()


async def test_a_file_that_is_still_being_written_is_not_read(house: House, folder: Path) -> None:
    words = [f"word{number}" for number in range(12)]
    with (folder / "watches" / "talks.yaml").open("w", encoding="utf-8") as file:
        file.write("keywords:\n  en:\n")
        for word in words:
            file.write(f"    - {word}\n")
            file.flush()
            await asyncio.sleep(0.1)
    (watch,) = (await the_next(house.taken)).watches
    assert len(watch.keywords["en"]) == len(words)
    await asyncio.sleep(LOOKS)
    assert house.taken.empty()


async def test_what_a_reload_brings_is_kept_out_of_the_log_and_what_waits_for_a_start_is_said(
    house: House, folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("NEW_KEY", "a-key-of-the-new-feed")
    (folder / "monitor.yaml").write_text(
        'database: "sqlite:///other.db"\nlog: {level: info, format: json}\n'
        'email: {host: mail.example, sender: a@example.org, username: a, password: "${NEW_KEY}"}\n'
    )
    await the_next(house.taken)
    await asyncio.sleep(0)
    structlog.get_logger().warning("feed failed", error="no answer from a-key-of-the-new-feed")
    said = capsys.readouterr().err
    assert "no answer from ***" in said
    assert '"keys": ["database"]' in said

"""One message at a time is between its sending and its record, unless a server is slow."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable

import pytest

from monitor.pipeline import turn
from monitor.pipeline.turn import Turn


async def run_all(messages: list[Awaitable[None]], seconds: float = 5.0) -> None:
    async with asyncio.timeout(seconds):
        await asyncio.gather(*messages)


async def test_while_all_answer_no_two_have_the_turn() -> None:
    shared, at_work, most = Turn(), 0, 0

    async def message() -> None:
        nonlocal at_work, most
        async with shared.taken():
            at_work += 1
            most = max(most, at_work)
            await asyncio.sleep(0.001)
            at_work -= 1

    await run_all([message() for _ in range(30)])
    assert most == 1


async def test_one_that_hangs_holds_the_others_up_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(turn, "PATIENCE", 0.05)
    shared, never = Turn(), asyncio.Event()
    clock = asyncio.get_running_loop().time

    async def hangs() -> None:
        async with shared.taken():
            await never.wait()

    async def message() -> None:
        async with shared.taken():
            pass

    hanging = asyncio.create_task(hangs())
    await asyncio.sleep(0)
    started = clock()
    await run_all([message() for _ in range(20)])
    first = clock() - started
    await run_all([message() for _ in range(20)])
    never.set()
    await hanging
    assert 0.04 < first < 1.0
    assert clock() - started < first + 0.5
    await run_all([message()])
    assert not shared.lock.locked()


async def test_one_that_is_called_off_while_it_waits_leaves_the_turn_to_the_others() -> None:
    shared = Turn()

    async def message() -> None:
        async with shared.taken():
            await asyncio.sleep(0.001)

    waiting = [asyncio.create_task(message()) for _ in range(5)]
    await asyncio.sleep(0)
    for task in waiting[::2]:
        task.cancel()
    await asyncio.gather(*waiting, return_exceptions=True)
    await run_all([message()])
    assert not shared.lock.locked()

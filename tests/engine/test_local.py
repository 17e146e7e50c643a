"""Jobs are run again and again, whatever they do."""

from __future__ import annotations

import asyncio
import time
from itertools import pairwise

from monitor.engine.local import Job, LocalEngine


class Counter:
    """A job that counts its runs and works for a while in each."""

    def __init__(self, works: float = 0.0) -> None:
        self.runs = 0
        self.ended = 0
        self.at_once = 0
        self.most_at_once = 0
        self._works = works

    async def run(self) -> None:
        self.runs += 1
        self.at_once += 1
        self.most_at_once = max(self.most_at_once, self.at_once)
        try:
            await asyncio.sleep(self._works)
            self.ended += 1
        finally:
            self.at_once -= 1


async def test_jobs_run_at_once_and_again_and_never_twice_at_a_time() -> None:
    quick, slow = Counter(), Counter(works=0.1)
    engine = LocalEngine((Job("quick", quick.run, 0.02), Job("slow", slow.run, 0.02)))
    engine.start()
    await asyncio.sleep(0.35)
    await engine.drain(1)
    assert quick.runs > slow.runs >= 2
    assert slow.most_at_once == 1
    runs = quick.runs
    await asyncio.sleep(0.1)
    assert quick.runs == runs


class Failing:
    """A job that fails at once; it keeps when, and tells when it has been tried often enough."""

    def __init__(self, enough: int) -> None:
        self.began: list[float] = []
        self.tried_enough = asyncio.Event()
        self._enough = enough

    async def run(self) -> None:
        self.began.append(time.monotonic())
        if len(self.began) >= self._enough:
            self.tried_enough.set()
        raise RuntimeError("told to fail")


async def test_an_error_spares_the_next_run_and_the_other_jobs() -> None:
    failing, other = Failing(enough=2), Counter()
    engine = LocalEngine((Job("fails", failing.run, 0.02), Job("other", other.run, 0.02)))
    engine.start()
    async with asyncio.timeout(30):
        await failing.tried_enough.wait()
    runs = other.runs
    await asyncio.sleep(0.5)
    await engine.drain(1)
    assert other.runs > max(runs, 1)


async def test_a_job_that_keeps_failing_is_tried_less_often() -> None:
    failing = Failing(enough=5)
    engine = LocalEngine((Job("fails", failing.run, 0.02),))
    engine.start()
    async with asyncio.timeout(30):
        await failing.tried_enough.wait()
    await engine.drain(1)
    pauses = [later - earlier for earlier, later in pairwise(failing.began)]
    for pause, least in zip(pauses, (0.04, 0.08, 0.16, 0.32), strict=False):
        assert pause > 0.95 * least


async def test_draining_lets_a_run_end_and_cancels_one_that_does_not() -> None:
    short, endless = Counter(works=0.1), Counter(works=60)
    engine = LocalEngine((Job("short", short.run, 1), Job("endless", endless.run, 1)))
    engine.start()
    await asyncio.sleep(0.02)
    await engine.drain(0.3)
    assert (short.runs, short.ended) == (1, 1)
    assert (endless.runs, endless.ended, endless.at_once) == (1, 0, 0)


async def test_a_run_that_does_not_end_is_named_as_stuck() -> None:
    endless = Counter(works=60)
    engine = LocalEngine((Job("endless", endless.run, 1), Job("quick", Counter().run, 1)))
    engine.start()
    await asyncio.sleep(0.1)
    assert engine.stuck(0.05) == ["endless"]
    assert engine.stuck(10) == []
    await engine.drain(0)


async def test_a_loop_that_stands_still_starves_the_watchdog() -> None:
    fed: list[float] = []

    async def feed() -> None:
        fed.append(time.monotonic())

    async def stand_still() -> None:
        if len(fed) > 5:
            time.sleep(0.5)  # noqa: ASYNC251 - what this is about

    engine = LocalEngine((Job("watchdog", feed, 0.02), Job("stuck", stand_still, 0.05)))
    engine.start()
    await asyncio.sleep(0.9)
    await engine.drain(1)
    assert max(after - before for before, after in pairwise(fed)) > 0.4

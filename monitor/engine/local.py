"""Call the verbs from one process, on ticks of the event loop's clock.

The database says what is due; a tick only looks. A tick that comes late, or while the one before
still works, is folded into it: nothing is due twice. The loop's clock only goes forward, so that a
wall clock that is set back, or changes to winter time, holds no tick up.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass

from monitor.pipeline.isolate import log_failure

LONGEST_PAUSE = 10.0
"""Seconds between two runs of a job that fails, unless it is to run less often anyway."""


@dataclass(frozen=True, slots=True)
class Job:
    """A verb and how often to look whether there is work for it."""

    name: str
    run: Callable[[], Awaitable[None]]
    seconds: float
    """From the start of one run to that of the next, the first one at once."""


class LocalEngine:
    """Run jobs until drained.

    An error in one run is logged and spares the next, which comes a little later each time that it
    fails again: a database that is away is not to be asked, and complained of, twice a second.
    """

    def __init__(self, jobs: tuple[Job, ...]) -> None:
        self._jobs = jobs
        self._tickers: list[asyncio.Task[None]] = []
        self._began: dict[str, float] = {}

    def start(self) -> None:
        """Begin to tick, every job at once first."""
        self._tickers = [asyncio.create_task(self._tick(job)) for job in self._jobs]

    def stuck(self, seconds: float) -> list[str]:
        """Return the names of jobs whose present run has lasted longer than ``seconds``."""
        now = asyncio.get_running_loop().time()
        return sorted(name for name, began in self._began.items() if now - began > seconds)

    async def drain(self, seconds: float) -> None:
        """Start nothing new; give what runs that long to end, then cancel it."""
        working = []
        for ticker, job in zip(self._tickers, self._jobs, strict=True):
            if job.name in self._began:
                working.append(ticker)
            else:
                ticker.cancel()
        self._jobs = ()
        if working:
            await asyncio.wait(working, timeout=seconds)
        for ticker in self._tickers:
            ticker.cancel()
        for ticker in self._tickers:
            with suppress(asyncio.CancelledError):
                await ticker

    async def _tick(self, job: Job) -> None:
        loop = asyncio.get_running_loop()
        pause = job.seconds
        while self._jobs:
            began = self._began[job.name] = loop.time()
            try:
                await job.run()
                pause = job.seconds
            except Exception as error:
                log_failure("job failed", error, job=job.name)
                pause = max(min(2 * pause, LONGEST_PAUSE), job.seconds)
            finally:
                del self._began[job.name]
            if self._jobs:
                await asyncio.sleep(max(began + pause - loop.time(), 0))

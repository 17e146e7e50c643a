"""Call the verbs from one process, on APScheduler's ticks.

The database says what is due; a tick only looks. A tick that comes late, or while the one before
still works, is folded into it: nothing is due twice.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Job:
    """A verb and how often to look whether there is work for it."""

    name: str
    run: Callable[[], Awaitable[None]]
    seconds: float


class LocalEngine:
    """Run jobs until drained; an error in one run is logged and spares the next."""

    def __init__(self, jobs: tuple[Job, ...]) -> None:
        self._jobs = jobs
        self._running: set[asyncio.Task[None]] = set()
        self._scheduler = AsyncIOScheduler(
            job_defaults={"misfire_grace_time": None, "coalesce": True, "max_instances": 1}
        )

    def start(self) -> None:
        """Begin to tick, every job at once first."""
        for job in self._jobs:
            self._scheduler.add_job(
                self._run, "interval", seconds=job.seconds, args=[job], id=job.name
            )
        self._scheduler.start()

    async def drain(self, seconds: float) -> None:
        """Start nothing new; give what runs that long to end, then cancel it."""
        self._scheduler.shutdown(wait=False)
        running = {task for task in self._running if not task.done()}
        if not running:
            return
        _, late = await asyncio.wait(running, timeout=seconds)
        for task in late:
            task.cancel()
        for task in late:
            with suppress(asyncio.CancelledError):
                await task

    async def _run(self, job: Job) -> None:
        task = asyncio.ensure_future(_guarded(job))
        self._running.add(task)
        task.add_done_callback(self._running.discard)
        # Shielded, since the scheduler cancels its own futures when it is shut down.
        await asyncio.shield(task)


async def _guarded(job: Job) -> None:
    try:
        await job.run()
    except Exception:
        log.exception("job failed", job=job.name)

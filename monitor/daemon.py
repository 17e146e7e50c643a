"""The lifecycle of the service: start, reload, drain, stop."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import Callable
from functools import partial
from pathlib import Path

import structlog

from monitor.app import House
from monitor.app.upkeep import Upkeep
from monitor.config.load import Config, find_directory, load_config
from monitor.config.reload import Fingerprint, take_fingerprint
from monitor.engine.local import Job, LocalEngine
from monitor.engine.loop import end_now, end_within, run
from monitor.errors import MonitorError
from monitor.ops.health import summarise
from monitor.ops.logs import set_up_logs
from monitor.ops.systemd import Notifier
from monitor.pipeline.isolate import log_failure

log = structlog.get_logger()

REFUSED = "configuration"
"""Names the trouble of a refused configuration."""

MEASURE_SECONDS = 15.0
"""How late an unusual rise may be seen; a round without news costs a few reads."""

ASSESS_SECONDS = 60.0
"""How long a backlog is assessed in one run of the job."""

STUCK_SECONDS = 600.0
"""How long one run of a job may last; none of them means to take more than a minute."""

STATUS_SECONDS = 60.0
"""How old what ``systemctl status`` shows may be."""

READ_AT_START = ("database", "model", "model_labels")
"""Keys of monitor.yaml that a reload does not bring into force."""

STOPPING = (signal.SIGTERM, signal.SIGINT)

DRAIN_SECONDS = 6.0
"""What is being done and sent may take so long to end once a stop was asked for."""

STOP_SECONDS = 7.5
"""After it the process ends in any case, well inside the ten seconds that a stop may take."""


class Daemon:
    """Run a house until told to stop."""

    def __init__(
        self, house: House, directory: Path, notifier: Notifier, read: Fingerprint
    ) -> None:
        """Wire the parts; ``read`` was taken before the house's configuration was read."""
        self._house = house
        self._directory = directory
        self._notifier = notifier
        self._stop = asyncio.Event()
        self._looked = read
        self._judged: Fingerprint | None = read
        self._at_start = house.config.settings
        # What an earlier configuration held may still be in what is being done.
        self._secrets = house.config.secret_values
        self._engine = LocalEngine(())
        self._upkeep = Upkeep(house)

    async def run(self, announce: Callable[[], None]) -> None:
        """Start, call ``announce`` once up, and work until told to stop or the database is lost."""
        loop = asyncio.get_running_loop()
        for number in STOPPING:
            loop.add_signal_handler(number, self._hear_stop)
        loop.add_signal_handler(signal.SIGHUP, self._hang_up)
        # What was refused before this start is in force now, or was taken back.
        await self._house.telling.relief(REFUSED)
        self._engine = LocalEngine(self._jobs())
        self._engine.start()
        self._notifier.ready()
        announce()
        await self._stop.wait()

    async def drain(self) -> None:
        """Start nothing new, and give what is being done and sent a moment to end.

        Where the database was lost, saves what it holds and ends the process with exit status 1.
        """
        lost = self._house.store.lost
        # Saving takes as long as the database is large, and a stop that systemd knows of may not.
        if not lost():
            self._notifier.stopping()
        log.info("stopping")
        self._upkeep.stop()
        await asyncio.gather(self._engine.drain(DRAIN_SECONDS), self._house.drain(DRAIN_SECONDS))
        if lost():
            self._notifier.watchdog()
            with self._notifier.prolonging("saving what the database held"):
                await self._upkeep.rescue()
            # At once, while the lock is held: SQLite deletes the log beside a file as it closes it,
            # by its name, and that may soon be another's.
            end_now(1)

    def _jobs(self) -> tuple[Job, ...]:
        jobs = [
            Job("poll", self._house.polling.start_due, seconds=1),
            Job("assess", partial(self._house.assess, ASSESS_SECONDS), seconds=0.5),
            Job("release", self._house.release, seconds=1),
            Job("escalate", self._house.escalate, seconds=1),
            Job("deliver", self._house.deliver, seconds=0.5),
            Job("measure", self._house.measure, seconds=MEASURE_SECONDS),
            Job("listen", self._house.listen, seconds=1),
            Job("configuration", self._look_at_configuration, seconds=0.3),
            Job("database", self._look_at_database, seconds=1),
            Job("watchman", self._upkeep.watch, seconds=5),
            Job("canary", self._upkeep.canary, seconds=5),
            Job("retain", self._upkeep.retain, seconds=3600),
        ]
        if self._notifier.watchdog_seconds:
            jobs.append(Job("watchdog", self._watchdog, self._notifier.watchdog_seconds / 3))
        if self._notifier.heard:
            jobs.append(Job("status", self._show_state, STATUS_SECONDS))
        return tuple(jobs)

    async def _watchdog(self) -> None:
        """Tell systemd that all is alive; silence makes it restart the service.

        Runs on the event loop, so that a loop that stands still is silent by itself.
        """
        stuck = self._engine.stuck(STUCK_SECONDS)
        if stuck:
            log.error("jobs do not end; the watchdog is not fed", jobs=stuck)
        else:
            self._notifier.watchdog()

    async def _show_state(self) -> None:
        self._notifier.status(await asyncio.to_thread(summarise, self._house.store))

    async def _look_at_configuration(self) -> None:
        now = await asyncio.to_thread(take_fingerprint, self._directory)
        # What is still being written is not read: half a file may be right, and say too little.
        rests, self._looked = now == self._looked, now
        if not rests or now == self._judged:
            return
        # Noted first, so that a SIGHUP during the reload brings another one.
        self._judged = now
        try:
            await self._reload()
        except Exception:
            # Only what was told is done with: a database that is away is tried again.
            self._judged = None
            raise

    async def _look_at_database(self) -> None:
        if await asyncio.to_thread(self._house.store.lost):
            log.error("the database was deleted or replaced; what it holds is saved, and all ends")
            self._stop.set()

    def _hear_stop(self) -> None:
        # Counted from here: what a start or a job waits for may take longer than a stop. What a
        # lost database holds is nowhere else: to save it may take as long as it does.
        _hear_no_more()
        self._stop.set()
        if not self._house.store.lost():
            end_within(STOP_SECONDS)

    def _hang_up(self) -> None:
        # Forgetting what was judged makes the next look reload, also after a refusal.
        self._judged = None

    async def _reload(self) -> None:
        """Take a changed configuration over, or refuse it as a whole and keep the old one."""
        self._notifier.reloading()
        try:
            # Looked for as at the start: a folder that went away is no wish to watch nothing.
            directory = await asyncio.to_thread(find_directory, self._directory)
            config = await asyncio.to_thread(load_config, directory)
            await self._house.reconfigure(config)
        except MonitorError as error:
            problems = str(error).splitlines()
            log.error("configuration refused, the last good one stays in force", problems=problems)
            title = "A changed configuration was refused"
            await self._house.telling.trouble(REFUSED, title, str(error))
        else:
            self._speak(config)
            await self._house.telling.relief(REFUSED)
        finally:
            self._notifier.ready()

    def _speak(self, config: Config) -> None:
        """Log as a configuration that was taken over wants it, and say what it comes to."""
        level, style = config.settings.log.level, config.settings.log.format
        self._secrets |= config.secret_values
        set_up_logs(level, style, self._secrets)
        feeds = sum(item.enabled for item in config.feeds)
        log.info("configuration taken over", directory=str(self._directory), feeds=feeds,
                 watches=len(config.watches), subscribers=len(config.subscribers))  # fmt: skip
        waiting = [
            key
            for key in READ_AT_START
            if getattr(config.settings, key) != getattr(self._at_start, key)
        ]
        if waiting:
            log.warning("changed, but in force only after a restart", keys=waiting)


def run_daemon(
    house: House, directory: Path, read: Fingerprint, announce: Callable[[], None]
) -> None:
    """Run the service in this process until it is told to stop.

    ``read`` was taken before the house's configuration was read: what is saved while it starts is
    taken over once it has.
    """

    async def serve() -> None:
        async with house:
            daemon = Daemon(house, directory, Notifier(os.environ), read)
            await daemon.run(announce)
            try:
                await daemon.drain()
            except Exception as error:
                log_failure("stopping failed; the next start does the rest", error)
                # At once: what threads still wait for would end it with exit status 0.
                end_now(1)

    run(serve())


def _hear_no_more() -> None:
    """Let a second Ctrl-C change nothing; once the loop has ended it would be an error anywhere."""
    loop = asyncio.get_running_loop()
    for number in STOPPING:
        loop.remove_signal_handler(number)
        signal.signal(number, signal.SIG_IGN)

"""What looks after the house while it works: the watchman, canaries, and forgetting."""

from __future__ import annotations

import asyncio
import shutil
import sqlite3
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import cast

import structlog
from sqlalchemy.exc import SQLAlchemyError

from monitor.alerts.troubles import CLOCK_TOLERANCE
from monitor.app import convert
from monitor.app.house import House
from monitor.app.opening import database_file
from monitor.domain import Notice
from monitor.errors import StoreError
from monitor.ops.backup import rescue
from monitor.pipeline.alarm import Alarm, send
from monitor.pipeline.canary import CanaryKeeper
from monitor.pipeline.facts import Seen
from monitor.pipeline.retain import oldest_kept, retain
from monitor.pipeline.watchman import Watchman
from monitor.store import pulse
from monitor.store.engine import reason_of

log = structlog.get_logger()

ROUND_SECONDS = 60.0
TELL_SECONDS = 30.0
"""How long the last notice may take: until it is sent, nobody watches the news."""
RETAIN_SECONDS = 240.0
"""How long one run may go on forgetting; what is left is forgotten by the next."""


@dataclass(slots=True)
class ClockWatch:
    """Compare the clock on the wall with one that only goes forward."""

    wall: datetime
    steady: float
    """Seconds."""

    def moved(self, wall: datetime, steady: float) -> timedelta:
        """Return how far the wall clock has jumped since the last time; negative: back."""
        drift = (wall - self.wall) - timedelta(seconds=steady - self.steady)
        self.wall, self.steady = wall, steady
        return drift


@dataclass(slots=True)
class Upkeep:
    """Verbs that the daemon calls beside those of the house."""

    house: House
    steady: Callable[[], float] = time.monotonic
    _alarm: Alarm = field(default_factory=Alarm)
    _clock: ClockWatch = field(init=False)
    _next_round: float = 0.0
    _canaries: CanaryKeeper = field(init=False)
    _stopped: threading.Event = field(default_factory=threading.Event)

    def __post_init__(self) -> None:
        now = self.house.clock()
        self._clock = ClockWatch(now, self.steady())
        self._canaries = CanaryKeeper(self.house.store, now)

    async def watch(self) -> None:
        """Look at everything once a minute, and at once when the clock jumped."""
        house = self.house
        now, steady = house.clock(), self.steady()
        drift = self._clock.moved(now, steady)
        if steady < self._next_round and abs(drift) <= CLOCK_TOLERANCE:
            return
        self._next_round = steady + ROUND_SECONDS
        operator, reach = house.parts.audience.operator, house.parts.reach
        try:
            set_back = await asyncio.to_thread(self._watch, now, drift)
        except (SQLAlchemyError, OSError) as error:
            await self._alarm.failed(error, now, operator, reach)
            return
        if set_back:
            house.forget_lanes()
        await self._alarm.worked(now, operator, reach)

    async def canary(self) -> None:
        """See to the canary in the air, or launch the next."""
        house = self.house
        if house.leading.leads:
            await asyncio.to_thread(
                self._canaries.tend,
                house.clock(),
                house.config.settings.operator.canary,
                house.parts.audience.operator,
                house.parts.audience.message_domain,
            )

    async def retain(self) -> None:
        """Forget what is older than the configuration keeps."""
        house = self.house
        if not house.leading.leads:
            return
        settings = house.config.settings
        before = oldest_kept(house.clock(), settings.retention.entries, settings.stories.window)
        until = self.steady() + RETAIN_SECONDS
        pruned = await asyncio.to_thread(
            retain,
            house.store,
            before,
            lambda: self._stopped.is_set() or self.steady() > until,
        )
        if pruned.entries or pruned.stories or pruned.deliveries:
            log.info("old entries forgotten", entries=pruned.entries, stories=pruned.stories,
                     deliveries=pruned.deliveries)  # fmt: skip

    async def rescue(self) -> None:
        """Save what a SQLite database holds whose file was deleted or replaced under the daemon.

        Says where it is, or why it could not be saved, in the log and to the operator.
        """
        house = self.house
        now = house.clock()
        try:
            said = await asyncio.to_thread(self._rescue, now)
        except (StoreError, SQLAlchemyError) as error:
            said = reason_of(error)
        log.error("ended", reason=said)
        notice = Notice("database-lost", "The database was deleted or replaced", said, now)
        with suppress(TimeoutError):
            async with asyncio.timeout(TELL_SECONDS):
                await send(notice, house.parts.audience.operator, house.parts.reach)

    def stop(self) -> None:
        """Let what takes long end early."""
        self._stopped.set()

    def _rescue(self, now: datetime) -> str:
        store = self.house.store
        if store.file is None:
            raise StoreError("a server's database is not ours to save")
        path = store.file.path
        with store.read() as connection:
            opened = cast(sqlite3.Connection, connection.connection.driver_connection)
            kept = rescue(opened, path, now)
        if kept == path:
            return (
                f"{path} was deleted while the monitor worked on it; what it held is there again. "
                "The monitor has ended: start it again, where systemd does not"
            )
        return (
            f"another file took the place of {path} while the monitor worked on it; what that held "
            f"is kept as {kept}. The monitor has ended; the next start works on the other file. To "
            f"go on with what is kept, stop it, then: monitor restore {kept}"
        )

    def _watch(self, now: datetime, drift: timedelta) -> bool:
        house = self.house
        file = database_file(house.config)
        folder = file.parent if file else None
        seen = Seen(now, _free_bytes(folder), str(folder or ""), drift, house.config.lacks)
        with house.store.write() as connection:
            pulse.beat(connection, now)
        if not house.leading.leads:
            return False
        return Watchman(house.store).look(
            seen,
            convert.targets_of(house.config),
            house.parts.audience.operator,
            house.parts.audience.message_domain,
        )


def _free_bytes(folder: Path | None) -> int | None:
    return shutil.disk_usage(folder).free if folder else None

"""One daemon from alert to channel, with what may go wrong about it."""

from __future__ import annotations

import asyncio
import atexit
import shutil
import tempfile
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path

from sqlalchemy import event, func, select

from monitor.delivery.outbox import Pace
from monitor.delivery.retry import RetryRule
from monitor.domain import Entry, Match, Score, ScoredEntry
from monitor.pipeline.assess import Assessor
from monitor.pipeline.deliver import Postman, Reach
from monitor.pipeline.escalate import escalate_due
from monitor.pipeline.place import StoryKeeper
from monitor.pipeline.release import release_due
from monitor.resources import bundled
from monitor.store import deliveries, feeds, tables
from monitor.store.engine import open_store
from monitor.store.migrations import migrate
from tests.delivery.flaky import FlakyChannel, Taken
from tests.support.duty import BY_SEVERITY
from tests.support.examples import FEED, HIT, a_score
from tests.system.laws.people import AUDIENCE, SUBSCRIBERS, TARGETS
from tests.system.laws.power import Crash, Mains, MortalStore

START = datetime(2021, 10, 30, 16, 0, tzinfo=UTC)
"""Saturday evening in Kyiv, some hours before its clocks are set back."""


class FlakyMail(FlakyChannel):
    """The same for e-mail, which has no pace."""

    kind = "email"
    pace = Pace(concurrency=2)


class Judges:
    """Score by the severity in the summary; everything matches."""

    def score(self, found: list[Entry]) -> list[Score]:
        return [a_score(BY_SEVERITY[int(entry.summary)]) for entry in found]

    def match(self, entry: Entry) -> tuple[Match, ...]:
        watches = ("talks", "unrest") if "border" in entry.title else ("talks",)
        return tuple(Match(watch, (HIT,)) for watch in watches)

    def explain(self, entry: Entry) -> tuple[str, ...]:
        return ()

    def knows(self, watch: str) -> bool:
        return True

    def refusal(self, watch: str, scored: ScoredEntry) -> str | None:
        return None


@cache
def template() -> Path:
    """Return a migrated file to copy, made once by each process, gone with it."""
    folder = Path(tempfile.mkdtemp())
    atexit.register(shutil.rmtree, folder)
    file = folder / "monitor.db"
    opened = open_store(f"sqlite:///{file}")
    migrate(opened, bundled("alembic"))
    opened.close()
    return file


class World:
    """A process that works on a file, and the file's next process once it has died."""

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp())
        self.file = Path(shutil.copy(template(), self.folder / "monitor.db"))
        self.now = START
        self.channels = {"email": FlakyMail(), "slack": FlakyChannel()}
        self.runner = asyncio.Runner()
        self.crashes = 0
        self.lost_in_crashes: Counter[str] = Counter()
        self.ticks: list[datetime] = []
        self.mains = Mains()
        self.open()
        with self.store.write() as connection:
            feeds.sync_feeds(connection, [(FEED, "wire.example", True)], self.now)
            self.feed_id = feeds.list_feeds(connection)[0].id

    def open(self) -> None:
        """Open the file as a process that starts does; nothing of an earlier one is known."""
        opened = open_store(f"sqlite:///{self.file}")
        # What the disk does is not under test, and a process that dies loses no write.
        event.listen(opened.engine, "connect", lambda raw, _: raw.execute("PRAGMA synchronous=OFF"))
        opened.engine.pool.dispose()
        self.mains.fuse, self.mains.out = None, False
        self.store = MortalStore(opened.engine)
        self.store.mains = self.mains
        self.assessor = Assessor(self.store, lambda: self.now, StoryKeeper(timedelta(hours=72)))
        self.postman = Postman(self.store, lambda: self.now, lambda: 0.5)
        with self.store.write() as connection:
            deliveries.release_leases(connection)

    def surviving(self, do: Callable[[], None]) -> None:
        """Do something; where the process dies over it, start another."""
        try:
            do()
            if self.mains.out:
                raise Crash
        except Crash:
            self.crashes += 1
            self.store.close()
            self.open()
            unrecorded = self.unrecorded()
            in_flight = unrecorded - self.lost_in_crashes
            assert set(in_flight.values()) <= {1}
            self.lost_in_crashes = unrecorded

    def tick(self) -> None:
        """Do what the daemon does every second, again after a crash until it is through."""
        while True:
            before = self.crashes
            self.surviving(self.do_all)
            if self.crashes == before:
                break
        self.ticks.append(self.now)

    def do_all(self) -> None:
        """Run every verb between entry and channel until none finds more to do."""
        while self.runner.run(self.assessor.assess(Judges(), AUDIENCE)):  # type: ignore[arg-type]
            continue
        release_due(self.store, AUDIENCE, self.now)
        escalate_due(self.store, AUDIENCE, self.now)
        while self.runner.run(self.deliver()):
            continue

    async def deliver(self) -> int:
        """Send what may go now; return how much that was."""
        for channel in self.channels.values():
            channel.now = self.now
        reach = Reach(
            self.channels,
            TARGETS,
            RetryRule(max_attempts=4),
            {name: item.timing for name, item in SUBSCRIBERS.items()},
        )
        started = await self.postman.deliver(reach)
        await asyncio.gather(*self.postman.sending.values(), return_exceptions=True)
        return started

    def due(self) -> int:
        """Return how many messages could go now, but for their channel's pace."""
        with self.store.read() as connection:
            owed = deliveries.open_deliveries(connection)
        return sum(item.next_attempt_at <= self.now for item in owed)

    def next_due(self) -> datetime | None:
        """Return when the database says that something is due next."""
        with self.store.read() as connection:
            moments = [
                connection.scalar(select(func.min(column)).where(condition))
                for column, condition in (
                    (tables.routings.c.release_at, tables.routings.c.state == "waiting"),
                    (tables.escalations.c.next_at, tables.escalations.c.next_at.is_not(None)),
                    (tables.digest_times.c.next_at, tables.digest_times.c.next_at.is_not(None)),
                )
            ]
        return min((moment for moment in moments if moment), default=None)

    def open_chains(self) -> list[int]:
        """Return the alerts that are escalated unless somebody acknowledges them."""
        query = select(tables.escalations.c.alert_id).where(
            tables.escalations.c.next_at.is_not(None)
        )
        with self.store.read() as connection:
            return sorted(connection.scalars(query))

    def taken(self) -> list[Taken]:
        """Return everything that channels took, also what is not on record."""
        return [item for channel in self.channels.values() for item in channel.taken]

    def unrecorded(self) -> Counter[str]:
        """Return how often each message was taken without that being on record."""
        query = select(tables.deliveries.c.message_id, tables.attempts.c.id).join(
            tables.deliveries, tables.deliveries.c.id == tables.attempts.c.delivery_id
        )
        on_record = (tables.attempts.c.outcome == "sent") | tables.attempts.c.error.contains(
            "after the message was taken"
        )
        with self.store.read() as connection:
            recorded = Counter(row.message_id for row in connection.execute(query.where(on_record)))
        takings = Counter(item.delivery.message_id for item in self.taken())
        takings.subtract(recorded)
        assert all(count >= 0 for count in takings.values())
        return +takings

    def first_tick_from(self, moment: datetime) -> datetime:
        """Return when the daemon first could do what was due at a moment."""
        return next((tick for tick in self.ticks if tick >= moment), self.now)

    def come_to_rest(self) -> None:
        """Let days pass without trouble."""
        self.mains.fuse = None
        for channel in self.channels.values():
            channel.failures.clear()
        for _ in range(5 * 3):
            self.now += timedelta(hours=8)
            self.tick()
            # A reader's messages go one after the other, at the pace of their channel.
            for _ in range(self.due()):
                self.now += timedelta(seconds=2)
                self.tick()

    def close(self) -> None:
        """Leave nothing behind."""
        self.runner.close()
        self.store.close()
        shutil.rmtree(self.folder)

"""What must hold for subscribers whatever happens: alerts, answers, failures, crashes and time.

The real store, in a SQLite file, and every verb of the daemon between alert and channel; only the
channels are fakes, held to the contract of the real ones. A crash can come at any transaction,
before or after its commit: everything in memory is gone, and the file is opened anew.

``make bench-laws`` looks for longer.
"""

from __future__ import annotations

import asyncio
import os
import shutil
import tempfile
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import structlog
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from sqlalchemy import Connection, event, func, select

from monitor.delivery.content import Target
from monitor.delivery.outbox import Pace
from monitor.delivery.retry import LaneUnavailableError, RetryRule
from monitor.domain import (
    Address,
    Alert,
    Content,
    Delivery,
    Digest,
    Entry,
    Match,
    Message,
    Score,
    ScoredEntry,
    Subscriber,
)
from monitor.errors import MonitorError, PermanentDeliveryError, TransientDeliveryError
from monitor.pipeline import respond
from monitor.pipeline.assess import Assessor
from monitor.pipeline.audience import Audience
from monitor.pipeline.deliver import Postman, Reach
from monitor.pipeline.escalate import escalate_due
from monitor.pipeline.place import StoryKeeper
from monitor.pipeline.release import release_due
from monitor.resources import bundled
from monitor.store import alerts, deliveries, entries, escalations, feeds, routings, tables
from monitor.store.engine import Store, open_store
from monitor.store.migrations import migrate
from monitor.store.routings import StoredRouting
from monitor.timing import Cap, Cooldown, DigestTimes, Escalation, QuietHours, Timing
from tests.delivery.flaky import FlakyChannel, Taken
from tests.support.duty import BY_SEVERITY, raise_in
from tests.support.examples import FEED, HIT, a_score, an_entry

KYIV = "Europe/Kyiv"
START = datetime(2021, 10, 30, 16, 0, tzinfo=UTC)
"""Saturday evening in Kyiv, some hours before its clocks are set back."""
AFTER = timedelta(minutes=10)
NIGHT = QuietHours(time(22), time(7))
HOUR = timedelta(hours=1)

DESK = Subscriber(
    "desk",
    (Address("email", "email:desk"), Address("slack", "slack:desk")),
    timing=Timing(
        zone=KYIV,
        quiet_hours=(NIGHT,),
        cap=Cap(3, HOUR),
        cooldown=Cooldown(story=timedelta(minutes=30)),
        escalation=Escalation(("officer", "chief"), AFTER),
    ),
)
ANALYST = Subscriber(
    "analyst",
    (Address("email", "email:analyst"),),
    minimum_severity=2,
    timing=Timing(
        zone=KYIV, digest_only=True, digest=DigestTimes((time(3, 30), time(19)), all_quiet=True)
    ),
)
CHIEF = Subscriber(
    "chief",
    (Address("email", "email:chief"),),
    minimum_severity=3,
    timing=Timing(
        zone=KYIV,
        quiet_hours=(replace(NIGHT, except_severity=5),),
        cooldown=Cooldown(watch=timedelta(minutes=20)),
    ),
)
OFFICER = Subscriber("officer", (Address("slack", "slack:officer"),), escalations_only=True)
SUBSCRIBERS = {item.name: item for item in (DESK, ANALYST, CHIEF, OFFICER)}
AUDIENCE = Audience(tuple(SUBSCRIBERS.values()), "monitor.example")
TARGETS = {
    (item.name, address.channel, address.target): Target(address.target, address.target)
    for item in SUBSCRIBERS.values()
    for address in item.addresses
}
FAILURES: list[Exception] = [
    TransientDeliveryError("451"),
    TransientDeliveryError("busy", retry_after=600),
    LaneUnavailableError("no answer"),
    ConnectionResetError("after DATA"),
    PermanentDeliveryError("550 no such user"),
    KeyError("a fault of ours"),
]
HEADLINES = [
    "Navy intercepts tanker in the strait",
    "Ministers cancel summit over visas",
    "Rockets fall on a border town",
    "Parliament votes for new sanctions",
    "Embassy staff leave the capital",
    "Pipeline blast stops gas deliveries",
    "Drones seen above the airfield",
    "Grain ships wait at the harbour",
    "Generals meet on the island",
    "Prisoners exchanged at the bridge",
]


class Crash(BaseException):
    """The process is gone. No handler of the program may catch it."""


class Mains:
    """What gives out in a crash: a fuse that burns down with the points passed in transactions."""

    def __init__(self) -> None:
        self.fuse: int | None = None
        self.out = False

    def pass_point(self) -> None:
        if self.fuse is not None:
            self.fuse -= 1
            self.out = self.out or self.fuse < 0
        if self.out:
            raise Crash


class MortalStore(Store):
    """A store that may lose power in a transaction, before its commit or right after it."""

    mains: Mains

    @contextmanager
    def write(self) -> Iterator[Connection]:
        if self.mains.out:
            raise Crash
        with super().write() as connection:
            yield connection
            self.mains.pass_point()
        self.mains.pass_point()


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


def template() -> Path:
    """Return a migrated file to copy, made once."""
    file = Path(tempfile.gettempdir()) / f"alerting-laws-{os.getpid()}.db"
    if not file.exists():
        opened = open_store(f"sqlite:///{file}")
        migrate(opened, bundled("alembic"))
        opened.close()
    return file


@dataclass(frozen=True, slots=True)
class Seen:
    """What the database holds at one moment."""

    alerts: dict[int, Alert]
    routings: list[StoredRouting]
    owed: list[deliveries.StoredDelivery]
    steps: dict[int, list[escalations.StoredStep]]
    ends: dict[int, list[escalations.StoredEnd]]
    acknowledged: dict[int, escalations.Acknowledgement]


class DutyMachine(RuleBasedStateMachine):
    """Four subscribers with every kind of wish, some stories, and trouble."""

    def __init__(self) -> None:
        super().__init__()
        structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(50))
        self.folder = Path(tempfile.mkdtemp())
        self.file = Path(shutil.copy(template(), self.folder / "monitor.db"))
        self.now = START
        self.channels = {"email": FlakyMail(), "slack": FlakyChannel()}
        self.runner = asyncio.Runner()
        self.crashes = self.published = 0
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

    @initialize()
    def start(self) -> None:
        self.tick()

    def tick(self) -> None:
        """Do what the daemon does every second, again after a crash until it is through."""
        while True:
            before = self.crashes
            self.surviving(self.do_all)
            if self.crashes == before:
                break
        self.ticks.append(self.now)

    def do_all(self) -> None:
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

    # What happens.

    @precondition(lambda self: self.published < len(HEADLINES))
    @rule(severity=st.integers(1, 4))
    def a_feed_brings_an_entry(self, severity: int) -> None:
        headline = HEADLINES[self.published]
        entry = replace(an_entry(headline, headline, self.now), summary=str(severity))
        self.published += 1

        def store() -> None:
            keys = entries.Keys("", "", "")
            with self.store.write() as connection:
                entries.add_entry(connection, self.feed_id, entry, keys, self.now, None)

        self.surviving(store)
        self.tick()

    @rule(
        story=st.integers(1, 3), severity=st.integers(1, 4),
        watch=st.sampled_from(["a", "b", "ab"]), count=st.sampled_from([1, 1, 2, 4]),
    )  # fmt: skip
    def stories_move_on(self, story: int, severity: int, watch: str, count: int) -> None:
        def store() -> None:
            for _ in range(count):
                with self.store.write() as connection:
                    raise_in(
                        connection,
                        self.feed_id,
                        AUDIENCE,
                        100 + story,
                        severity,
                        list(watch),
                        self.now,
                    )

        self.surviving(store)
        self.tick()

    @rule(minutes=st.sampled_from([1, 5, 10, 20, 45, 120, 480]))
    def time_passes(self, minutes: int) -> None:
        """The daemon runs all the while."""
        target = self.now + timedelta(minutes=minutes)
        while self.now < target:
            self.now = min(target, max(self.next_due() or target, self.now))
            self.tick()

    @rule(minutes=st.sampled_from([5, 30, 300, 1500]))
    def the_machine_is_off(self, minutes: int) -> None:
        self.now += timedelta(minutes=minutes)
        self.store.close()
        self.open()
        self.tick()

    @rule(
        kind=st.sampled_from(["email", "slack"]),
        failures=st.lists(st.sampled_from(FAILURES), min_size=1, max_size=4),
    )
    def a_channel_fails(self, kind: str, failures: list[Exception]) -> None:
        self.channels[kind].failures += failures

    @rule(points=st.integers(0, 8))
    def the_process_will_die(self, points: int) -> None:
        """Within the next transactions."""
        self.mains.fuse = points

    @precondition(lambda self: self.open_chains())
    @rule(which=st.integers(0, 3))
    def somebody_acknowledges(self, which: int) -> None:
        unanswered = self.open_chains()
        number = unanswered[which % len(unanswered)]

        def answer() -> None:
            with self.store.write() as connection:
                respond.acknowledge(connection, number, "ann", self.now)

        self.surviving(answer)

    def open_chains(self) -> list[int]:
        query = select(tables.escalations.c.alert_id).where(
            tables.escalations.c.next_at.is_not(None)
        )
        with self.store.read() as connection:
            return sorted(connection.scalars(query))

    @rule(
        story=st.integers(101, 103), minutes=st.sampled_from([None, 15, 90]),
        who=st.sampled_from([None, "desk", "officer"]), lift=st.booleans(),
    )  # fmt: skip
    def somebody_mutes(self, story: int, minutes: int | None, who: str | None, lift: bool) -> None:
        until = self.now + timedelta(minutes=minutes) if minutes else None

        def answer() -> None:
            with self.store.write() as connection:
                if lift:
                    respond.unmute_story(connection, story, who, self.now)
                else:
                    respond.mute_story(connection, story, who, until, "ann", self.now)

        try:
            self.surviving(answer)
        except MonitorError:
            return
        self.tick()

    # What must hold.

    @invariant()
    def everything_holds(self) -> None:
        if not self.ticks:
            return
        seen = self.look()
        self.every_alert_came_to_something_for_everybody(seen)
        self.what_is_told_is_owed_to_every_address(seen)
        self.what_waits_is_told_on_time(seen)
        self.nothing_is_sent_twice_but_for_a_crash_or_a_lost_answer(seen)
        self.nothing_is_sent_in_quiet_hours()
        self.the_cap_is_kept(seen)
        self.a_higher_severity_is_never_held_back_by_a_lower_ones_cooldown(seen)
        self.escalation_is_on_time_and_stops_when_somebody_acknowledges(seen)

    def look(self) -> Seen:
        """Return what the database holds."""
        with self.store.read() as connection:
            raised = {item.id: item.alert for item in alerts.list_alerts(connection, 10_000)}
            return Seen(
                alerts=raised,
                routings=[
                    item
                    for number in raised
                    for item in routings.routings_of_alert(connection, number)
                ],
                owed=deliveries.list_deliveries(connection, 10_000),
                steps={number: escalations.steps_of(connection, number) for number in raised},
                ends={number: escalations.ends_of(connection, number) for number in raised},
                acknowledged={
                    number: found
                    for number in raised
                    if (found := escalations.acknowledgement_of(connection, number))
                },
            )

    def taken(self) -> list[Taken]:
        return [item for channel in self.channels.values() for item in channel.taken]

    def first_tick_from(self, moment: datetime) -> datetime:
        return next((tick for tick in self.ticks if tick >= moment), self.now)

    def every_alert_came_to_something_for_everybody(self, seen: Seen) -> None:
        assert Counter(item.alert_id for item in seen.routings) == dict.fromkeys(
            seen.alerts, len(SUBSCRIBERS)
        )
        for item in seen.routings:
            assert item.reason
            assert (item.release_at is None) or item.decision not in ("told", "refused")
            if item.state == "waiting":
                assert item.release_at is not None
                assert item.message is not None
                assert item.release_at > self.ticks[-1]
            elif item.state == "told":
                assert (item.told_at is None) == (item.decision == "covered")

    def what_is_told_is_owed_to_every_address(self, seen: Seen) -> None:
        alone = self.told_of()
        gathered = {
            (seen.alerts[number].story_id, *_recipient(item.delivery))
            for item in seen.owed
            if isinstance(item.delivery.message, Digest)
            for number in _alerts_in(item.delivery.message)
        }
        for item in seen.routings:
            for address in SUBSCRIBERS[item.subscriber].addresses:
                recipient = (item.subscriber, address.channel, address.target)
                if item.state == "told" and item.digest_id:
                    assert (item.story_id, *recipient) in gathered
                elif item.decision == "told":
                    assert (item.alert_id, *recipient) in alone
            assert item.decision != "covered" or self.is_known(item, seen, alone)
        assert all(item.last_error for item in seen.owed if item.state == "dead")

    def told_of(self) -> set[tuple[int, str, str, str]]:
        """Return which message of its own, or shared, tells whom of which alert."""
        columns = tables.delivery_alerts.c
        query = select(columns.alert_id, columns.subscriber, columns.channel, columns.target)
        with self.store.read() as connection:
            return {tuple(row) for row in connection.execute(query)}

    def is_known(
        self, item: StoredRouting, seen: Seen, alone: set[tuple[int, str, str, str]]
    ) -> bool:
        """Return whether another message of a story tells a subscriber as grave a thing."""
        by_message = {alert_id for alert_id, name, *_ in alone if name == item.subscriber}
        in_digest = {
            one.alert_id
            for one in seen.routings
            if one.subscriber == item.subscriber and one.digest_id
        }
        mine = seen.alerts[item.alert_id]
        return mine.kind == "raise" and any(
            seen.alerts[other].story_id == mine.story_id
            and seen.alerts[other].severity >= mine.severity
            for other in (by_message | in_digest) - {item.alert_id}
        )

    def what_waits_is_told_on_time(self, seen: Seen) -> None:
        for item in seen.routings:
            if item.told_at is None:
                continue
            if item.decision == "told":
                severity = seen.alerts[item.alert_id].severity
                assert not _shows_quiet(item.subscriber, severity, item.decided_at)
                continue
            assert item.told_at is not None
            assert item.release_at is not None
            due = self.first_tick_from(item.release_at)
            story = seen.alerts[item.alert_id].story_id
            contacts = {
                step.contact
                for number, alert in seen.alerts.items()
                if alert.story_id == story
                for step in seen.steps[number]
                if not step.refusal and step.at == item.told_at
            }
            # Lifting a mute, and being a contact, bring an alert sooner.
            assert item.told_at == due or (
                item.told_at < due and (item.decision == "muted" or item.subscriber in contacts)
            )

    def nothing_is_sent_twice_but_for_a_crash_or_a_lost_answer(self, seen: Seen) -> None:
        """Each taking is on record, but for those that a crash came upon."""
        assert self.unrecorded() == self.lost_in_crashes
        with self.store.read() as connection:
            query = select(tables.attempts.c.delivery_id).where(tables.attempts.c.outcome == "sent")
            sent = Counter(connection.scalars(query))
        assert set(sent.values()) <= {1}
        names: dict[tuple[object, ...], set[str]] = defaultdict(set)
        for item in self.taken():
            content = item.delivery.message
            escalated = isinstance(content, Message) and content.escalated
            for number in _alerts_in(content):
                names[item.address, number, escalated].add(item.delivery.message_id)
        assert all(len(found) == 1 for found in names.values())

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

    def nothing_is_sent_in_quiet_hours(self) -> None:
        for item in self.taken():
            content = item.delivery.message
            if isinstance(content, Message) and content.escalated:
                continue
            severity = content.severity if isinstance(content, Message) else 0
            assert not _shows_quiet(item.delivery.subscriber, severity, item.at)

    def the_cap_is_kept(self, seen: Seen) -> None:
        cap = DESK.timing.cap
        assert cap is not None
        shared: dict[tuple[datetime, int], list[StoredRouting]] = defaultdict(list)
        for item in seen.routings:
            if item.subscriber == "desk" and item.told_at and item.digest_id is None:
                shared[item.told_at, item.story_id].append(item)
        single = sorted(
            (
                at,
                min(item.id for item in items),
                max(seen.alerts[item.alert_id].severity for item in items),
            )
            for (at, _), items in shared.items()
        )
        for number, (at, _, severity) in enumerate(single):
            if severity < cap.except_severity:
                before = [one for one in single[: number + 1] if one[0] > at - cap.per]
                assert len(before) <= cap.alerts

    def a_higher_severity_is_never_held_back_by_a_lower_ones_cooldown(self, seen: Seen) -> None:
        for item in seen.routings:
            if item.decision == "cooldown":
                wish = SUBSCRIBERS[item.subscriber].timing.cooldown
                assert any(
                    _cools(seen, item, other, wish)
                    for other in seen.routings
                    if other.subscriber == item.subscriber
                )

    def escalation_is_on_time_and_stops_when_somebody_acknowledges(self, seen: Seen) -> None:
        for item in seen.routings:
            if item.subscriber != "desk":
                continue
            number, ends, steps = item.alert_id, seen.ends[item.alert_id], seen.steps[item.alert_id]
            acknowledged = seen.acknowledged.get(number)
            if item.told_at is None or seen.alerts[number].severity < 4:
                assert not ends
                continue
            if not ends:
                by_another = any(
                    seen.ends[other.alert_id]
                    for other in seen.routings
                    if (other.told_at, other.story_id) == (item.told_at, item.story_id)
                    and other.subscriber == "desk"
                )
                assert by_another or (acknowledged and acknowledged.at <= item.told_at)
                continue
            due = self.first_tick_from(item.told_at + AFTER)
            for step in steps:
                assert step.at == due
                assert acknowledged is None or step.at <= acknowledged.at
                due = due if step.refusal else self.first_tick_from(due + AFTER)
            (end,) = ends
            assert [step.contact for step in steps] == list(end.contacts[: len(steps)])
            if end.next_at is None:
                assert end.ended
            else:
                assert acknowledged is None
                assert end.next_at > self.ticks[-1]

    def teardown(self) -> None:
        """Let days pass without trouble: in the end nothing is owed, and nothing is lost."""
        try:
            if self.ticks:
                self.come_to_rest()
        finally:
            self.runner.close()
            self.store.close()
            shutil.rmtree(self.folder)
            structlog.reset_defaults()

    def come_to_rest(self) -> None:
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
        self.everything_holds()
        seen = self.look()
        assert {item.state for item in seen.owed} <= {"sent", "dead"}
        assert {item.state for item in seen.routings} <= {"told", "not_told"}
        arrived = {item.delivery.message_id for item in self.taken()}
        for item in seen.owed:
            assert item.state == "dead" or item.delivery.message_id in arrived


def _recipient(delivery: Delivery) -> tuple[str, str, str]:
    return (delivery.subscriber, delivery.channel, delivery.target)


def _alerts_in(content: Content) -> list[int]:
    if isinstance(content, Digest):
        return [message.alert_id for group in content.groups for message in group.messages]
    return [content.alert_id] if isinstance(content, Message) else []


def _shows_quiet(subscriber: str, severity: int, at: datetime) -> bool:
    """Return whether a clock on the wall in Kyiv shows quiet hours, all of them over midnight."""
    clock = at.astimezone(ZoneInfo(KYIV)).time()
    return any(
        severity < one.except_severity and not one.end <= clock < one.start
        for one in SUBSCRIBERS[subscriber].timing.quiet_hours
    )


def _cools(seen: Seen, item: StoredRouting, other: StoredRouting, wish: Cooldown) -> bool:
    """Return whether one alert may have had to wait because of another."""
    mine, told = seen.alerts[item.alert_id], seen.alerts[other.alert_id]
    if other.told_at is None or other.told_at > item.decided_at or told.severity < mine.severity:
        return False
    return (told.story_id == mine.story_id and other.told_at + wish.story > item.decided_at) or (
        told.watch == mine.watch and other.told_at + wish.watch > item.decided_at
    )


THOROUGH = os.environ.get("MONITOR_LAWS") == "thorough"
TestAlerting = DutyMachine.TestCase
TestAlerting.settings = settings(
    max_examples=500 if THOROUGH else 10,
    stateful_step_count=60 if THOROUGH else 40,
    deadline=None,
    # To shrink a world of this size takes minutes.
    phases=tuple(Phase) if THOROUGH else (Phase.explicit, Phase.reuse, Phase.generate),
    suppress_health_check=list(HealthCheck),
)

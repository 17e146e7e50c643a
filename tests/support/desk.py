"""A store, an assessor at work on it, and stories that tests arrange by name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from sqlalchemy import Connection, delete

from monitor.domain import (
    Address,
    Entry,
    Feed,
    Label,
    Match,
    Message,
    Outlet,
    Score,
    ScoredEntry,
    Subscriber,
    TermHit,
)
from monitor.pipeline.assess import Assessor
from monitor.pipeline.audience import Audience
from monitor.pipeline.batch import MOST, BatchSize
from monitor.pipeline.place import Considered, Placed, StoryKeeper
from monitor.store import alerts, deliveries, entries, feeds, stories
from monitor.store.engine import Store
from monitor.store.tables import metadata
from tests.support.examples import NOW, a_score, an_entry

HOME = Feed("home", "https://home.example/rss", Outlet("Home", "US", "agency", False), "en")
AWAY = Feed("away", "https://away.example/rss", Outlet("Away", "RU", "agency", True), "en")
THIRD = Feed("third", "https://third.example/rss", Outlet("Third", "GB", "newspaper", False), "en")
FEEDS = (HOME, AWAY, THIRD)
DESK = Subscriber("desk", (Address("email", "email:1"),))
AUDIENCE = Audience((DESK,), "monitor.example")
NOWHERE = Placed({}, frozenset())


@dataclass(slots=True)
class Plan:
    """What a test wants of an entry: its story, label and watches, by the entry's title."""

    story: dict[str, str] = field(default_factory=dict)
    score: dict[str, Score] = field(default_factory=dict)
    watches: dict[str, tuple[str, ...]] = field(default_factory=dict)
    merges: list[tuple[str, str]] = field(default_factory=list)


class PlannedKeeper(StoryKeeper):
    """Place entries as planned, so that tests do not hang on what the clusterer finds alike."""

    def __init__(self, plan: Plan) -> None:
        super().__init__(timedelta(hours=72))
        self.plan = plan
        self.numbers: dict[str, int] = {}

    def consider(
        self, connection: Connection, scored: Sequence[ScoredEntry], now: datetime
    ) -> Considered:
        """Leave everything to ``store``."""
        return Considered(
            {entry.entry_id: entry for entry in scored}, (), (), (), frozenset(), NOWHERE
        )

    def store(self, connection: Connection, considered: Considered, now: datetime) -> Placed:
        """Store each entry in the story of its plan, and make the merges that are planned."""
        placed = {}
        for entry in considered.entries.values():
            name = self.plan.story[entry.entry.title]
            number = self.numbers.setdefault(name, stories.next_story_id(connection))
            if not stories.exists(connection, number):
                stories.open_story(connection, number, entry.entry, entry.time)
            stories.place_entry(connection, entry.entry_id, number, "planned", entry.time, now)
            placed[entry.entry_id] = number
        merged = set()
        for kept, absorbed in self.plan.merges:
            survivor, gone = self.numbers[kept], self.numbers[absorbed]
            if survivor != gone:
                stories.merge_stories(connection, survivor, gone, "planned")
                self.numbers = {
                    name: survivor if number == gone else number
                    for name, number in self.numbers.items()
                }
                placed = {
                    key: survivor if story == gone else story for key, story in placed.items()
                }
                merged.add(survivor)
        self.plan.merges.clear()
        known = set(self.numbers.values())
        changed = frozenset((merged | set(placed.values())) & known)
        return Placed(placed, changed, frozenset(merged & known))


class PlannedJudges:
    """Score and match as planned; a score below 0.5 is what every watch refuses."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan

    def score(self, found: Sequence[Entry]) -> list[Score]:
        """Return the planned scores."""
        return [self.plan.score[entry.title] for entry in found]

    def match(self, entry: Entry) -> tuple[Match, ...]:
        """Return the planned watches, each with one hit of its own."""
        watches = self.plan.watches[entry.title]
        return tuple(
            Match(watch, (TermHit(watch, watch, n, n + 1),)) for n, watch in enumerate(watches)
        )

    def explain(self, entry: Entry) -> tuple[str, ...]:
        """Return no words."""
        return ()

    def knows(self, watch: str) -> bool:
        """Know every watch but one that was removed."""
        return watch != "removed"

    def refusal(self, watch: str, scored: ScoredEntry) -> str | None:
        """Refuse a score below 0.5, as a watch with that limit would."""
        return None if scored.score.score >= 0.5 else f"score {scored.score.score:.2f} is below 0.5"


class PlannedDesk:
    """Report entries, assess them, and look at what was told."""

    def __init__(self, store: Store, audience: Audience = AUDIENCE) -> None:
        self.store = store
        self.audience = audience
        self.plan = Plan()
        self.now = NOW
        self.keeper = PlannedKeeper(self.plan)
        self.restart()
        with store.write() as connection:
            feeds.sync_feeds(connection, [(feed, feed.name, True) for feed in FEEDS], NOW)
            self.ids = {item.feed.name: item.id for item in feeds.list_feeds(connection)}

    def restart(self) -> None:
        """Start the assessor again, with nothing in memory but the plan."""
        self.assessor = Assessor(self.store, lambda: self.now, self.keeper, size=BatchSize(MOST))

    def report(
        self,
        title: str,
        feed: Feed = HOME,
        story: str = "a",
        label: Label = Label.VERBAL,
        score: float = 0.9,
        watches: tuple[str, ...] = ("talks",),
        held_back: str | None = None,
    ) -> int:
        """Store a new entry, a minute later than the one before; return its id."""
        self.now += timedelta(minutes=1)
        self.plan_for(title, story, label, score, watches)
        entry = replace(an_entry(title, identity=title, published=self.now), summary="")
        with self.store.write() as connection:
            return entries.add_entry(
                connection,
                self.ids[feed.name],
                entry,
                entries.Keys("", "", ""),
                self.now,
                held_back,
            )

    def edit(
        self, entry_id: int, title: str, story: str = "a", label: Label = Label.VERBAL
    ) -> None:
        """Store another headline of an entry."""
        self.now += timedelta(minutes=1)
        self.plan_for(title, "a", label, 0.9, ("talks",))
        entry = replace(an_entry(title), summary="")
        with self.store.write() as connection:
            entries.edit_entry(connection, entry_id, entry, entries.Keys("", "", ""), self.now)

    def plan_for(
        self, title: str, story: str, label: Label, score: float, watches: tuple[str, ...]
    ) -> None:
        """Say what is made of a headline."""
        self.plan.story[title] = story
        self.plan.score[title] = a_score(label, score)
        self.plan.watches[title] = watches

    async def assess(self) -> list[Message]:
        """Assess what waits; return what was raised."""
        await self.assessor.assess(PlannedJudges(self.plan), self.audience)
        return self.assessor.raised

    def alerts(self) -> list[alerts.StoredAlert]:
        """Return every alert, oldest first."""
        with self.store.read() as connection:
            return alerts.list_alerts(connection, 1000)[::-1]

    def told(self, subscriber: str = "desk") -> list[Message]:
        """Return the messages owed to a subscriber, oldest first."""
        with self.store.read() as connection:
            owed = deliveries.list_deliveries(connection, 1000)[::-1]
        return [
            item.delivery.message
            for item in owed
            if item.delivery.subscriber == subscriber and isinstance(item.delivery.message, Message)
        ]


def clear(store: Store) -> None:
    """Empty every table, for the next example of a property."""
    with store.write() as connection:
        for table in reversed(metadata.sorted_tables):
            connection.execute(delete(table))

"""What is stored becomes scores, stories, alerts and owed messages, in one transaction."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import Connection
from sqlalchemy.exc import OperationalError

from monitor.domain import (
    Address,
    Entry,
    Feed,
    Label,
    Match,
    Outlet,
    Score,
    ScoredEntry,
    Subscriber,
    TermHit,
)
from monitor.pipeline.assess import Assessor, explain, judge
from monitor.pipeline.audience import Audience
from monitor.pipeline.batch import MOST, BatchSize
from monitor.pipeline.place import Considered, StoryKeeper
from monitor.store import (
    alerts,
    assessments,
    deliveries,
    entries,
    feeds,
    stories,
    unassessable,
)
from monitor.store.engine import Store
from tests.support.examples import NOW, a_score, an_entry

DESK = Subscriber("desk", (Address("email", "email:1"), Address("slack", "slack:1")))
AUDIENCE = Audience((DESK,), "monitor.example")
HOME = Feed("home", "https://home.example/rss", Outlet("Home", "GB", "agency", False), "en")
AWAY = Feed("away", "https://away.example/rss", Outlet("Away", "RU", "agency", True), "en")


class PlainJudges:
    """Score by a number in the summary, match by the word "leaders"."""

    def __init__(self) -> None:
        self.explained: list[str] = []

    def score(self, found: Sequence[Entry]) -> list[Score]:
        return [a_score(Label.VERBAL, float(entry.summary)) for entry in found]

    def match(self, entry: Entry) -> tuple[Match, ...]:
        at = entry.title.find("leaders")
        hit = TermHit("leaders", "leaders", at, at + 7)
        return (Match("talks", (hit,)),) if at >= 0 else ()

    def explain(self, entry: Entry) -> tuple[str, ...]:
        self.explained.append(entry.title)
        return ("leaders", "call", "leaders")

    def knows(self, watch: str) -> bool:
        return watch == "talks"

    def refusal(self, watch: str, scored: ScoredEntry) -> str | None:
        return None if scored.score.score >= 0.5 else f"score {scored.score.score:.2f} is below 0.5"


class Desk:
    """A store with two feeds, and an assessor at work on it."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.now = NOW
        keeper = StoryKeeper(timedelta(hours=72))
        self.assessor = Assessor(store, lambda: self.now, keeper, size=BatchSize(MOST))
        with store.write() as connection:
            configured = [(feed, feed.name, True) for feed in (HOME, AWAY)]
            feeds.sync_feeds(connection, configured, NOW)
            self.ids = {item.feed.name: item.id for item in feeds.list_feeds(connection)}

    def add(
        self, title: str, score: float = 0.9, feed: Feed = HOME, held_back: str | None = None
    ) -> int:
        entry = replace(an_entry(title, identity=title, published=NOW), summary=str(score))
        keys = entries.Keys("", "", "")
        with self.store.write() as connection:
            return entries.add_entry(connection, self.ids[feed.name], entry, keys, NOW, held_back)

    async def assess(self, judges: PlainJudges | None = None) -> int:
        return await self.assessor.assess(judges or PlainJudges(), AUDIENCE)

    def told(self) -> list[str]:
        """Return the headlines that were alerted, oldest first."""
        with self.store.read() as connection:
            return [
                item.delivery.message.headline
                for item in reversed(deliveries.list_deliveries(connection, 100))
                if item.delivery.channel == "email"
            ]


@pytest.fixture
def desk(store: Store) -> Desk:
    return Desk(store)


async def test_a_match_is_scored_placed_alerted_and_owed(desk: Desk) -> None:
    entry_id = desk.add("Two leaders hold a call on the border")
    assert await desk.assess() == 1
    assert await desk.assess() == 0
    with desk.store.read() as connection:
        (alert,) = alerts.list_alerts(connection, 10)
        owed = deliveries.open_deliveries(connection)
        story = stories.story_of(connection, entry_id)
        assert assessments.load_matches(connection, entry_id)[0].watch == "talks"
    assert alert.alert.story_id == story
    assert {item.delivery.channel for item in owed} == {"email", "slack"}
    assert len({item.delivery.message_id for item in owed}) == 2


async def test_the_same_story_from_another_outlet_is_silent_and_says_why(desk: Desk) -> None:
    desk.add("Two leaders hold a call on the border")
    await desk.assess()
    repeated = desk.add("Two leaders hold a call on the border", feed=AWAY)
    await desk.assess()
    assert desk.told() == ["Two leaders hold a call on the border"]
    with desk.store.read() as connection:
        (reason,) = assessments.load_suppressions(connection, repeated)
    assert "adds nothing new" in reason.reason


@pytest.mark.parametrize(
    ("score", "held_back", "reason"),
    [(0.2, None, "score 0.20 is below 0.5"), (0.9, "published 3 days before", "published 3 days")],
)
async def test_what_does_not_alert_has_its_reason_stored(
    desk: Desk, score: float, held_back: str | None, reason: str
) -> None:
    entry_id = desk.add("Two leaders speak", score, held_back=held_back)
    await desk.assess()
    assert desk.told() == []
    with desk.store.read() as connection:
        (stored,) = assessments.load_suppressions(connection, entry_id)
    assert reason in stored.reason


async def test_an_alert_names_the_words_that_raised_its_score(desk: Desk) -> None:
    desk.add("Two leaders hold a call on the border")
    await desk.assess()
    with desk.store.read() as connection:
        owed = deliveries.open_deliveries(connection)
    assert {item.delivery.message.words for item in owed} == {("leaders", "call")}


def test_only_what_may_alert_is_explained(desk: Desk) -> None:
    wanted = desk.add("Two leaders hold a call on the border")
    desk.add("Two leaders yawn", 0.2)
    desk.add("Two leaders spoke last week", held_back="published 3 days before")
    desk.add("Nobody speaks")
    judges = PlainJudges()
    with desk.store.read() as connection:
        waiting = entries.pending_entries(connection, 10, NOW)
    words = explain(waiting, judge(waiting, judges), judges)
    assert words == {wanted: ("leaders", "call", "leaders")}
    assert judges.explained == ["Two leaders hold a call on the border"]


class Faulty(PlainJudges):
    """Fail on some titles, where the verdict is written down."""

    def __init__(self, title: str, error: Exception | None = None) -> None:
        super().__init__()
        self.title = title
        self.error = error or RuntimeError("told to fail")

    def refusal(self, watch: str, scored: ScoredEntry) -> str | None:
        if self.title in scored.entry.title:
            raise self.error
        return super().refusal(watch, scored)


async def test_an_entry_that_cannot_be_assessed_is_put_off_and_spares_the_others(
    desk: Desk,
) -> None:
    for number in range(5):
        desk.add(f"Item {number}: leaders of a country of its own, number {number * 7919}")
    spoilt = desk.add("Two leaders hold a call on the border")
    judges = Faulty("on the border")
    while await desk.assess(judges):
        continue
    assert len(desk.told()) >= 1
    with desk.store.read() as connection:
        (failing,) = unassessable.list_failing(connection)
        assert entries.count_pending(connection) == 1
        assert stories.story_of(connection, spoilt) is None
    assert (failing.entry_id, failing.error) == (spoilt, "RuntimeError: told to fail")
    desk.now += timedelta(minutes=2)
    assert await desk.assess() == 1
    assert "Two leaders hold a call on the border" in desk.told()
    with desk.store.read() as connection:
        assert unassessable.list_failing(connection) == []
        assert entries.count_pending(connection) == 0


class Curious(StoryKeeper):
    """See whether others can write while it decides where entries belong."""

    others: Store
    wrote = False

    def consider(
        self, connection: Connection, scored: Sequence[ScoredEntry], now: datetime
    ) -> Considered:
        found = super().consider(connection, scored, now)
        writer = threading.Thread(target=self._write, daemon=True)
        writer.start()
        writer.join(5)
        return found

    def _write(self) -> None:
        with self.others.write() as connection:
            deliveries.release_leases(connection)
        self.wrote = True


async def test_others_write_while_stories_are_told_apart(desk: Desk) -> None:
    keeper = desk.assessor.keeper = Curious(timedelta(hours=72))
    keeper.others = desk.store
    desk.add("Two leaders hold a call on the border")
    await desk.assess()
    assert keeper.wrote
    assert len(desk.told()) == 1


async def test_a_database_that_fails_is_not_held_against_entries(desk: Desk) -> None:
    desk.add("Two leaders hold a call on the border")
    away = OperationalError("INSERT", {}, Exception("database or disk is full"))
    with pytest.raises(OperationalError):
        await desk.assess(Faulty("leaders", away))
    with desk.store.read() as connection:
        assert unassessable.list_failing(connection) == []
        assert stories.count_stories(connection) == 0
    assert await desk.assess() == 1
    assert len(desk.told()) == 1


async def test_stories_go_on_after_a_restart(desk: Desk) -> None:
    first = desk.add("Two leaders hold a call on the border")
    await desk.assess()
    desk.assessor.keeper.forget()
    second = desk.add("Two leaders hold a call on the border", feed=AWAY)
    other = desk.add("Garden show opens with a record number of roses")
    await desk.assess()
    with desk.store.read() as connection:
        placed = [stories.story_of(connection, key) for key in (first, second, other)]
    assert placed[0] == placed[1] != placed[2]


async def test_an_edited_headline_is_assessed_again_and_told_once(desk: Desk) -> None:
    entry_id = desk.add("Two leaders hold a call on the border", 0.2)
    await desk.assess()
    entry = replace(an_entry("Two leaders hold a call on the border crisis"), summary="0.9")
    with desk.store.write() as connection:
        entries.edit_entry(connection, entry_id, entry, entries.Keys("", "", ""), NOW)
    await desk.assess()
    await desk.assess()
    assert desk.told() == ["Two leaders hold a call on the border crisis"]

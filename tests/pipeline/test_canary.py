"""Canaries go the whole way to the operator alone, leave nothing, and are missed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import time, timedelta

import pytest
from sqlalchemy import func, select

from monitor.alerts import canary
from monitor.domain import Address, Entry, Label, Match, Notice, Score, ScoredEntry, Subscriber
from monitor.pipeline.assess import Assessor
from monitor.pipeline.audience import Audience
from monitor.pipeline.canary import CanaryKeeper
from monitor.pipeline.hush import hushed_until
from monitor.pipeline.place import StoryKeeper
from monitor.store import alerts, deliveries, entries, feeds, index, mutes, stories, troubles
from monitor.store.disabled import disable_target
from monitor.store.engine import Store
from monitor.store.tables import metadata
from monitor.timing import Mute, QuietHours, Timing
from tests.support.examples import NOW, a_score

OPERATOR = Subscriber("ops", (Address("email", "email:1"), Address("slack", "slack:1")),
                      watches=("other",), minimum_severity=4)  # fmt: skip
DESK = Subscriber("desk", (Address("email", "email:2"),))
AUDIENCE = Audience((DESK, OPERATOR), "monitor.example", OPERATOR)
EVERY = timedelta(hours=6)
MINUTE = timedelta(minutes=1)
LEFT = {"deliveries", "attempts", "canaries", "troubles", "alembic_version"}


class Judges:
    """Match every entry by a watch of score alone, and by the canaries' watch its keyword."""

    def __init__(self, probability: float = 0.9) -> None:
        self.probability = probability

    def score(self, found: Sequence[Entry]) -> list[Score]:
        return [a_score(Label.VERBAL, self.probability) for _ in found]

    def match(self, entry: Entry) -> tuple[Match, ...]:
        own = (Match(canary.NAME, ()),) if canary.KEYWORD in entry.title else ()
        return (Match("everything", ()), *own)

    def explain(self, entry: Entry) -> tuple[str, ...]:
        return ()

    def knows(self, watch: str) -> bool:
        return True

    def refusal(self, watch: str, scored: ScoredEntry) -> str | None:
        score = scored.score.score
        return None if score >= canary.MINIMUM_SCORE else f"score {score:.2f} is below 0.30"


class Mine:
    """A store, an assessor and a keeper of canaries."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.now = NOW
        self.keeper = CanaryKeeper(store, NOW)
        self.assessor = Assessor(store, lambda: self.now, StoryKeeper(timedelta(hours=72)))

    def tend(self, interval: timedelta | None = EVERY) -> None:
        self.keeper.tend(self.now, interval, OPERATOR, "monitor.example")

    async def assess(self, judges: Judges | None = None) -> None:
        while await self.assessor.assess(judges or Judges(), AUDIENCE):
            continue

    def owed(self) -> list[deliveries.StoredDelivery]:
        with self.store.read() as connection:
            return deliveries.open_deliveries(connection)

    def send(self) -> None:
        for item in self.owed():
            with self.store.write() as connection:
                deliveries.record_sent(connection, item.delivery.delivery_id, self.now)

    def notices(self) -> list[str]:
        return [
            f"{'Over: ' if content.over else ''}{content.title}: {content.body}"
            for item in self.owed()
            if isinstance(content := item.delivery.message, Notice)
            and item.delivery.channel == "slack"
        ]

    def rows(self) -> dict[str, int]:
        """Return how many rows each table has, but for those that a canary may leave."""
        with self.store.read() as connection:
            return {
                table.name: count
                for table in metadata.sorted_tables
                if table.name not in LEFT
                and (count := connection.scalar(select(func.count()).select_from(table)))
            }


@pytest.fixture
def mine(store: Store) -> Mine:
    return Mine(store)


async def test_a_canary_is_told_to_the_operator_alone_whatever_it_wants(mine: Mine) -> None:
    mine.tend()
    await mine.assess()
    assert {item.delivery.subscriber for item in mine.owed()} == {"ops"}
    assert {item.delivery.channel for item in mine.owed()} == {"email", "slack"}
    assert all("TEST" in item.delivery.message.headline for item in mine.owed())
    mine.send()
    mine.tend()
    assert mine.rows() == {}
    with mine.store.read() as connection:
        sent = deliveries.list_deliveries(connection, 10)
    assert [(item.state, item.delivery.alert_id, item.story_id) for item in sent] == [
        ("sent", None, None)
    ] * 2
    assert mine.notices() == []


async def test_the_next_one_flies_after_the_interval(mine: Mine) -> None:
    for hours in (0, 1, 6, 7, 12):
        mine.now = NOW + timedelta(hours=hours)
        mine.tend()
        await mine.assess()
        mine.send()
        mine.tend()
    with mine.store.read() as connection:
        assert len(deliveries.list_deliveries(connection, 100)) == 3 * 2


async def test_nobody_else_sees_one_in_the_air(mine: Mine) -> None:
    mine.tend()
    await mine.assess()
    mine.assessor.keeper.forget()
    with mine.store.write() as connection:
        assert stories.list_stories(connection, 10) == []
        assert stories.count_stories(connection) == 0
        assert stories.reports_since(connection, NOW - EVERY) == []
        assert stories.next_story_id(connection) == 1
        assert [item.enabled for item in feeds.list_feeds(connection)] == [False]
        (alert,) = alerts.list_alerts(connection, 10)
        assert index.marked_hours(connection) == []
        hour = NOW.replace(minute=0)
        assert index.told_in(connection, hour) == []
        assert index.published_in(connection, hour) == {}
    assert alert.alert.watch == canary.NAME


async def test_the_operators_quiet_hours_and_mutes_hold_no_canary_up(mine: Mine) -> None:
    always = Timing(quiet_hours=(QuietHours(time(0), time(0), except_severity=5),))
    with mine.store.write() as connection:
        mutes.save_mute(connection, Mute(None, "other", "", None, "ann", NOW))
    mine.tend()
    await mine.assess()
    for item in mine.owed():
        assert hushed_until(item, {"ops": always}, NOW) is None
    assert len(mine.owed()) == 2


async def test_an_address_that_is_off_makes_no_canary_lost(mine: Mine) -> None:
    mine.tend()
    await mine.assess()
    by_mail, by_slack = mine.owed()
    with mine.store.write() as connection:
        recipient = ("ops", "slack", "slack:1")
        deliveries.record_dead(connection, by_slack.delivery.delivery_id, NOW, "no_service")
        disable_target(connection, recipient, "no_service", NOW, "")
    mine.tend()
    assert "entries" in mine.rows()
    with mine.store.write() as connection:
        deliveries.record_sent(connection, by_mail.delivery.delivery_id, NOW)
    mine.tend()
    assert "entries" not in mine.rows()
    assert mine.owed() == []


async def test_a_canary_is_lost_where_every_address_is_off(mine: Mine) -> None:
    mine.tend()
    await mine.assess()
    with mine.store.write() as connection:
        for item in mine.owed():
            told = item.delivery
            recipient = (told.subscriber, told.channel, told.target)
            deliveries.record_dead(connection, told.delivery_id, NOW, "gone")
            disable_target(connection, recipient, "gone", NOW, "")
    mine.tend()
    with mine.store.read() as connection:
        (trouble,) = troubles.load_troubles(connection)
    assert "slack (dead): gone" in trouble.body


@pytest.mark.parametrize("lost_at", ["assessing", "scoring", "sending"])
async def test_one_that_does_not_arrive_is_missed_once_and_says_where(
    mine: Mine, lost_at: str
) -> None:
    says = {
        "assessing": "still waits to be assessed",
        "scoring": "score 0.10 is below 0.30",
        "sending": "not sent by slack (pending): connection refused",
    }
    mine.tend()
    if lost_at != "assessing":
        await mine.assess(Judges(0.1 if lost_at == "scoring" else 0.9))
    for item in mine.owed():
        with mine.store.write() as connection:
            number = item.delivery.delivery_id
            if item.delivery.channel == "email":
                deliveries.record_sent(connection, number, mine.now)
            else:
                deliveries.record_retry(
                    connection, number, mine.now, "connection refused", mine.now, counts=False
                )
    mine.now += 14 * MINUTE
    mine.tend()
    assert mine.notices() == []
    mine.now += 2 * MINUTE
    for _ in range(3):
        mine.tend()
    (notice,) = mine.notices()
    assert notice.startswith("The canary did not arrive")
    assert says[lost_at] in notice
    assert mine.rows() == {}
    # The next flies soon, and when it arrives the trouble is over.
    mine.send()
    mine.now += 30 * MINUTE
    mine.tend()
    await mine.assess()
    mine.send()
    mine.tend()
    assert mine.notices() == ["Over: The canary did not arrive: This is over."]


async def test_one_that_a_night_without_daemon_kept_is_not_missed(mine: Mine) -> None:
    mine.tend()
    mine.now += timedelta(hours=9)
    mine.keeper = CanaryKeeper(mine.store, mine.now)
    mine.tend()
    await mine.assess()
    mine.send()
    mine.tend()
    assert mine.notices() == []
    assert mine.rows() == {}


async def test_canaries_that_are_no_longer_wanted_leave_nothing(mine: Mine) -> None:
    mine.tend()
    await mine.assess()
    mine.tend(None)
    assert mine.rows() == {}
    assert mine.owed() == []
    mine.tend(None)
    with mine.store.read() as connection:
        assert troubles.list_troubles(connection) == []


async def test_a_real_entry_is_matched_as_ever_and_never_by_the_canaries_watch(
    mine: Mine, now: object
) -> None:
    wire = canary.FEED.__class__("wire", "https://wire.example/rss", canary.FEED.outlet, "en")
    with mine.store.write() as connection:
        feeds.sync_feeds(connection, [(wire, "wire.example", True)], NOW)
        (stored,) = feeds.list_feeds(connection)
        forged = canary.entry_at(NOW)
        entries.add_entry(connection, stored.id, forged, entries.Keys("", "", ""), NOW, None)
    await mine.assess()
    assert {item.delivery.subscriber for item in mine.owed()} == {"desk"}

"""The index is measured by the hour; a rise is told once, a silence once and once when over."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from sqlalchemy import insert

from monitor.app.indexing import find_subject, index_of, list_index
from monitor.domain import Address, Label, Message, Notice, Subscriber
from monitor.errors import MonitorError
from monitor.pipeline.measure import Measurer
from monitor.store import deliveries, feeds, index
from monitor.store.engine import Store
from monitor.store.feeds import PollOutcome
from monitor.store.tables import intensities, publications
from monitor.stories.index import floor
from tests.support.desk import AUDIENCE, AWAY, THIRD, PlannedDesk

STRIKE = "Russian troops shell Kharkiv in Ukraine"
OPERATOR = Subscriber("operator", (Address("email", "op"),))
HOUR = timedelta(hours=1)


class Measured(PlannedDesk):
    """A desk whose index is measured."""

    def __init__(self, store: Store) -> None:
        super().__init__(store)
        self.measurer = Measurer(store, lambda: self.now)

    def measure(self) -> list[Message]:
        self.measurer.measure(["talks"], AUDIENCE, OPERATOR)
        return self.measurer.raised

    def history(self, up: float, days: int, subject: str = "watch:talks") -> None:
        """Store hours with a steady intensity before the hour that runs."""
        hour = floor(self.now, "hour")
        rows = [
            {"subject": name, "hour": hour - n * HOUR, "up": up, "down": 0.0, "stories": 1}
            for n in range(1, 24 * days)
            for name in ("all", subject)
        ]
        with self.store.write() as connection:
            connection.execute(insert(intensities), rows)

    def up(self, subject: str) -> list[float]:
        with self.store.read() as connection:
            found = index.history_of(
                connection, subject, self.now - timedelta(days=2), self.now + HOUR
            )
        return [one.up for one in found]

    def notices(self) -> list[Notice]:
        with self.store.read() as connection:
            owed = [item.delivery.message for item in deliveries.open_deliveries(connection)]
        return [message for message in owed if isinstance(message, Notice)]


@pytest.fixture
def desk(sqlite_store: Store) -> Measured:
    return Measured(sqlite_store)


async def test_an_hour_sums_its_stories_once_each_by_pair_and_watch(store: Store) -> None:
    desk = Measured(store)
    desk.report(STRIKE, label=Label.FORCE)
    desk.report(f"{STRIKE}!", AWAY, label=Label.VERBAL, watches=())
    desk.report("Garden show opens", THIRD, story="b", label=Label.NONE, watches=())
    await desk.assess()
    desk.measure()
    assert desk.up("pair:RU-UA") == [6 * 0.6]
    assert desk.up("watch:talks") == desk.up("all") == [6 * 0.6]
    desk.report("Armoured columns of Russia enter Ukraine, says our man", THIRD, label=Label.FORCE)
    await desk.assess()
    desk.measure()
    desk.measure()
    assert desk.up("pair:RU-UA") == [6 * 1.0]
    with store.read() as connection:
        assert index.marked_hours(connection) == []


async def test_a_late_entry_is_measured_in_its_hour_and_old_news_never(desk: Measured) -> None:
    desk.report(STRIKE, label=Label.FORCE)
    desk.report(f"{STRIKE} again", story="b", label=Label.FORCE, held_back="old")
    desk.now += HOUR
    await desk.assess()
    desk.measure()
    assert desk.up("all") == [3.0, 0.0]


async def test_an_unusual_rise_is_told_once_until_it_is_over(desk: Measured) -> None:
    desk.history(up=1.0, days=6)
    desk.report(STRIKE, label=Label.FORCE)
    await desk.assess()
    assert desk.measure() == []
    for story in "bcdef":
        desk.report(f"{STRIKE}, {story}", story=story, label=Label.FORCE)
    await desk.assess()
    (message,) = desk.measure()
    assert message.kind == "rise"
    assert message.reason.startswith(
        "unusual rise, and between Russia and Ukraine: intensity 18.0, usually 1.0 at this hour"
    )
    assert desk.measure() == []
    desk.now += HOUR
    assert desk.measure() == []
    with desk.store.read() as connection:
        assert set(index.open_rises(connection)) == {"watch:talks", "pair:RU-UA"}
    desk.now += HOUR
    desk.measure()
    with desk.store.read() as connection:
        assert index.open_rises(connection) == {}
    for story in "ghijkl":
        desk.report(f"{STRIKE}, {story}", story=story, label=Label.FORCE)
    await desk.assess()
    assert [message.kind for message in desk.measure()] == ["rise"]
    assert [m.kind for m in desk.told()].count("rise") == 2


async def test_a_rise_is_not_the_first_alert_of_the_story_that_it_quotes(desk: Measured) -> None:
    desk.history(up=0.1, days=6)
    for story in "abcdef":
        desk.report(f"{STRIKE}, {story}", story=story, label=Label.FORCE, score=0.4)
    await desk.assess()
    (rise,) = desk.measure()
    desk.report(f"{STRIKE}, again", story="a", label=Label.FORCE)
    desk.report(f"{STRIKE}, once more", story="f", label=Label.FORCE)
    raised = await desk.assess()
    assert [message.kind for message in raised] == ["raise", "raise"]
    assert rise.story_id in {message.story_id for message in raised}


async def test_a_pair_that_rises_is_told_to_the_watches_that_it_concerns(desk: Measured) -> None:
    desk.history(up=30.0, days=6)
    for story in "ab":
        desk.report(f"{STRIKE}, {story}", story=story, label=Label.FORCE)
        desk.report(
            f"Israel strikes Iran, {story}", story=f"i{story}", label=Label.FORCE, watches=()
        )
    await desk.assess()
    assert desk.measure() == []
    for story in "cd":
        desk.report(f"{STRIKE}, {story}", story=story, label=Label.FORCE)
        desk.report(
            f"Israel strikes Iran, {story}", story=f"i{story}", label=Label.FORCE, watches=()
        )
    await desk.assess()
    (message,) = desk.measure()
    assert message.kind == "rise"
    assert message.reason.startswith(
        "unusual rise between Russia and Ukraine: intensity 12.0, usually 0.0 at this hour"
    )
    assert desk.measure() == []
    with desk.store.read() as connection:
        assert set(index.open_rises(connection)) == {"pair:RU-UA", "pair:IL-IR"}


async def test_a_watch_and_its_pairs_rise_in_one_message(desk: Measured) -> None:
    desk.history(up=1.0, days=6)
    for story in "abcdef":
        desk.report(f"{STRIKE}, {story}", story=story, label=Label.FORCE)
    await desk.assess()
    (message,) = desk.measure()
    assert message.reason.startswith(
        "unusual rise, and between Russia and Ukraine: intensity 18.0, usually 1.0"
    )


async def test_while_a_watch_rises_its_pairs_are_not_told(desk: Measured) -> None:
    desk.history(up=1.0, days=6)
    for story in "abcdef":
        desk.report(f"{STRIKE}, {story}", story=story, label=Label.FORCE)
    await desk.assess()
    assert len(desk.measure()) == 1
    for story in "xyz":
        desk.report(f"Israel strikes Iran, {story}", story=story, label=Label.FORCE)
    await desk.assess()
    assert desk.measure() == []
    with desk.store.read() as connection:
        assert "pair:IL-IR" in index.open_rises(connection)


def test_without_history_nothing_is_unusual(desk: Measured) -> None:
    desk.history(up=0.0, days=2)
    with desk.store.write() as connection:
        index.mark_hours(connection, [floor(desk.now, "hour")])
    assert desk.measure() == []


def heard(desk: Measured, failures: int = 0) -> None:
    with desk.store.write() as connection:
        for stored in feeds.list_feeds(connection):
            outcome = PollOutcome(
                desk.now, desk.now, "gone" if failures else None, failures, *[None] * 5
            )
            feeds.record_poll(connection, stored.id, outcome)


def published_hourly(desk: Measured, outlet: str, until: datetime) -> None:
    hours = [floor(until, "hour") - n * HOUR for n in range(24 * 21)]
    rows = [{"outlet": outlet, "hour": h, "entries": 4, "last_at": h + HOUR / 2} for h in hours]
    with desk.store.write() as connection:
        connection.execute(insert(publications), rows)


def test_an_outlet_gone_silent_is_noticed_once_and_once_when_over(desk: Measured) -> None:
    published_hourly(desk, "Home", desk.now - 8 * HOUR)
    published_hourly(desk, "Away", desk.now - HOUR)
    heard(desk)
    desk.measure()
    desk.now += timedelta(minutes=11)
    desk.measure()
    (notice,) = desk.notices()
    assert (notice.key, notice.over) == ("silent:Home", False)
    assert "usually publishes" in notice.body
    desk.report("Home is back")
    with desk.store.write() as connection:
        index.mark_hours(connection, [floor(desk.now, "hour")])
    desk.now += timedelta(minutes=11)
    heard(desk)
    desk.measure()
    assert [(n.key, n.over) for n in desk.notices()] == [
        ("silent:Home", False),
        ("silent:Home", True),
    ]


def test_an_outlet_whose_feed_is_broken_is_not_called_silent(desk: Measured) -> None:
    published_hourly(desk, "Home", desk.now - 8 * HOUR)
    heard(desk, failures=3)
    desk.measure()
    assert desk.notices() == []


def test_a_watch_that_was_not_measured_yet_is_known_and_no_pair(desk: Measured) -> None:
    with desk.store.read() as connection:
        assert find_subject(connection, "russia-ukraine") == "pair:RU-UA"
        assert find_subject(connection, "russia-ukraine", ["russia-ukraine"]) == (
            "watch:russia-ukraine"
        )
        view = index_of(connection, "roses", desk.now, hours=3, days=2, watches=["roses"])
    assert (view.subject, view.hours) == ("watch:roses", ())


async def test_the_index_is_found_by_codes_names_and_watches(desk: Measured) -> None:
    desk.history(up=1.0, days=6)
    desk.report(STRIKE, label=Label.FORCE)
    await desk.assess()
    desk.measure()
    with desk.store.read() as connection:
        for text in ("RU-UA", "ua-ru", "Russia-Ukraine", "pair:RU-UA"):
            assert find_subject(connection, text) == "pair:RU-UA"
        assert find_subject(connection, "talks") == "watch:talks"
        with pytest.raises(MonitorError, match="monitor index list"):
            find_subject(connection, "roses")
        view = index_of(connection, "talks", desk.now, hours=3, days=2)
        lines = list_index(connection, desk.now, 10)
    assert [one.bucket.up for one in view.hours] == [1.0, 1.0, 3.0]
    assert view.hours[-1].baseline.typical == pytest.approx(1.0)
    assert len(view.days) == 2
    assert [line.subject for line in lines][-1] == "pair:RU-UA"

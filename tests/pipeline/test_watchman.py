"""The operator is told once of what begins, and once of what is over, from what is stored."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from monitor.domain import Address, Feed, Notice, Outlet, Subscriber
from monitor.pipeline.facts import Seen
from monitor.pipeline.watchman import Watchman, wrong_now
from monitor.store import deliveries, feeds
from monitor.store.disabled import disable_target
from monitor.store.engine import Store
from monitor.store.feeds import PollOutcome
from tests.support.examples import NOW, a_message

MAIL, CHAT = ("ops", "email", "email:1"), ("ops", "slack", "slack:1")
OPERATOR = Subscriber("ops", (Address("email", "email:1"), Address("slack", "slack:1")))
DESK = ("desk", "email", "email:2")
RECIPIENTS = (MAIL, CHAT, DESK)
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
PLENTY = 10**12


class House:
    """A store with many feeds, whose polls and times a test decides."""

    def __init__(self, store: Store, count: int = 12) -> None:
        self.store = store
        self.now = NOW
        outlet = Outlet("Wire", "GB", "agency")
        configured = [
            (Feed(f"wire-{n}", f"https://wire.example/{n}", outlet, "en"), "wire.example", True)
            for n in range(count)
        ]
        with store.write() as connection:
            feeds.sync_feeds(connection, configured, NOW)
            self.feeds = feeds.list_feeds(connection)

    def poll(self, *numbers: int, error: str | None = None, gone: bool = False) -> None:
        """Let feeds be polled now, and be due in a while."""
        with self.store.write() as connection:
            stored = feeds.list_feeds(connection)
            for item in stored:
                if int(item.feed.name.removeprefix("wire-")) in numbers:
                    outcome = PollOutcome(
                        self.now, self.now + 10 * MINUTE, error, item.failures + 1 if error else 0,
                        None, None, None, None, None, gone,
                    )  # fmt: skip
                    feeds.record_poll(connection, item.id, outcome)

    def look(self, free: int = PLENTY, drift: timedelta = timedelta()) -> list[str]:
        """Let a watchman, new each time as after a restart, do two rounds; return the titles."""
        before = len(self.notices())
        seen = Seen(self.now, free, "/var/lib", drift)
        for _ in range(2):
            Watchman(self.store).look(seen, RECIPIENTS, OPERATOR, "monitor.example")
        return [
            f"{'Over: ' if notice.over else ''}{notice.title}"
            for recipient, notice in self.notices()[before:]
            if recipient == CHAT
        ]

    def notices(self) -> list[tuple[tuple[str, str, str], Notice]]:
        with self.store.read() as connection:
            found = deliveries.list_deliveries(connection, 1000)[::-1]
        return [
            ((item.delivery.subscriber, item.delivery.channel, item.delivery.target), content)
            for item in found
            if isinstance(content := item.delivery.message, Notice)
        ]

    def owe(self, recipient: tuple[str, str, str], name: str) -> int:
        """Owe an alert and return the delivery's id."""
        with self.store.write() as connection:
            deliveries.enqueue(connection, None, None, recipient, a_message(), name, self.now)
            return deliveries.list_deliveries(connection, 1)[0].delivery.delivery_id

    def wrong(self, free: int = PLENTY) -> list[str]:
        with self.store.read() as connection:
            seen = Seen(self.now, free, "/var/lib")
            return [title for title, _ in wrong_now(connection, seen, RECIPIENTS)]


@pytest.fixture
def house(sqlite_store: Store) -> House:
    return House(sqlite_store)


def test_a_broken_feed_is_told_once_and_its_end_once(store: Store) -> None:
    house = House(store)
    house.poll(*range(12))
    house.poll(3, error="HTTP 500")
    house.now += DAY + MINUTE
    house.poll(*range(3), *range(4, 12))
    house.poll(3, error="HTTP 500")
    assert house.wrong() == ["Feed wire-3 has been broken for a day"]
    assert house.look() == ["Feed wire-3 has been broken for a day"]
    house.now += MINUTE
    assert house.look() == []
    house.poll(3)
    assert house.look() == ["Over: Feed wire-3 has been broken for a day"]
    assert house.wrong() == []


def test_many_feeds_that_break_at_once_are_one_notice(house: House) -> None:
    house.poll(*range(12))
    for number in range(8):
        house.now += MINUTE
        house.poll(number, error="no such host")
    house.now += DAY - 5 * MINUTE
    told = []
    for _ in range(12):
        house.poll(*range(8, 12))
        house.poll(*range(8), error="no such host")
        told += house.look()
        house.now += MINUTE
    assert told == ["8 feeds have been broken for a day"]
    house.poll(*range(7))
    assert house.look() == []
    house.poll(7)
    assert house.look() == ["Over: 8 feeds have been broken for a day"]


def test_an_outage_is_one_notice_and_feeds_are_tried_meanwhile_and_after(house: House) -> None:
    house.poll(*range(12))
    house.now += MINUTE
    house.poll(*range(12), error="network is unreachable")
    told = house.look()
    with house.store.write() as connection:
        # Pauses have doubled for hours.
        for item in house.feeds:
            feeds.postpone(connection, item.id, house.now + DAY)
    for _ in range(60):
        house.now += MINUTE
        told += house.look()
    assert told == ["No feed can be reached"]
    with house.store.read() as connection:
        due = feeds.due_feeds(connection, house.now)
    assert 3 <= len(due) <= 12
    house.poll(int(due[0].feed.name.removeprefix("wire-")))
    assert house.look() == ["Over: No feed can be reached"]
    with house.store.read() as connection:
        assert len(feeds.due_feeds(connection, house.now)) == 11


def test_an_outage_of_days_tells_of_no_single_feed_even_when_it_ends(house: House) -> None:
    house.poll(*range(12))
    told = []
    for _ in range(9):
        house.now += 6 * timedelta(hours=1)
        house.poll(*range(12), error="network is unreachable")
        told += house.look()
    house.poll(0)
    told += house.look()
    house.now += MINUTE
    told += house.look()
    house.poll(*range(12))
    told += house.look()
    assert told == ["No feed can be reached", "Over: No feed can be reached"]


def test_a_gone_feed_is_told_until_it_is_taken_out(house: House) -> None:
    house.poll(*range(12))
    house.poll(5, error="410 gone", gone=True)
    assert house.look() == ["Feed wire-5 is gone"]
    kept = [(item.feed, "wire.example", True) for item in house.feeds if "-5" not in item.feed.name]
    with house.store.write() as connection:
        feeds.sync_feeds(connection, kept, house.now)
    assert house.look() == ["Over: Feed wire-5 is gone"]


def test_dead_letters_are_told_and_are_over_when_dropped(house: House) -> None:
    lost = house.owe(DESK, "<1@x>")
    with house.store.write() as connection:
        deliveries.record_dead(connection, lost, house.now, "550 no such user")
    assert house.look() == ["Messages to desk by email were given up"]
    with house.store.write() as connection:
        deliveries.drop(connection, lost)
    assert house.look() == ["Over: Messages to desk by email were given up"]


def test_a_mail_server_that_is_away_is_told_elsewhere(house: House) -> None:
    late = house.owe(MAIL, "<1@x>")
    with house.store.write() as connection:
        deliveries.record_retry(
            connection, late, house.now, "cannot connect", house.now + 5 * MINUTE, counts=False
        )
    assert house.look() == []
    house.now += 31 * MINUTE
    assert house.look() == ["Messages do not reach ops by email"]
    assert [recipient for recipient, _ in house.notices()] == [CHAT]


def test_a_disabled_address_of_the_operator_carries_no_notice_and_makes_no_loop(
    house: House,
) -> None:
    with house.store.write() as connection:
        for recipient in (MAIL, CHAT):
            disable_target(connection, recipient, "404", house.now, "")
    for _ in range(5):
        house.now += DAY
        house.look(free=10)
    assert house.notices() == []
    assert "The disk is nearly full" in house.wrong(free=10)


def test_lost_notices_bring_forth_no_others(house: House) -> None:
    house.look(free=10)
    for _ in range(5):
        house.now += DAY
        with house.store.write() as connection:
            for item in deliveries.open_deliveries(connection):
                number = item.delivery.delivery_id
                deliveries.record_dead(connection, number, house.now, "550 no")
        house.look(free=10)
    assert len(house.notices()) == 2


def test_a_clock_set_back_makes_due_what_waits_for_a_time_gone_by(store: Store) -> None:
    house = House(store)
    house.poll(*range(12))
    house.poll(7, error="HTTP 500")
    waiting = house.owe(DESK, "<1@x>")
    with house.store.write() as connection:
        deliveries.record_retry(
            connection, waiting, house.now, "451", house.now + 5 * MINUTE, counts=True
        )
    house.now -= timedelta(hours=1)
    assert house.look(drift=-timedelta(hours=1)) == ["The clock of this machine jumped"]
    with house.store.read() as connection:
        assert len(feeds.due_feeds(connection, house.now)) == 12
        (owed,) = [
            item
            for item in deliveries.open_deliveries(connection)
            if item.delivery.delivery_id == waiting
        ]
    assert owed.next_attempt_at == owed.created_at == house.now
    with store.write() as connection:
        deliveries.record_sent(connection, waiting, house.now)
    house.now += timedelta(minutes=61)
    house.poll(*range(12))
    assert house.look() == ["Over: The clock of this machine jumped"]


def test_a_clock_found_behind_after_a_restart_is_told_too(house: House) -> None:
    house.poll(*range(12))
    house.now -= timedelta(hours=1)
    assert house.look() == ["The clock of this machine jumped"]


def test_winter_time_is_no_jump(monkeypatch: pytest.MonkeyPatch, house: House) -> None:
    monkeypatch.setenv("TZ", "Europe/Berlin")
    change = datetime.fromisoformat("2021-10-31T02:30:00+02:00")
    house.now = change
    house.poll(*range(12))
    for _ in range(20):
        house.now += 5 * MINUTE
        house.poll(*range(12))
        assert house.look() == []
    with house.store.read() as connection:
        stored = feeds.list_feeds(connection)[0]
    assert stored.last_polled_at == change + 100 * MINUTE


def test_without_an_operator_what_is_wrong_is_stored_all_the_same(house: House) -> None:
    Watchman(house.store).look(Seen(house.now, 10, "/"), RECIPIENTS, None, "monitor.example")
    assert house.notices() == []
    assert house.wrong(free=10) == ["The disk is nearly full"]

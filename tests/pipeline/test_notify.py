"""The operator is told of a trouble once, and once when it is over."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor, wait
from dataclasses import replace

from monitor.domain import Address, Notice, Subscriber
from monitor.pipeline.notify import relief, trouble
from monitor.store import deliveries, troubles
from monitor.store.engine import Store
from tests.support.examples import NOW

OPERATOR = Subscriber("ops", (Address("email", "email:1"), Address("slack", "slack:1")))
NOTICE = Notice("configuration", "A changed configuration was refused", "talks.yaml:2: why", NOW)


def test_a_trouble_and_its_end_are_told_once_each(store: Store) -> None:
    with store.write() as connection:
        assert trouble(connection, OPERATOR, NOTICE, "monitor.example")
        assert not trouble(connection, OPERATOR, NOTICE, "monitor.example")
        assert troubles.list_troubles(connection) == [(NOTICE.title, NOTICE.body)]
        assert relief(connection, OPERATOR, NOTICE.key, NOW, "monitor.example")
        assert not relief(connection, OPERATOR, NOTICE.key, NOW, "monitor.example")
        assert troubles.list_troubles(connection) == []
        owed = deliveries.open_deliveries(connection)
    assert [(item.delivery.channel, item.delivery.message) for item in owed][:2] == [
        ("email", NOTICE),
        ("slack", NOTICE),
    ]
    assert len(owed) == 4
    assert isinstance(owed[3].delivery.message, Notice)
    assert owed[3].delivery.message.over


def test_of_two_daemons_one_begins_a_trouble_and_one_ends_it(store: Store) -> None:
    def begin() -> bool:
        with store.write() as connection:
            return troubles.begin(connection, NOTICE.key, NOTICE.title, NOTICE.body, NOW)

    def end() -> str | None:
        with store.write() as connection:
            return troubles.end(connection, NOTICE.key)

    with ThreadPoolExecutor() as rival:
        with store.write() as connection:
            assert troubles.begin(connection, NOTICE.key, NOTICE.title, NOTICE.body, NOW)
            begun = rival.submit(begin)
            wait([begun], timeout=0.3)
        assert not begun.result()
        with store.write() as connection:
            assert troubles.end(connection, NOTICE.key) == NOTICE.title
            ended = rival.submit(end)
            wait([ended], timeout=0.3)
        assert ended.result() is None


def test_another_mistake_in_place_of_the_first_is_shown_and_not_told(sqlite_store: Store) -> None:
    other = replace(NOTICE, body="monitor.yaml:7: another mistake")
    with sqlite_store.write() as connection:
        trouble(connection, OPERATOR, NOTICE, "monitor.example")
        assert not trouble(connection, OPERATOR, other, "monitor.example")
        assert troubles.list_troubles(connection) == [(NOTICE.title, other.body)]
        assert len(deliveries.open_deliveries(connection)) == 2


def test_without_an_operator_a_trouble_is_noted_all_the_same(store: Store) -> None:
    with store.write() as connection:
        assert trouble(connection, None, NOTICE, "monitor.example")
        assert len(troubles.list_troubles(connection)) == 1
        assert deliveries.open_deliveries(connection) == []

"""A message says what its alert and its entry say, and is the same after a crash."""

from __future__ import annotations

from monitor.alerts.compose import compose, message_id
from monitor.domain import Address, Subscriber
from tests.support.examples import HIT, a_message, a_scored_entry, an_alert

DESK = Subscriber("desk", (Address("email", "desk@example.org"),))


def test_a_message_carries_what_explains_the_alert() -> None:
    scored = a_scored_entry()
    message = compose(an_alert(), 1, scored, scored.matches[0], ["Example Wire"])
    assert message == a_message()
    assert message.keywords == (HIT,)


def test_other_outlets_are_named_once_and_in_order() -> None:
    scored = a_scored_entry()
    outlets = ["B", "Example Wire", "A", "B"]
    message = compose(an_alert(), 1, scored, scored.matches[0], outlets)
    assert message.also_reported_by == ("B", "A")


def test_a_message_id_is_stable_and_differs_by_recipient() -> None:
    def make(target: str) -> str:
        return message_id(an_alert(), 1, DESK, Address("email", target), "monitor.example")

    assert make("a@example.org") == make("a@example.org")
    assert make("a@example.org") != make("b@example.org")
    assert make("a@example.org").endswith("@monitor.example>")

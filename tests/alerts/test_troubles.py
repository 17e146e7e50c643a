"""What is wrong is said by rules over facts alone."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from monitor.alerts.troubles import (
    BROKEN_AFTER,
    ENOUGH_FREE_BYTES,
    LEAST_FREE_BYTES,
    Facts,
    FeedFacts,
    MailboxFacts,
    examine,
    is_watched,
)
from tests.support.examples import NOW

HOUR = timedelta(hours=1)
DESK = ("desk", "email", "email:1")


def a_feed(name: str = "wire", failing_for: timedelta | None = None, **others: object) -> FeedFacts:
    well = FeedFacts(
        name=name,
        failing_since=NOW - failing_for if failing_for else None,
        last_success=NOW - (failing_for or timedelta(minutes=2)),
        next_poll=NOW + timedelta(hours=3),
        polled=True,
        error="HTTP 500" if failing_for else "",
        gone=False,
    )
    return replace(well, **others)  # type: ignore[arg-type]


def keys(facts: Facts) -> list[str]:
    return [trouble.key for trouble in examine(facts)]


def test_nothing_is_wrong_where_nothing_is() -> None:
    assert examine(Facts(NOW, feeds=[a_feed()], free_bytes=10**12, newest_stored=NOW)) == ()


def test_that_nothing_is_monitored_is_wrong_and_says_why() -> None:
    (trouble,) = examine(Facts(NOW, lacking=["There is no watch.", "There is no feed."]))
    assert (trouble.key, is_watched(trouble.key)) == ("idle", True)
    assert trouble.body.startswith("There is no watch. There is no feed. ")


def test_a_feed_is_broken_after_a_day_and_not_before() -> None:
    well = a_feed("well")
    for hours, certain in ((23, False), (25, True)):
        (trouble,) = examine(Facts(NOW, feeds=[well, a_feed(failing_for=hours * HOUR)]))
        assert (trouble.key, trouble.certain) == ("feed:wire", certain)
    assert examine(Facts(NOW, feeds=[well, a_feed(failing_for=5 * HOUR)])) == ()
    assert "HTTP 500" in trouble.body


def test_a_feed_about_to_be_polled_is_not_judged_unless_it_was_before() -> None:
    due = a_feed(failing_for=BROKEN_AFTER * 2, next_poll=NOW + timedelta(minutes=2))
    facts = Facts(NOW, feeds=[a_feed("well"), due])
    assert keys(facts) == []
    assert keys(replace(facts, troubled_since={"feed:wire": NOW})) == ["feed:wire"]


def test_a_feed_that_is_gone_is_told_at_once_and_is_not_broken_too() -> None:
    gone = a_feed(failing_for=BROKEN_AFTER * 2, gone=True)
    assert keys(Facts(NOW, feeds=[gone, a_feed("well")])) == ["gone:wire"]


def test_a_network_outage_is_one_trouble_however_long_it_lasts() -> None:
    for hours in (1, 48):
        feeds = [a_feed(f"wire-{n}", failing_for=hours * HOUR) for n in range(100)]
        (trouble,) = examine(Facts(NOW, feeds=feeds))
        assert trouble.key == "outage"
        assert "100 of 100" in trouble.body


@pytest.mark.parametrize(
    "feeds",
    [
        [a_feed(f"wire-{n}", failing_for=timedelta(minutes=10)) for n in range(10)],
        [a_feed(f"wire-{n}", failing_for=HOUR) for n in range(10)] + [a_feed("well")],
        [a_feed(failing_for=HOUR)],
        [a_feed(f"wire-{n}", failing_for=HOUR) for n in range(2)]
        + [a_feed(f"well-{n}") for n in range(8)],
    ],
    ids=["not for long", "one answers", "the only feed", "a few"],
)
def test_what_is_no_outage(feeds: list[FeedFacts]) -> None:
    assert examine(Facts(NOW, feeds=feeds)) == ()


def test_what_does_not_reach_an_address_is_told_elsewhere() -> None:
    box = MailboxFacts(
        DESK, dead=2, last_death=NOW, first_refusal=NOW - HOUR, disabled="404", error="550 no"
    )
    found = {trouble.kind: trouble for trouble in examine(Facts(NOW, mailboxes=[box]))}
    assert set(found) == {"dead", "late", "disabled"}
    assert {trouble.avoid for trouble in found.values()} == {DESK}
    assert "desk by email" in found["dead"].title
    assert "550 no" in found["dead"].body
    old = replace(box, last_death=NOW - timedelta(days=4), first_refusal=NOW, disabled=None)
    assert examine(Facts(NOW, mailboxes=[old])) == ()


def test_the_disk_is_full_at_one_mark_and_has_room_at_another() -> None:
    between = (LEAST_FREE_BYTES + ENOUGH_FREE_BYTES) // 2
    told = {"disk": NOW}
    assert keys(Facts(NOW, free_bytes=LEAST_FREE_BYTES - 1)) == ["disk"]
    assert keys(Facts(NOW, free_bytes=between)) == []
    assert keys(Facts(NOW, free_bytes=between, troubled_since=told)) == ["disk"]
    assert keys(Facts(NOW, free_bytes=ENOUGH_FREE_BYTES, troubled_since=told)) == []


@pytest.mark.parametrize(
    ("facts", "says"),
    [
        (Facts(NOW, drift=-HOUR), "back by 60 minutes"),
        (Facts(NOW, drift=3 * HOUR), "forward by 3.0 hours"),
        (Facts(NOW, newest_stored=NOW + timedelta(seconds=90)), "back by 90 seconds"),
    ],
)
def test_a_clock_that_jumped_is_a_trouble_for_an_hour(facts: Facts, says: str) -> None:
    (trouble,) = examine(facts)
    assert trouble.key == "clock"
    assert says in trouble.body
    steady = Facts(NOW, troubled_since={"clock": NOW - timedelta(minutes=59)})
    assert keys(steady) == ["clock"]
    assert keys(replace(steady, now=NOW + timedelta(minutes=2))) == []


def test_small_steps_of_the_clock_are_none() -> None:
    facts = Facts(NOW, drift=timedelta(seconds=30), newest_stored=NOW + timedelta(seconds=30))
    assert examine(facts) == ()


def test_entries_that_cannot_be_assessed_are_named() -> None:
    facts = Facts(NOW, unassessable=[(f"Headline {n}", "RuntimeError: no") for n in range(30)])
    (trouble,) = examine(facts)
    assert "30 entries" in trouble.body
    assert "Headline 0: RuntimeError: no" in trouble.body
    assert "Headline 29" not in trouble.body


def test_only_kinds_that_rules_know_are_ended_by_them() -> None:
    assert is_watched("feed:wire")
    assert is_watched("disk")
    assert not is_watched("configuration")
    assert not is_watched("canary")

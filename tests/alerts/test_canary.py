"""When canaries fly, and what they match."""

from __future__ import annotations

from datetime import timedelta

import pytest

from monitor.alerts import canary
from monitor.domain import Match
from tests.support.examples import NOW

EVERY = timedelta(hours=6)
HOUR = timedelta(hours=1)


def test_a_canary_matches_its_own_watch_alone_and_nothing_else_does() -> None:
    found = [Match("talks", ()), Match(canary.NAME, ())]
    assert canary.own_matches(canary.NAME, found) == (Match(canary.NAME, ()),)
    assert canary.own_matches("wire", found) == (Match("talks", ()),)


@pytest.mark.parametrize(
    ("age", "was_lost", "due"),
    [
        (5 * HOUR, False, False),
        (6 * HOUR, False, True),
        (timedelta(minutes=29), True, False),
        (timedelta(minutes=30), True, True),
        (-HOUR, False, True),
    ],
)
def test_the_next_is_due_by_the_interval_and_sooner_after_a_loss(
    age: timedelta, was_lost: bool, due: bool
) -> None:
    assert canary.is_due(NOW - age, was_lost, EVERY, NOW) is due


def test_the_time_in_which_no_daemon_was_up_does_not_count() -> None:
    launched = NOW - 10 * HOUR
    assert canary.is_overdue(launched, up_since=launched, now=NOW)
    assert not canary.is_overdue(launched, up_since=NOW - timedelta(minutes=14), now=NOW)

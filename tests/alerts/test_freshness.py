"""Old news does not alert, least of all at the first poll of a feed."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.alerts.freshness import hold_back, may_be_renamed
from tests.support.examples import NOW, an_entry

DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("age", "is_first_poll", "reason"),
    [
        (timedelta(hours=23), True, None),
        (timedelta(hours=25), True, "published 25 hours before the feed was first polled"),
        (timedelta(days=9), False, "published 9 days before it was first seen"),
        (timedelta(hours=-3), True, None),
    ],
)
def test_age_decides(age: timedelta, is_first_poll: bool, reason: str | None) -> None:
    entry = an_entry(published=NOW - age)
    assert hold_back(entry, NOW, is_first_poll=is_first_poll, window=DAY) == reason


def test_an_undated_entry_alerts_only_when_it_appears_later() -> None:
    assert hold_back(an_entry(), NOW, is_first_poll=False, window=DAY) is None
    reason = hold_back(an_entry(), NOW, is_first_poll=True, window=DAY)
    assert reason is not None
    assert "more than a day ahead of this machine's clock" in reason


@pytest.mark.parametrize(
    ("age", "title_returns", "renamed"),
    [
        (timedelta(minutes=5), False, False),
        (timedelta(minutes=5), True, True),
        (timedelta(minutes=15), False, True),
        (None, False, True),
    ],
)
def test_only_a_later_date_under_a_title_of_its_own_shows_that_no_entry_was_renamed(
    age: timedelta | None, title_returns: bool, renamed: bool
) -> None:
    entry = an_entry(published=None if age is None else NOW - age)
    last = NOW - timedelta(minutes=10)
    assert may_be_renamed(entry, last, title_returns=title_returns) is renamed


@given(st.timedeltas(min_value=-DAY, max_value=365 * DAY), st.booleans())
def test_a_longer_window_never_holds_more_back(age: timedelta, first: bool) -> None:
    entry = an_entry(published=NOW - age)
    short = hold_back(entry, NOW, is_first_poll=first, window=DAY)
    long = hold_back(entry, NOW, is_first_poll=first, window=7 * DAY)
    assert short is not None or long is None

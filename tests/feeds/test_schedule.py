"""When to poll again."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.feeds.schedule import (
    BACKOFF_MAXIMUM,
    MAXIMUM,
    MINIMUM,
    Wishes,
    adopts_redirect,
    after_failure,
    after_success,
    site_rests_until,
    stops,
)

NOW = datetime(2021, 12, 7, 12, tzinfo=UTC)
FIVE = timedelta(minutes=5)

SECONDS = (
    st.none() | st.floats(allow_nan=True, allow_infinity=True) | st.integers(-(10**12), 10**12)
)
WISHES = st.builds(Wishes, fresh_for=SECONDS, ttl=SECONDS, retry_after=SECONDS)
INTERVALS = st.timedeltas(min_value=timedelta(seconds=30), max_value=timedelta(days=2))
JITTER = st.floats(0, 1)


@pytest.mark.parametrize(
    ("wishes", "pause"),
    [
        (Wishes(), FIVE),
        (Wishes(fresh_for=60), FIVE),
        (Wishes(fresh_for=900), timedelta(minutes=15)),
        (Wishes(fresh_for=900, ttl=3_600), timedelta(hours=1)),
        (Wishes(ttl=60, retry_after=7_200), timedelta(hours=2)),
        (Wishes(fresh_for=315_360_000), MAXIMUM),
        (Wishes(retry_after=-5), FIVE),
    ],
)
def test_the_longest_wish_wins(wishes: Wishes, pause: timedelta) -> None:
    assert after_success(NOW, FIVE, wishes, 0.0) == NOW + pause


@given(INTERVALS, WISHES, JITTER)
def test_success_waits_at_least_the_interval_and_at_most_a_month(
    interval: timedelta, wishes: Wishes, jitter: float
) -> None:
    pause = after_success(NOW, interval, wishes, jitter) - NOW
    assert max(interval, MINIMUM) <= pause <= MAXIMUM


@given(INTERVALS, st.integers(0, 10_000), WISHES, JITTER)
def test_failure_waits_no_less_than_success_would(
    interval: timedelta, failures: int, wishes: Wishes, jitter: float
) -> None:
    pause = after_failure(NOW, interval, failures, wishes, jitter) - NOW
    assert max(interval, MINIMUM) <= pause <= MAXIMUM
    more = after_failure(NOW, interval, failures + 1, wishes, jitter) - NOW
    assert more >= pause


def test_failures_back_off_to_a_day() -> None:
    pauses = [after_failure(NOW, FIVE, n, Wishes(), 0.0) - NOW for n in (1, 2, 3, 4, 30)]
    assert pauses == [FIVE, 2 * FIVE, 4 * FIVE, 8 * FIVE, BACKOFF_MAXIMUM]


@given(WISHES, st.integers(0, 100), JITTER)
def test_only_an_overloaded_site_rests(wishes: Wishes, refusals: int, jitter: float) -> None:
    for status in (None, 200, 304, 404, 410, 500, 502):
        assert site_rests_until(NOW, status, refusals, wishes, jitter) is None
    for status in (429, 503):
        until = site_rests_until(NOW, status, refusals, wishes, jitter)
        assert until is not None
        assert MINIMUM <= until - NOW <= MAXIMUM


def test_retry_after_is_honoured_for_the_site() -> None:
    assert site_rests_until(NOW, 429, 1, Wishes(retry_after=90), 0.0) == NOW + timedelta(seconds=90)
    assert site_rests_until(NOW, 503, 3, Wishes(), 0.0) == NOW + timedelta(minutes=20)


def test_jitter_adds_at_most_ten_minutes() -> None:
    assert after_success(NOW, FIVE, Wishes(), 1.0) - NOW == FIVE * 1.1
    day = timedelta(days=1)
    assert after_success(NOW, day, Wishes(), 1.0) - NOW == day + timedelta(minutes=10)


def test_gone_stops_and_nothing_else() -> None:
    assert [status for status in (None, 200, 404, 410, 429) if stops(status)] == [410]


def test_a_redirect_is_adopted_after_a_week() -> None:
    assert not adopts_redirect(NOW - timedelta(days=6, hours=23), NOW)
    assert adopts_redirect(NOW - timedelta(days=7), NOW)

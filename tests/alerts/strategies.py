"""Moments, zones and wishes in all their variety, for laws about when subscribers are told."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from monitor.domain import Message
from monitor.timing import (
    Cap,
    Cooldown,
    DigestTimes,
    QuietHours,
    Timing,
    Told,
)
from tests.support.examples import a_message

# Clocks that change by an hour, half an hour, two hours, at midnight, in winter, by a whole day,
# and never.
ZONES = [
    "UTC",
    "Europe/Kyiv",
    "America/New_York",
    "Australia/Lord_Howe",
    "Antarctica/Troll",
    "America/Asuncion",
    "Africa/Casablanca",
    "Asia/Kathmandu",
    "Pacific/Apia",
]
CHANGES = [
    datetime(2021, 3, 28, 1, tzinfo=UTC),
    datetime(2021, 10, 31, 1, tzinfo=UTC),
    datetime(2021, 3, 14, 7, tzinfo=UTC),
    datetime(2021, 11, 7, 6, tzinfo=UTC),
    datetime(2021, 4, 3, 15, tzinfo=UTC),
    datetime(2021, 10, 3, 4, tzinfo=UTC),
    datetime(2011, 12, 30, 10, tzinfo=UTC),
]


def moments() -> st.SearchStrategy[datetime]:
    """Give moments, most of them near a change of some clock."""
    near = st.builds(
        lambda change, minutes: change + timedelta(minutes=minutes),
        st.sampled_from(CHANGES),
        st.integers(-2 * 1440, 2 * 1440),
    )
    any_time = st.integers(0, 20 * 365 * 1440).map(
        lambda minutes: datetime(2010, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
    )
    return near | any_time


def times() -> st.SearchStrategy[time]:
    """Give times of day, most of them at night, when clocks change."""
    minutes = st.sampled_from([0, 15, 30, 45])
    return st.builds(time, st.integers(0, 4) | st.integers(0, 23), minutes)


def zones() -> st.SearchStrategy[ZoneInfo]:
    """Give time zones."""
    return st.sampled_from(ZONES).map(ZoneInfo)


def days() -> st.SearchStrategy[frozenset[int]]:
    """Give some days of the week."""
    return st.frozensets(st.integers(0, 6), min_size=1)


def quiet_hours() -> st.SearchStrategy[QuietHours]:
    """Give quiet hours."""
    return st.builds(QuietHours, times(), times(), days(), st.integers(1, 5))


def digest_times() -> st.SearchStrategy[DigestTimes]:
    """Give times of digests."""
    several = st.lists(times(), min_size=1, max_size=3, unique=True).map(tuple)
    return st.builds(DigestTimes, several, days(), st.booleans(), st.integers(1, 5))


def lengths() -> st.SearchStrategy[timedelta]:
    """Give lengths of time, none among them."""
    return st.sampled_from([0, 1, 10, 60, 600]).map(lambda minutes: timedelta(minutes=minutes))


def timings() -> st.SearchStrategy[Timing]:
    """Give all of a subscriber's wishes about time."""
    caps = st.builds(
        Cap, st.integers(1, 3), st.just(timedelta(hours=1)), except_severity=st.integers(1, 5)
    )
    return st.builds(
        lambda zone, digest, only, quiet, cap, cooldown: Timing(
            zone, only and digest is not None, digest, quiet, cap, cooldown
        ),
        st.sampled_from(ZONES),
        st.none() | digest_times(),
        st.booleans(),
        st.lists(quiet_hours(), max_size=2).map(tuple),
        st.none() | caps,
        st.builds(Cooldown, lengths(), lengths()),
    )


def told_before(now: datetime) -> st.SearchStrategy[list[Told]]:
    """Give what was told in the hours before ``now``, of few stories and watches."""
    one = st.builds(
        Told,
        st.integers(1, 99),
        st.integers(1, 2),
        st.sampled_from(["talks", "strait"]),
        st.integers(0, 4),
        st.integers(0, 240).map(lambda minutes: now - timedelta(minutes=minutes)),
        st.booleans(),
    )
    return st.lists(one, max_size=6)


def messages() -> st.SearchStrategy[Message]:
    """Give alerts of two stories and two watches in every severity."""

    def made(story_id: int, watch: str, severity: int, alert_id: int) -> Message:
        return replace(a_message(alert_id), story_id=story_id, watch=watch, severity=severity)

    return st.builds(
        made,
        st.integers(1, 2),
        st.sampled_from(["talks", "strait"]),
        st.integers(0, 4),
        st.integers(100, 999),
    )

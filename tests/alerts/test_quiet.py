"""Nothing is sent while the local clock shows quiet hours, and it never waits longer than that."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.alerts.quiet import quiet_until
from monitor.timing import EVERY_DAY, QuietHours, quiet_for_all_week
from tests.alerts.strategies import moments, quiet_hours, zones

KYIV = ZoneInfo("Europe/Kyiv")
NIGHT = QuietHours(time(22), time(7))


def shows_quiet(one: QuietHours, moment: datetime, zone: ZoneInfo) -> bool:
    """Return whether a clock on the wall shows a time within quiet hours."""
    local = moment.astimezone(zone)
    at = local.time()
    yesterday = (local.weekday() - 1) % 7
    if one.start < one.end:
        return local.weekday() in one.days and one.start <= at < one.end
    return (local.weekday() in one.days and at >= one.start) or (
        yesterday in one.days and at < one.end
    )


# Apia left out a whole day in 2011: after a Thursday came a Saturday, whose night before is not
# the night of the day before.
@given(quiet_hours(), moments().filter(lambda moment: moment.year != 2011), zones())
def test_it_is_quiet_whenever_the_clock_on_the_wall_says_so(
    one: QuietHours, now: datetime, zone: ZoneInfo
) -> None:
    if shows_quiet(one, now, zone):
        assert quiet_until((one,), 0, now, zone) is not None


@given(st.lists(quiet_hours(), min_size=1, max_size=3), moments(), zones(), st.integers(0, 4))
def test_at_the_end_of_quiet_hours_it_is_not_quiet(
    several: list[QuietHours], now: datetime, zone: ZoneInfo, severity: int
) -> None:
    until = quiet_until(several, severity, now, zone)
    if until is None or quiet_for_all_week(several):
        return
    assert until > now
    assert quiet_until(several, severity, until, zone) is None
    before = until - timedelta(seconds=1)
    assert before < now or quiet_until(several, severity, before, zone) is not None


@given(quiet_hours(), moments(), zones(), st.integers(0, 4))
def test_an_excepted_severity_never_waits(
    one: QuietHours, now: datetime, zone: ZoneInfo, severity: int
) -> None:
    if severity >= one.except_severity:
        assert quiet_until((one,), severity, now, zone) is None


@given(quiet_hours(), moments(), zones())
def test_no_stretch_is_longer_than_a_day_and_a_change_of_the_clock(
    one: QuietHours, now: datetime, zone: ZoneInfo
) -> None:
    alone = QuietHours(one.start, one.end, frozenset([now.astimezone(zone).weekday()]))
    until = quiet_until((alone,), 0, now, zone)
    assert until is None or until - now <= timedelta(hours=27)


@pytest.mark.parametrize(
    ("now", "until"),
    [
        # Clocks are set forward at 03:00 on 28 March 2021 and back at 04:00 on 31 October.
        (datetime(2021, 3, 27, 20, 0, tzinfo=UTC), datetime(2021, 3, 28, 4, 0, tzinfo=UTC)),
        (datetime(2021, 10, 30, 19, 0, tzinfo=UTC), datetime(2021, 10, 31, 5, 0, tzinfo=UTC)),
        (datetime(2021, 12, 7, 19, 59, tzinfo=UTC), None),
        (datetime(2021, 12, 8, 5, 0, tzinfo=UTC), None),
    ],
)
def test_the_end_is_seven_on_the_local_clock(now: datetime, until: datetime | None) -> None:
    assert quiet_until((NIGHT,), 0, now, KYIV) == until


def test_an_end_that_comes_twice_is_the_second_one() -> None:
    one = QuietHours(time(22), time(3, 30))
    until = quiet_until((one,), 0, datetime(2021, 10, 30, 23, 0, tzinfo=UTC), KYIV)
    assert until == datetime(2021, 10, 31, 1, 30, tzinfo=UTC)


def test_an_end_that_never_comes_is_when_the_clock_jumps() -> None:
    one = QuietHours(time(22), time(3, 30))
    until = quiet_until((one,), 0, datetime(2021, 3, 27, 23, 0, tzinfo=UTC), KYIV)
    assert until == datetime(2021, 3, 28, 1, 0, tzinfo=UTC)


def test_a_quiet_weekend_is_one_stretch() -> None:
    weekend = QuietHours(time(0), time(0), frozenset([5, 6]))
    now = datetime(2021, 12, 11, 12, 0, tzinfo=UTC)
    assert quiet_until((weekend, NIGHT), 0, now, KYIV) == datetime(2021, 12, 13, 5, 0, tzinfo=UTC)


def test_a_week_that_is_all_quiet_is_known_as_such() -> None:
    assert quiet_for_all_week((QuietHours(time(0), time(0)),))
    assert quiet_for_all_week((NIGHT, QuietHours(time(7), time(22), EVERY_DAY)))
    assert not quiet_for_all_week((NIGHT, QuietHours(time(7), time(21, 59))))

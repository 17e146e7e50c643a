"""Quiet hours: until when a delivery waits.

It is quiet whenever the local clock shows a time within the hours. An hour that comes twice, as
clocks are set back, is quiet both times or not at all.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from monitor.alerts.localtime import local_day, moment_of
from monitor.timing import QuietHours

_MOST_STRETCHES = 32
"""Quiet hours of a week that touch each other; what is quiet for longer never ends."""


def quiet_until(
    quiet_hours: Sequence[QuietHours], severity: int, now: datetime, zone: ZoneInfo
) -> datetime | None:
    """Return when an alert of ``severity`` may be sent, or None where that is now.

    Quiet hours that touch count as one.
    """
    minding = [one for one in quiet_hours if severity < one.except_severity]
    until = now
    for _ in range(_MOST_STRETCHES):
        ends = [end for one in minding for end in _ends_around(one, until, zone)]
        if not ends:
            break
        until = max(ends)
    return until if until > now else None


def _ends_around(one: QuietHours, now: datetime, zone: ZoneInfo) -> Iterator[datetime]:
    """Yield the end of each stretch that ``now`` is in."""
    today = local_day(now, zone)
    over_midnight = timedelta(days=one.end <= one.start)
    for back in (0, 1, 2):
        day = today - timedelta(days=back)
        if day.weekday() not in one.days:
            continue
        start = moment_of(day, one.start, zone)
        end = moment_of(day + over_midnight, one.end, zone, last=True)
        if start <= now < end:
            yield end

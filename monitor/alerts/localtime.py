"""Turn times of day in a time zone into moments, across changes of the clock."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

_PRECISION = timedelta(seconds=1)


def moment_of(day: date, at: time, zone: ZoneInfo, *, last: bool = False) -> datetime:
    """Return when the clocks of ``zone`` reach ``at`` on ``day``, in UTC.

    A time that comes twice, as clocks are set back, is the first of the two, or the last where
    ``last``. One that never comes, as they are set forward, is the moment of the change.
    """
    wall = datetime.combine(day, at.replace(fold=0))
    found = wall.replace(tzinfo=zone, fold=int(last)).astimezone(UTC)
    if found.astimezone(zone).replace(tzinfo=None) == wall:
        return found
    return _change(wall, zone)


def local_day(moment: datetime, zone: ZoneInfo) -> date:
    """Return the date that the calendars of ``zone`` show."""
    return moment.astimezone(zone).date()


def length_in_words(length: timedelta) -> str:
    """Return a length of time as people say it: ``90 seconds``, ``10 minutes``, ``1 hour``."""
    seconds = round(length.total_seconds())
    for unit, size in (("day", 86_400), ("hour", 3_600), ("minute", 60)):
        if seconds >= size and seconds % size == 0:
            number = seconds // size
            return f"{number} {unit}{'s' if number > 1 else ''}"
    return f"{seconds} seconds"


def _change(wall: datetime, zone: ZoneInfo) -> datetime:
    """Return when the clocks of ``zone`` jump over ``wall``.

    PEP 495: in such a gap, fold=1 counts with the offset after the change and so lies before it,
    and fold=0 the other way round.
    """
    before = wall.replace(tzinfo=zone, fold=1).astimezone(UTC)
    after = wall.replace(tzinfo=zone, fold=0).astimezone(UTC)
    while after - before > _PRECISION:
        middle = before + (after - before) / 2
        if middle.astimezone(zone).replace(tzinfo=None) < wall:
            before = middle
        else:
            after = middle
    return after.replace(microsecond=0)

"""See when an outlet that normally publishes has fallen silent.

Entries are taken as a Poisson process whose rate depends on the hour of the week; the chance of
none since the last one is then ``exp(-expected)``. News come in bursts, so that the expectation
is halved before it is believed, and a chance of one in ten thousand is asked for.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from monitor.stories.index import floor

UNUSUAL = 1e-4
BURSTS = 2.0
"""How many entries come together: the over-dispersion by which the expectation is divided."""
LEAST_DAYS = 14
"""Days of history needed before silence means anything."""
LONGEST = timedelta(days=7)
"""Silence is not measured beyond: by then the feed is broken, not the outlet silent."""


@dataclass(frozen=True, slots=True)
class Silence:
    """How an outlet's silence compares with its habit."""

    since: datetime | None
    """Its last entry, None where it never had one."""
    expected: float
    """Entries that it would usually have published since."""
    chance: float
    """Probability, 0 to 1, of so long a silence by chance."""
    unusual: bool
    reason: str


def silence(published: Sequence[datetime], now: datetime) -> Silence:
    """Judge an outlet's silence at ``now`` from when it published: aware times, in any order."""
    times = sorted(time for time in published if time <= now)
    if not times:
        return Silence(None, 0.0, 1.0, False, "it has not published yet")
    last = times[-1]
    days = (last - times[0]) / timedelta(days=1)
    if days < LEAST_DAYS:
        return Silence(
            last, 0.0, 1.0, False, f"only {days:.0f} days of history, {LEAST_DAYS} needed"
        )
    expected = _expected(times, last, min(now, last + LONGEST))
    chance = math.exp(-expected / BURSTS)
    hours = (now - last) / timedelta(hours=1)
    reason = f"silent for {hours:.1f} hours, in which it usually publishes {expected:.0f} entries"
    return Silence(last, expected, chance, chance < UNUSUAL, reason)


def _expected(times: Sequence[datetime], start: datetime, end: datetime) -> float:
    """Return the entries usual between two times: the sum of rates by hour of the week."""
    counts = Counter((time.weekday(), time.hour) for time in times)
    weeks = max(1.0, (times[-1] - times[0]) / timedelta(weeks=1))
    total, at = 0.0, start
    while at < end:
        following = min(end, floor(at, "hour") + timedelta(hours=1))
        rate = counts[at.weekday(), at.hour] / weeks
        total += rate * ((following - at) / timedelta(hours=1))
        at = following
    return total

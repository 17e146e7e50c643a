"""Measure escalation between two actors, or for a watch, hour by hour, and see what is unusual.

Intensity of an hour is the sum over its stories of severity times how well each is confirmed,
every story counted once an hour, at its height; moves that lower hostility are summed apart. An
hour is unusual when it stands more than 3.5 robust deviations above the median of the same hour
and weekday before (modified z-score; B. Iglewicz and D. Hoaglin, 1993), on a logarithmic scale
because counts of news are skewed. Nothing here is random and nothing is a forecast.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median
from typing import Literal

from monitor.domain import Direction

SEVERITY_WEIGHT: Mapping[int, float] = {0: 0.0, 1: 1.0, 2: 1.0, 3: 3.0, 4: 6.0}
"""Hostile words 1, hostile acts 3, armed force 6; cooperation 1, on its own scale."""
RUNG_WEIGHT: Mapping[int, float] = {1: 0.5, 2: 0.6, 3: 1.0, 4: 1.2, 5: 1.2}
"""A story that one outlet alone tells counts half of one that two independent sources tell."""
UNUSUAL = 3.5
MAD_TO_DEVIATION = 1.4826
"""Makes the median absolute deviation of a normal distribution its standard deviation."""
LEAST_DEVIATION = 0.35
"""On the logarithmic scale: a rise by less than a factor of about 1.4 is never many deviations."""
LEAST_INTENSITY = 3.0
"""What an hour must reach at all: one confirmed hostile act."""
OVER = 2.0
"""A rise is over once a whole hour stands no more deviations above the median: below the mark that
it began at, so that one that wavers there is told once."""
LEAST_HISTORY = 4
"""Same hours of the week needed before they are compared with; else the same hour of any day is."""
WEEKS = 8

Period = Literal["hour", "day"]


@dataclass(frozen=True, slots=True)
class Observation:
    """One story as it stood at one time."""

    story: int
    time: datetime
    severity: int
    direction: Direction | None
    rung: int


@dataclass(frozen=True, slots=True)
class Bucket:
    """One hour or day."""

    start: datetime
    up: float
    """Intensity of hostility."""
    down: float
    """Intensity of moves that lower it."""
    stories: int


@dataclass(frozen=True, slots=True)
class Baseline:
    """What is usual for one hour of the week."""

    typical: float
    """Median intensity."""
    low: float
    high: float
    """Median less and plus one robust deviation, back on the scale of intensity."""
    periods: int
    """How many earlier periods it rests on."""
    scope: Literal["weekday", "any day", "none"]


@dataclass(frozen=True, slots=True)
class Rise:
    """How one period compares with its baseline."""

    bucket: Bucket
    baseline: Baseline
    deviations: float
    """Robust deviations above the median; 0 where there is no baseline."""
    unusual: bool
    reason: str


def series(
    observations: Iterable[Observation], start: datetime, end: datetime, period: Period = "hour"
) -> tuple[Bucket, ...]:
    """Return every hour or day (UTC) from ``start`` up to, not including, ``end``; empty ones
    too.
    """
    step = timedelta(hours=1) if period == "hour" else timedelta(days=1)
    height: dict[datetime, dict[tuple[int, bool], float]] = defaultdict(dict)
    for one in observations:
        if one.direction is None:
            continue
        value = height_of(one)
        cell = height[floor(one.time, period)]
        key = one.story, one.direction == "up"
        cell[key] = max(cell.get(key, 0.0), value)
    buckets = []
    at = floor(start, period)
    while at < end:
        buckets.append(_bucket(at, height.get(at, {})))
        at += step
    return tuple(buckets)


def baseline(history: Sequence[Bucket], at: datetime, period: Period = "hour") -> Baseline:
    """Return what is usual at a time, from earlier periods of at most eight weeks."""
    earliest = at - timedelta(weeks=WEEKS)
    before = [b for b in history if earliest <= b.start < floor(at, period)]
    same_hour = [b for b in before if period == "day" or b.start.hour == at.hour]
    same_day = [b for b in same_hour if b.start.weekday() == at.weekday()]
    if len(same_day) >= LEAST_HISTORY:
        return _describe(same_day, "weekday")
    if len(same_hour) >= LEAST_HISTORY:
        return _describe(same_hour, "any day")
    return Baseline(0.0, 0.0, 0.0, len(same_hour), "none")


def rise(history: Sequence[Bucket], bucket: Bucket, period: Period = "hour") -> Rise:
    """Compare a period with what is usual then, and say whether it is an unusual rise."""
    usual = baseline(history, bucket.start, period)
    if usual.scope == "none":
        return Rise(bucket, usual, 0.0, False, "too little history to say what is usual")
    centre = math.log1p(usual.typical)
    deviation = math.log1p(usual.high) - centre
    deviations = (math.log1p(bucket.up) - centre) / deviation
    unusual = deviations > UNUSUAL and bucket.up >= LEAST_INTENSITY
    reason = (
        f"intensity {bucket.up:.1f}, usually {usual.typical:.1f} at this hour "
        f"({usual.scope}, {usual.periods} earlier): {deviations:.1f} deviations"
    )
    return Rise(bucket, usual, deviations, unusual, reason)


def crossing(
    current: Rise, before: Rise | None, *, is_open: bool
) -> Literal["begins", "ends"] | None:
    """Return whether a rise begins or ends, from the hour that runs and the whole one before it.

    ``before`` is None where nobody watched that hour; ``is_open`` says whether a rise goes on.
    """
    if not is_open:
        return "begins" if current.unusual else None
    if current.unusual or before is None or before.deviations > OVER:
        return None
    return "ends"


def height_of(one: Observation) -> float:
    """Return what a story adds to the intensity of an hour or day."""
    return SEVERITY_WEIGHT[one.severity] * RUNG_WEIGHT[one.rung]


def floor(time: datetime, period: Period) -> datetime:
    """Return the start of the hour or day, in UTC as the time is, that holds a time."""
    whole = time.replace(minute=0, second=0, microsecond=0)
    return whole if period == "hour" else whole.replace(hour=0)


def _bucket(start: datetime, cell: Mapping[tuple[int, bool], float]) -> Bucket:
    up = sum(value for (_, rising), value in sorted(cell.items()) if rising)
    down = sum(value for (_, rising), value in sorted(cell.items()) if not rising)
    return Bucket(start, up, down, len({story for story, _ in cell}))


def _describe(buckets: Sequence[Bucket], scope: Literal["weekday", "any day"]) -> Baseline:
    logs = [math.log1p(bucket.up) for bucket in buckets]
    centre = median(logs)
    spread = MAD_TO_DEVIATION * median(abs(value - centre) for value in logs)
    deviation = max(LEAST_DEVIATION, spread)
    return Baseline(
        math.expm1(centre),
        max(0.0, math.expm1(centre - deviation)),
        math.expm1(centre + deviation),
        len(buckets),
        scope,
    )

"""Draw how intense a watch was over a while, for the chart in a digest."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection

from monitor.store import digests
from monitor.stories.index import Bucket, Observation, series

MOST_BARS = 24
LEAST_BARS = 3
"""Fewer bars show no course."""


def chart(
    connection: Connection, watch: str, since: datetime, until: datetime
) -> tuple[float, ...]:
    """Return the intensity of hostility that a watch saw in up to 24 equal steps of whole hours.

    Every story counts as reported by one outlet: how well it was confirmed at the time is not
    stored. Empty where the while is too short for a course, or nothing happened.
    """
    seen = digests.sightings(connection, watch, since, until)
    observations = [
        Observation(one.story_id, one.time, one.severity, one.direction, rung=1) for one in seen
    ]
    bars = _merged(series(observations, since, until))
    return bars if len(bars) >= LEAST_BARS and any(bars) else ()


def _merged(hours: Sequence[Bucket]) -> tuple[float, ...]:
    """Return the hours in steps, the last of which may be shorter."""
    width = -(-len(hours) // MOST_BARS) or 1
    return tuple(
        sum(hour.up for hour in hours[start : start + width])
        for start in range(0, len(hours), width)
    )

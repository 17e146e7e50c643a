"""Draw how intense a watch was over a while, for the chart in a digest."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection

from monitor.store import index
from monitor.stories.index import floor

MOST_BARS = 24
LEAST_BARS = 3
"""Fewer bars show no course."""


def chart(
    connection: Connection, watch: str, since: datetime, until: datetime
) -> tuple[float, ...]:
    """Return the escalation index of a watch in up to 24 equal steps of whole hours.

    Empty where the while is too short for a course, or nothing happened.
    """
    start = floor(since, "hour")
    found = index.history_of(connection, f"watch:{watch}", start, until)
    measured = {one.hour: one.up for one in found}
    hours = -(-(until - start) // index.HOUR)
    bars = _merged([measured.get(start + number * index.HOUR, 0.0) for number in range(hours)])
    return bars if len(bars) >= LEAST_BARS and any(bars) else ()


def _merged(hours: Sequence[float]) -> tuple[float, ...]:
    """Return the hours in steps, the last of which may be shorter."""
    width = -(-len(hours) // MOST_BARS) or 1
    return tuple(sum(hours[start : start + width]) for start in range(0, len(hours), width))

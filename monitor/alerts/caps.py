"""Rate caps: no more than so many single messages within any stretch of a given length."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from monitor.timing import Cap, Told


def is_over(cap: Cap, severity: int, told: Iterable[Told], now: datetime) -> bool:
    """Return whether one more single message would be too many.

    What its severity excepts from the cap counts all the same: it fills the same screen.
    """
    return severity < cap.except_severity and used(cap, told, now) >= cap.alerts


def used(cap: Cap, told: Iterable[Told], now: datetime) -> int:
    """Return how many single messages count against the cap now."""
    return sum(1 for one in told if one.single and min(one.at, now) + cap.per > now)

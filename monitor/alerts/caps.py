"""Rate caps: no more than so many single messages within any stretch of a given length."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from monitor.timing import Cap, Told


def cap_opens_at(cap: Cap, severity: int, told: Iterable[Told], now: datetime) -> datetime | None:
    """Return when the cap has room for one more, or None where it has it now.

    What severity excepts from the cap counts all the same: it fills the same screen.
    """
    if severity >= cap.except_severity:
        return None
    times = (min(one.at, now) for one in told if one.single)
    recent = sorted(at for at in times if at + cap.per > now)
    if len(recent) < cap.alerts:
        return None
    return recent[-cap.alerts] + cap.per


def used(cap: Cap, told: Iterable[Told], now: datetime) -> int:
    """Return how many single messages count against the cap now."""
    return sum(1 for one in told if one.single and min(one.at, now) + cap.per > now)

"""Cooldown: a subscriber is not told again at once of a story, or by a watch.

Law: a higher severity is never held back by the cooldown of a lower one.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from monitor.timing import Cooldown, Told


@dataclass(frozen=True, slots=True)
class Cooling:
    """Why an alert waits, and until when."""

    until: datetime
    what: str
    """``story`` or ``watch``."""
    told: Told


def cooling(
    cooldown: Cooldown,
    story_id: int,
    watch: str,
    severity: int,
    told: Iterable[Told],
    now: datetime,
) -> Cooling | None:
    """Return what an alert has to wait for, the longest wait of several, or None."""
    waits = [
        Cooling(until, what, one)
        for one in told
        if one.severity >= severity
        for what, same, length in (
            ("story", one.story_id == story_id, cooldown.story),
            ("watch", one.watch == watch, cooldown.watch),
        )
        # A clock that was set back must not make a wait longer than its length.
        if same and length and (until := min(one.at, now) + length) > now
    ]
    return max(waits, key=lambda wait: wait.until, default=None)

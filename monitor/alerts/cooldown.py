"""Cooldown: a subscriber is not told again at once of a story, or by a watch.

Law: a higher severity is never held back by the cooldown of a lower one.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

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
    watches: Collection[str],
    severity: int,
    told: Collection[Told],
    now: datetime,
) -> Cooling | None:
    """Return what alerts of one story have to wait for, the longest wait of several, or None.

    A watch holds nothing back while another of ``watches``, by which they are told too, does not.
    """
    heard = [one for one in told if one.severity >= severity]
    same_story = [one for one in heard if one.story_id == story_id]
    waits = [_longest("story", same_story, cooldown.story, now)]
    of_watches = [
        _longest("watch", [one for one in heard if one.watch == watch], cooldown.watch, now)
        for watch in watches
    ]
    cooled = [wait for wait in of_watches if wait is not None]
    if len(cooled) == len(of_watches):
        waits.append(min(cooled, key=_until, default=None))
    return max((wait for wait in waits if wait is not None), key=_until, default=None)


def _longest(what: str, told: Iterable[Told], length: timedelta, now: datetime) -> Cooling | None:
    waits = [
        Cooling(until, what, one)
        for one in told
        # A clock that was set back must not make a wait longer than its length.
        if length and (until := min(one.at, now) + length) > now
    ]
    return max(waits, key=_until, default=None)


def _until(wait: Cooling) -> datetime:
    return wait.until

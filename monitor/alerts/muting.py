"""Muting: somebody has heard enough of a story or of a watch, for good or for a while.

What comes while a mute with an end lasts waits for its end; what comes under one without end is
not told.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from monitor.timing import Mute


def mute_over(
    mutes: Iterable[Mute], subscriber: str, story_id: int, watch: str, now: datetime
) -> Mute | None:
    """Return the mute that an alert falls under, the one that lasts longest; None where none is."""
    over = [mute for mute in mutes if _covers(mute, subscriber, story_id, watch, now)]
    return max(over, key=lambda mute: (mute.until is None, mute.until or now), default=None)


def reason(mute: Mute) -> str:
    """Return why an alert is not told, in words."""
    until = f" until {mute.until:%Y-%m-%d %H:%M} UTC" if mute.until else " for good"
    return f"{mute.subject} was muted by {mute.muted_by}{until}"


def _covers(mute: Mute, subscriber: str, story_id: int, watch: str, now: datetime) -> bool:
    if mute.until is not None and mute.until <= now:
        return False
    same = mute.story_id == story_id if mute.story_id is not None else mute.watch == watch
    return same and mute.subscriber in ("", subscriber)

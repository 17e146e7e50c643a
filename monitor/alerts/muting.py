"""Muting: somebody has heard enough of a story or of a watch, for good or for a while.

What comes while a mute with an end lasts waits for its end; what comes under one without end is
not told.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from monitor.timing import Mute


def mute_over(
    mutes: Iterable[Mute], subscriber: str, story_id: int, watches: Iterable[str], now: datetime
) -> Mute | None:
    """Return the mute that a message falls under, the one that lasts longest; None where none is.

    A message that tells of several watches is muted only where all of them are, until the first of
    these mutes ends.
    """
    over = [mute for mute in mutes if _is_on(mute, now) and mute.subscriber in ("", subscriber)]
    of_story = [mute for mute in over if mute.story_id == story_id]
    by_watch = [
        max((mute for mute in over if mute.watch == watch), key=_lasts, default=None)
        for watch in watches
    ]
    of_watches = [mute for mute in by_watch if mute is not None]
    if len(of_watches) == len(by_watch):
        of_story += [min(of_watches, key=_lasts)]
    return max(of_story, key=_lasts, default=None)


def reason(mute: Mute) -> str:
    """Return why an alert is not told, in words."""
    until = f" until {mute.until:%Y-%m-%d %H:%M} UTC" if mute.until else " for good"
    return f"{mute.subject} was muted by {mute.muted_by}{until}"


def _is_on(mute: Mute, now: datetime) -> bool:
    return mute.until is None or mute.until > now


def _lasts(mute: Mute) -> tuple[bool, datetime]:
    return mute.until is None, mute.until or mute.muted_at

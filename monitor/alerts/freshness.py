"""Keep the first poll of a feed, and a flood, from alerting on old news."""

from __future__ import annotations

from datetime import datetime, timedelta

from monitor.domain import Entry


def hold_back(entry: Entry, now: datetime, *, is_first_poll: bool, window: timedelta) -> str | None:
    """Return why a new entry must not alert, or None where it may.

    On the first poll of a feed everything is new to us, so only entries published within
    ``window`` may alert; one without a date may not, since nobody can say how old it is. Later,
    an entry older than the window is a feed that republishes its archive.
    """
    if entry.published is None:
        if is_first_poll:
            return "undated, and it stood in the feed when the feed was first polled"
        return None
    age = now - entry.published
    if age <= window:
        return None
    event = "the feed was first polled" if is_first_poll else "it was first seen"
    return f"published {_days(age)} before {event}"


def _days(age: timedelta) -> str:
    hours = int(age.total_seconds() // 3600)
    return f"{hours} hours" if hours < 48 else f"{hours // 24} days"

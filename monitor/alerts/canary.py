"""A canary: a story of our own, of two countries that are not, that shows that the chain works."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from monitor.domain import Entry, Feed, Match, Outlet

NAME = "(canary)"
"""Of its feed and of its watch; no configured name can have parentheses."""
FEED = Feed(NAME, "about:canary", Outlet("Escalation Monitor", "", "other"), "en")
KEYWORD = "Zembla"
MINIMUM_SCORE = 0.3
"""Of its watch: far below what any useful classifier makes of its wording."""
LOST_AFTER = timedelta(minutes=15)
AGAIN_AFTER = timedelta(minutes=30)
"""After one that was lost the next does not wait for its interval, so that the end is told soon."""


def entry_at(now: datetime) -> Entry:
    """Return the entry of a canary that is launched at ``now``."""
    return Entry(
        identity=f"canary-{now:%Y%m%dT%H%M%S%f}",
        title="TEST of the monitor: Zembla threatens Novistrana with military attack",
        summary="Zembla's defence minister warned Novistrana that its forces would strike if it "
        "does not withdraw its troops from the border. (A canary of the monitor, of "
        f"{now:%Y-%m-%d %H:%M} UTC; both countries are invented.)",
        link="",
        guid="",
        published=now,
        language="en",
    )


def own_matches(feed: str, matches: Sequence[Match]) -> tuple[Match, ...]:
    """Return the matches that count for an entry of ``feed``.

    A canary matches its own watch alone, and nothing else ever matches that.
    """
    return tuple(match for match in matches if (match.watch == NAME) == (feed == NAME))


def is_overdue(launched_at: datetime, up_since: datetime, now: datetime) -> bool:
    """Tell whether a canary that has not arrived is lost.

    The time in which no daemon was up does not count.
    """
    return now - max(launched_at, up_since) > LOST_AFTER


def is_due(launched_at: datetime, was_lost: bool, interval: timedelta, now: datetime) -> bool:
    """Tell whether the next one is to be launched; a clock that was set back makes it so."""
    wait = min(interval, AGAIN_AFTER) if was_lost else interval
    return not timedelta() <= now - launched_at < wait

"""Digests: when the next one goes out, and how what gathered is laid out in it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from monitor.alerts.localtime import local_day, moment_of
from monitor.domain import DigestGroup, Message
from monitor.timing import DigestTimes

_TITLES = {
    "quiet": "What waited through quiet hours",
    "cooldown": "What waited for its cooldown",
    "cap": "What went over the rate cap",
    "muted": "What came while muted",
}
_MOST_DAYS = 15
"""Longer than any week that clocks cut short."""


def next_digest(digest: DigestTimes, after: datetime, zone: ZoneInfo) -> datetime:
    """Return the first moment later than ``after`` at which a digest goes out.

    Each time of day comes once a day: see ``moment_of`` for clocks that are changed.
    """
    today = local_day(after, zone)
    moments = [
        moment
        for ahead in range(-1, _MOST_DAYS)
        if (day := today + timedelta(days=ahead)).weekday() in digest.days
        for at in digest.times
        if (moment := moment_of(day, at, zone)) > after
    ]
    return min(moments)


def title_of(slot: datetime | None, decisions: Iterable[str], zone: ZoneInfo) -> str:
    """Return what a digest is called: by its time of day, or by why its alerts had to wait.

    It stays the same from day to day, since mails of one title form a thread.
    """
    if slot is not None:
        return f"{slot.astimezone(zone):%H:%M} digest"
    (only, *others) = sorted(set(decisions)) or [""]
    return _TITLES.get(only, "Digest") if not others else "What waited"


def grouped(
    messages: Sequence[Message], charts: Mapping[str, tuple[float, ...]]
) -> tuple[DigestGroup, ...]:
    """Return the groups of a digest: watches, and stories in them, the most severe first.

    Within a story what was told first stands first. ``charts`` are the watches' intensities.
    """
    by_watch: dict[str, list[Message]] = defaultdict(list)
    for message in messages:
        by_watch[message.watch].append(message)
    ranked = sorted(by_watch, key=lambda watch: (-_height(by_watch[watch]), watch))
    return tuple(
        DigestGroup(watch, _by_story(by_watch[watch]), charts.get(watch, ())) for watch in ranked
    )


def _by_story(messages: Sequence[Message]) -> tuple[Message, ...]:
    stories: dict[int, list[Message]] = defaultdict(list)
    for message in sorted(messages, key=lambda message: message.alert_id):
        stories[message.story_id].append(message)
    ranked = sorted(stories.values(), key=lambda told: (-_height(told), -told[-1].alert_id))
    return tuple(message for told in ranked for message in told)


def _height(messages: Iterable[Message]) -> int:
    return max(message.severity for message in messages)

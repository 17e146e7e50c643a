"""Look up the escalation index of a pair of actors or a watch, with what is usual."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from babel import Locale
from sqlalchemy import Connection

from monitor.errors import MonitorError
from monitor.pipeline.rises import HISTORY, bucket_of
from monitor.store import index
from monitor.store.index import EVERYTHING, HOUR
from monitor.stories.actors import actor_mentions
from monitor.stories.index import Bucket, Rise, floor, rise

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class IndexView:
    """The index of one subject."""

    subject: str
    hours: tuple[Rise, ...]
    """Each watched hour, the oldest first, with its baseline."""
    days: tuple[Bucket, ...]
    """Sums of the watched hours of each day (UTC), the oldest first."""
    rising_since: datetime | None
    """When an unusual rise began that is not over."""


@dataclass(frozen=True, slots=True)
class IndexLine:
    """One subject of the list: the last day, and the hour that runs."""

    subject: str
    day: Bucket
    now: Rise | None
    rising_since: datetime | None


def index_of(
    connection: Connection,
    text: str,
    now: datetime,
    hours: int,
    days: int,
    watches: Collection[str] = (),
) -> IndexView:
    """Return the index of what ``text`` names: ``RU-UA``, ``Russia-Ukraine``, a watch, or ``all``.

    ``watches`` are the configured ones. Raises MonitorError for a name that nothing has.
    """
    subject = find_subject(connection, text, watches)
    last = floor(now, "hour")
    reach = max(HISTORY + hours * HOUR, days * DAY)
    found = [
        bucket_of(one) for one in index.history_of(connection, subject, last - reach, last + HOUR)
    ]
    shown = [n for n, bucket in enumerate(found) if bucket.start > last - hours * HOUR]
    opened = index.open_rises(connection).get(subject)
    return IndexView(
        subject,
        tuple(rise(found[:n], found[n]) for n in shown),
        tuple(_days(found, floor(now, "day") - (days - 1) * DAY)),
        opened.since if opened else None,
    )


def list_index(connection: Connection, now: datetime, limit: int) -> list[IndexLine]:
    """Return the subjects of the last day, the most intense first."""
    last = floor(now, "hour")
    opened = index.open_rises(connection)
    lines = []
    for subject, sums in index.subjects_since(connection, last - 23 * HOUR)[:limit]:
        found = [
            bucket_of(one)
            for one in index.history_of(connection, subject, last - HISTORY, last + HOUR)
        ]
        runs = bool(found) and found[-1].start == last
        now_rise = rise(found[:-1], found[-1]) if runs else None
        since = opened[subject].since if subject in opened else None
        lines.append(IndexLine(subject, bucket_of(sums), now_rise, since))
    return lines


def find_subject(connection: Connection, text: str, watches: Collection[str] = ()) -> str:
    """Return the subject that a text names; ``watches`` need not have been measured yet.

    Raises MonitorError.
    """
    name = text.strip()
    if name == EVERYTHING or (
        name.startswith(("watch:", "pair:")) and index.has_subject(connection, name)
    ):
        return name
    if name in watches or index.has_subject(connection, f"watch:{name}"):
        return f"watch:{name}"
    for pair in _pairs(name.removeprefix("pair:")):
        return f"pair:{pair}"
    raise MonitorError(
        f"{text!r} is neither a watch nor a pair of actors such as RU-UA or Russia-Ukraine; "
        "see 'monitor index list'"
    )


def _pairs(text: str) -> Iterator[str]:
    """Yield the pairs of two known actors that a text with a dash can mean, codes in order."""
    for at, sign in enumerate(text):
        if sign in "-–/":
            first, second = _actor(text[:at]), _actor(text[at + 1 :])
            if first and second and first != second:
                yield "-".join(sorted((first, second)))


def _actor(text: str) -> str:
    """Return the code of an actor named by its code or its English name, "" where there is none."""
    text = text.strip()
    if text.upper() in Locale("en").territories and len(text) == 2:
        return text.upper()
    found = {mention.named.code for mention in actor_mentions(text, "en")}
    if len(found) == 1:
        return found.pop()
    return text.upper() if text.isascii() and text.isalnum() and 2 < len(text) <= 10 else ""


def _days(hours: Sequence[Bucket], first: datetime) -> list[Bucket]:
    sums: dict[datetime, list[Bucket]] = defaultdict(list)
    for hour in hours:
        if hour.start >= first:
            sums[floor(hour.start, "day")].append(hour)
    return [
        Bucket(
            day,
            sum(hour.up for hour in inside),
            sum(hour.down for hour in inside),
            sum(hour.stories for hour in inside),
        )
        for day, inside in sorted(sums.items())
    ]

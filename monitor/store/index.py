"""The escalation index as stored: intensity by subject and hour, and what an hour is made of.

A subject is ``all``, ``pair:RU-UA`` or ``watch:NAME``. An hour in which the monitor ran has a row
of ``all``, also where nothing happened; that tells a quiet hour from one that nobody watched.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Connection, and_, case, delete, func, insert, or_, select

from monitor.domain import Direction
from monitor.store.insertion import insert_once
from monitor.store.tables import (
    canaries,
    entries,
    feeds,
    intensities,
    matches,
    open_hours,
    publications,
    rises,
    scores,
    standings,
    story_entries,
)

EVERYTHING = "all"
HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Intensity:
    """One hour of one subject."""

    hour: datetime
    up: float
    down: float
    stories: int


@dataclass(frozen=True, slots=True)
class Told:
    """One entry of an hour, with how its story stands."""

    entry_id: int
    story_id: int
    outlet: str
    time: datetime
    severity: int
    direction: Direction | None
    rung: int
    sides: tuple[str, str] | None
    watches: frozenset[str]
    """Watches whose keywords it matches."""


@dataclass(frozen=True, slots=True)
class OpenRise:
    """An unusual rise that is not over."""

    subject: str
    since: datetime
    reason: str


def mark_hours(connection: Connection, hours: Iterable[datetime]) -> None:
    """Note that hours, by their starts, have to be measured again."""
    for hour in sorted(set(hours)):
        insert_once(connection, open_hours, hour=hour)


def marked_hours(connection: Connection) -> list[datetime]:
    """Return the hours that have to be measured again, the oldest first."""
    return list(connection.scalars(select(open_hours.c.hour).order_by(open_hours.c.hour)))


def unmark_hours(connection: Connection, hours: Collection[datetime]) -> None:
    """Note that hours have been measured."""
    for hour in hours:
        connection.execute(delete(open_hours).where(open_hours.c.hour == hour))


def told_in(connection: Connection, hour: datetime) -> list[Told]:
    """Return the entries published in an hour that tell a story, old news left out.

    A publication later than the entry was first seen counts as then, as everywhere.
    """
    time = _time()
    inside = _inside(hour)
    found: dict[int, set[str]] = defaultdict(set)
    matched = select(matches.c.entry_id, matches.c.watch).join(
        entries, entries.c.id == matches.c.entry_id
    )
    for row in connection.execute(matched.where(inside)):
        found[row.entry_id].add(row.watch)
    query = (
        select(
            entries.c.id,
            time.label("time"),
            feeds.c.outlet,
            story_entries.c.story_id,
            scores.c.severity,
            scores.c.direction,
            standings.c.rung,
            standings.c.side_a,
            standings.c.side_b,
        )
        .join(feeds, feeds.c.id == entries.c.feed_id)
        .join(story_entries, story_entries.c.entry_id == entries.c.id)
        .join(scores, scores.c.entry_id == entries.c.id)
        .join(standings, standings.c.story_id == story_entries.c.story_id, isouter=True)
        .where(inside)
        .order_by(entries.c.id)
    )
    return [
        Told(
            entry_id=row.id,
            story_id=row.story_id,
            outlet=row.outlet,
            time=row.time,
            severity=row.severity,
            direction=row.direction,
            rung=row.rung or 1,
            sides=(row.side_a, row.side_b) if row.side_a and row.side_b else None,
            watches=frozenset(found[row.id]),
        )
        for row in connection.execute(query)
    ]


def published_in(connection: Connection, hour: datetime) -> dict[str, tuple[int, datetime]]:
    """Return how many entries each outlet published in an hour, and when the last one."""
    time = _time()
    query = (
        select(feeds.c.outlet, func.count().label("total"), func.max(time).label("last"))
        .join(feeds, feeds.c.id == entries.c.feed_id)
        .where(_inside(hour))
        .group_by(feeds.c.outlet)
    )
    return {row.outlet: (row.total, row.last) for row in connection.execute(query)}


def save_hour(
    connection: Connection,
    hour: datetime,
    measured: Mapping[str, Intensity],
    published: Mapping[str, tuple[int, datetime]],
) -> None:
    """Store the intensities by subject and the counts by outlet of an hour, in place of others."""
    connection.execute(delete(intensities).where(intensities.c.hour == hour))
    connection.execute(delete(publications).where(publications.c.hour == hour))
    rows = [
        {"subject": subject, "hour": hour, "up": one.up, "down": one.down, "stories": one.stories}
        for subject, one in measured.items()
    ]
    if rows:
        connection.execute(insert(intensities), rows)
    counts = [
        {"outlet": outlet, "hour": hour, "entries": total, "last_at": last}
        for outlet, (total, last) in published.items()
    ]
    if counts:
        connection.execute(insert(publications), counts)


def history_of(
    connection: Connection, subject: str, since: datetime, until: datetime
) -> list[Intensity]:
    """Return the watched hours of a subject from then up to, not including, ``until``.

    Where the subject has no row, nothing of it happened; a watch is measured from its first row.
    """
    watched = intensities.c.hour.between(since, until) & (intensities.c.hour < until)
    query = select(intensities).where(watched, intensities.c.subject.in_([subject, EVERYTHING]))
    own: dict[datetime, Intensity] = {}
    hours: set[datetime] = set()
    for row in connection.execute(query):
        hours.add(row.hour)
        if row.subject == subject:
            own[row.hour] = Intensity(row.hour, row.up, row.down, row.stories)
    if subject.startswith("watch:"):
        first = min(own, default=until)
        hours = {hour for hour in hours if hour >= first}
    return [own.get(hour) or Intensity(hour, 0.0, 0.0, 0) for hour in sorted(hours)]


def subjects_since(connection: Connection, since: datetime) -> list[tuple[str, Intensity]]:
    """Return every subject with the sums of its hours since then, the most intense first.

    Stories are counted once an hour.
    """
    up = func.sum(intensities.c.up)
    query = (
        select(
            intensities.c.subject,
            up.label("up"),
            func.sum(intensities.c.down).label("down"),
            func.sum(intensities.c.stories).label("stories"),
        )
        .where(intensities.c.hour >= since)
        .group_by(intensities.c.subject)
        .order_by(up.desc(), intensities.c.subject)
    )
    return [
        (row.subject, Intensity(since, row.up, row.down, row.stories))
        for row in connection.execute(query)
    ]


def has_subject(connection: Connection, subject: str) -> bool:
    """Return whether a subject has ever been measured."""
    query = select(intensities.c.subject).where(intensities.c.subject == subject).limit(1)
    return connection.scalar(query) is not None


def publications_of(
    connection: Connection, outlet: str, since: datetime
) -> list[tuple[datetime, int, datetime]]:
    """Return the hours in which an outlet published, with how many and when last, oldest first."""
    query = (
        select(publications)
        .where(publications.c.outlet == outlet, publications.c.hour >= since)
        .order_by(publications.c.hour)
    )
    return [(row.hour, row.entries, row.last_at) for row in connection.execute(query)]


def last_publications(connection: Connection) -> dict[str, datetime]:
    """Return when each outlet last published."""
    query = select(publications.c.outlet, func.max(publications.c.last_at).label("last"))
    rows = connection.execute(query.group_by(publications.c.outlet))
    return {row.outlet: row.last for row in rows}


def open_rises(connection: Connection) -> dict[str, OpenRise]:
    """Return the unusual rises that are not over, by subject."""
    rows = connection.execute(select(rises).order_by(rises.c.since))
    return {row.subject: OpenRise(row.subject, row.since, row.reason) for row in rows}


def begin_rise(connection: Connection, rise: OpenRise) -> None:
    """Note that a subject rises unusually."""
    connection.execute(
        insert(rises).values(subject=rise.subject, since=rise.since, reason=rise.reason)
    )


def end_rise(connection: Connection, subject: str) -> None:
    """Note that a rise is over."""
    connection.execute(delete(rises).where(rises.c.subject == subject))


def outlets_by_feeds(connection: Connection) -> Sequence[tuple[str, datetime | None, int]]:
    """Return outlet, last success and failures in a row of every feed that is polled."""
    query = select(feeds.c.outlet, feeds.c.last_success_at, feeds.c.failures).where(
        feeds.c.enabled, feeds.c.gone_at.is_(None)
    )
    return [(row.outlet, row.last_success_at, row.failures) for row in connection.execute(query)]


def _time() -> ColumnElement[datetime]:
    unsaid = or_(entries.c.published_at.is_(None), entries.c.published_at > entries.c.first_seen_at)
    return case((unsaid, entries.c.first_seen_at), else_=entries.c.published_at)


def _inside(hour: datetime) -> ColumnElement[bool]:
    # What was published in an hour was seen in it or later: that index makes it quick.
    seen = entries.c.first_seen_at >= hour
    return and_(seen, _time() >= hour, _time() < hour + HOUR, entries.c.held_back.is_(None),
                _no_canary())  # fmt: skip


def _no_canary() -> ColumnElement[bool]:
    flying = select(canaries.c.entry_id).where(canaries.c.ended_at.is_(None))
    return entries.c.id.not_in(flying)

"""Stories as stored: which entries tell them, and which story a merged one became.

Ids count from 1. One below 0 is a canary's, which no list shows and no other entry joins.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, Row, Select, delete, func, insert, select, update

from monitor.domain import Entry, Feed
from monitor.store.feeds import feed_of
from monitor.store.tables import entries, feeds, scores, standings, stories, story_entries


@dataclass(frozen=True, slots=True)
class StoredStory:
    """A story by its first headline."""

    id: int
    title: str
    language: str
    opened_at: datetime
    last_entry_at: datetime
    merged_into: int | None


@dataclass(frozen=True, slots=True)
class Report:
    """One entry of a story, as its outlet reported it."""

    story_id: int
    entry_id: int
    feed: Feed
    entry: Entry
    first_seen_at: datetime
    label: str | None
    score: float | None
    severity: int | None
    vector: bytes | None
    reason: str
    """Why the entry was placed in the story."""
    probabilities: tuple[float, ...] = ()
    """One for each label; empty where it has no score."""
    model: str = ""
    held_back: str | None = None
    """Why the entry may not alert whatever it says; None where it may."""


def open_story(connection: Connection, story_id: int, entry: Entry, time: datetime) -> None:
    """Store a new story told first by this entry."""
    connection.execute(
        insert(stories).values(
            id=story_id,
            title=entry.title,
            language=entry.language,
            opened_at=time,
            last_entry_at=time,
        )
    )


def exists(connection: Connection, story_id: int) -> bool:
    """Return whether there is a story of this id, merged or not."""
    query = select(stories.c.id).where(stories.c.id == story_id)
    return connection.scalar(query) is not None


def next_story_id(connection: Connection) -> int:
    """Return an id above that of every story there has been."""
    return 1 + max(connection.scalar(select(func.max(stories.c.id))) or 0, 0)


def place_entry(
    connection: Connection, entry_id: int, story_id: int, reason: str, time: datetime, now: datetime
) -> None:
    """Store that an entry tells a story, in place of any other that it told."""
    connection.execute(delete(story_entries).where(story_entries.c.entry_id == entry_id))
    connection.execute(
        insert(story_entries).values(
            entry_id=entry_id, story_id=story_id, reason=reason, placed_at=now
        )
    )
    connection.execute(
        update(stories)
        .where(stories.c.id == story_id, stories.c.last_entry_at < time)
        .values(last_entry_at=time)
    )


def story_of(connection: Connection, entry_id: int) -> int | None:
    """Return the story that an entry tells, if it has been placed."""
    query = select(story_entries.c.story_id).where(story_entries.c.entry_id == entry_id)
    return connection.scalar(query)


def merge_stories(connection: Connection, survivor: int, absorbed: int, reason: str) -> None:
    """Move every entry of one story into another; the old id keeps leading to the survivor.

    ``reason`` is why the entries tell the survivor's story.
    """
    connection.execute(delete(standings).where(standings.c.story_id == absorbed))
    connection.execute(
        update(story_entries)
        .where(story_entries.c.story_id == absorbed)
        .values(story_id=survivor, reason=reason)
    )
    connection.execute(
        update(stories)
        .where((stories.c.id == absorbed) | (stories.c.merged_into == absorbed))
        .values(merged_into=survivor)
    )
    last = select(stories.c.last_entry_at).where(stories.c.id == absorbed)
    newest = connection.scalar(last)
    connection.execute(
        update(stories)
        .where(stories.c.id == survivor, stories.c.last_entry_at < newest)
        .values(last_entry_at=newest)
    )


def load_story(connection: Connection, story_id: int) -> StoredStory | None:
    """Return a story; a merged one gives its survivor."""
    row = connection.execute(select(stories).where(stories.c.id == story_id)).first()
    if row is None:
        return None
    return load_story(connection, row.merged_into) if row.merged_into else _stored(row)


def merged_into(connection: Connection, story_id: int) -> list[int]:
    """Return the ids of the stories that turned out to be this one, the lowest first."""
    query = select(stories.c.id).where(stories.c.merged_into == story_id).order_by(stories.c.id)
    return list(connection.scalars(query))


def list_stories(
    connection: Connection, limit: int, minimum_score: float = 0.0, minimum_rung: int = 1
) -> list[StoredStory]:
    """Return the stories with the newest entries first.

    Only those of which an entry has that score, and that have that rung; one not judged yet has 1.
    """
    newest = stories.c.last_entry_at.desc(), stories.c.id.desc()
    query = select(stories).where(stories.c.merged_into.is_(None), stories.c.id > 0)
    query = query.order_by(*newest).limit(limit)
    if minimum_score > 0:
        told_by = story_entries.join(scores, scores.c.entry_id == story_entries.c.entry_id)
        scored = select(story_entries.c.story_id).select_from(told_by)
        query = query.where(stories.c.id.in_(scored.where(scores.c.score >= minimum_score)))
    if minimum_rung > 1:
        judged = select(standings.c.story_id).where(standings.c.rung >= minimum_rung)
        query = query.where(stories.c.id.in_(judged))
    return [_stored(row) for row in connection.execute(query)]


def reports_of(connection: Connection, story_id: int) -> list[Report]:
    """Return a story's entries in the order in which they were seen."""
    query = _reports().where(story_entries.c.story_id == story_id)
    return [_report(row) for row in connection.execute(query)]


def reports_since(connection: Connection, since: datetime) -> list[Report]:
    """Return the placed entries of stories that had one since then, for rebuilding a window."""
    query = (
        _reports()
        .join(stories, stories.c.id == story_entries.c.story_id)
        .where(stories.c.last_entry_at >= since, stories.c.id > 0)
    )
    return [_report(row) for row in connection.execute(query)]


def count_stories(connection: Connection) -> int:
    """Return how many stories there are, merged ones left out."""
    counts = stories.c.merged_into.is_(None), stories.c.id > 0
    query = select(func.count()).select_from(stories).where(*counts)
    return connection.scalar(query) or 0


def _reports() -> Select[tuple[object, ...]]:
    return (
        select(
            story_entries.c.story_id,
            story_entries.c.reason,
            *entries.c,
            feeds.c.name.label("feed_name"),
            feeds.c.url,
            feeds.c.outlet,
            feeds.c.country,
            feeds.c.kind,
            feeds.c.state_controlled,
            feeds.c.language.label("feed_language"),
            scores.c.label,
            scores.c.score,
            scores.c.severity,
            scores.c.vector,
            scores.c.probabilities,
            scores.c.model,
        )
        .join(entries, entries.c.id == story_entries.c.entry_id)
        .join(feeds, feeds.c.id == entries.c.feed_id)
        .join(scores, scores.c.entry_id == entries.c.id, isouter=True)
        .order_by(entries.c.first_seen_at, entries.c.id)
    )


def _report(row: Row[tuple[object, ...]]) -> Report:
    return Report(
        story_id=row.story_id,
        entry_id=row.id,
        feed=feed_of(row, "feed_name"),
        entry=Entry(
            identity=row.identity,
            title=row.title,
            summary=row.summary,
            link=row.link,
            guid=row.guid,
            published=row.published_at,
            language=row.language,
        ),
        first_seen_at=row.first_seen_at,
        label=row.label,
        score=row.score,
        severity=row.severity,
        vector=row.vector,
        reason=row.reason,
        probabilities=tuple(row.probabilities or ()),
        model=row.model or "",
        held_back=row.held_back,
    )


def _stored(row: Row[tuple[object, ...]]) -> StoredStory:
    return StoredStory(
        id=row.id,
        title=row.title,
        language=row.language,
        opened_at=row.opened_at,
        last_entry_at=row.last_entry_at,
        merged_into=row.merged_into,
    )

"""What is old enough to go, and is no evidence of an alert."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, Table, exists, func, or_, select

from monitor.store.removal import remove
from monitor.store.tables import (
    alerts,
    deliveries,
    entries,
    feedback,
    feeds,
    mutes,
    stories,
    story_entries,
)


@dataclass(frozen=True, slots=True)
class Candidates:
    """Some old rows, and where to go on looking."""

    ids: tuple[int, ...]
    last_id: int | None
    """The last one looked at; None where all have been."""


def standing_since(connection: Connection) -> dict[int, datetime]:
    """Return, by enabled feed, when its newest document was read.

    An entry that was in it may still be: were it forgotten, it would be news again.
    """
    query = (
        select(entries.c.feed_id, func.max(entries.c.last_seen_at).label("at"))
        .join(feeds, feeds.c.id == entries.c.feed_id)
        .where(feeds.c.enabled)
        .group_by(entries.c.feed_id)
    )
    return {row.feed_id: row.at for row in connection.execute(query)}


def old_entries(
    connection: Connection,
    before: datetime,
    after_id: int,
    limit: int,
    *,
    standing: Mapping[int, datetime],
) -> Candidates:
    """Return entries last seen before then that may go, looking at ``limit`` of them.

    Kept are those of a story that alerted, those that somebody judged, those that still stand in
    their feed, and those that wait to be assessed.
    """
    query = (
        select(entries.c.id, entries.c.feed_id, entries.c.last_seen_at)
        .where(entries.c.id > after_id, *_entries_may_go(before))
        .order_by(entries.c.id)
        .limit(limit)
    )
    rows = connection.execute(query).all()
    gone = tuple(
        row.id
        for row in rows
        if row.feed_id not in standing or row.last_seen_at < standing[row.feed_id]
    )
    return Candidates(gone, rows[-1].id if len(rows) == limit else None)


def old_stories(connection: Connection, before: datetime, after_id: int, limit: int) -> Candidates:
    """Return up to ``limit`` old stories that nothing tells or refers to any more."""
    return _old(connection, stories, _stories_may_go(before), after_id, limit)


def old_deliveries(
    connection: Connection, before: datetime, after_id: int, limit: int
) -> Candidates:
    """Return up to ``limit`` old finished deliveries of no alert (notices, digests)."""
    return _old(connection, deliveries, _deliveries_may_go(before), after_id, limit)


def remove_entries(connection: Connection, before: datetime, ids: Sequence[int]) -> int:
    """Delete entries with their scores, matches, revisions and all else that hangs on them.

    Those that became evidence since they were found stay; return how many went.
    """
    return _remove(connection, entries, _entries_may_go(before), ids)


def remove_stories(connection: Connection, before: datetime, ids: Sequence[int]) -> int:
    """Delete stories but those that something refers to by now; return how many went."""
    return _remove(connection, stories, _stories_may_go(before), ids)


def remove_deliveries(connection: Connection, before: datetime, ids: Sequence[int]) -> int:
    """Delete deliveries, with their attempts, but those that are owed again; return how many."""
    return _remove(connection, deliveries, _deliveries_may_go(before), ids)


def count_deliveries(connection: Connection, before: datetime) -> int:
    """Return how many old finished deliveries of no alert there are."""
    query = select(func.count()).select_from(deliveries).where(*_deliveries_may_go(before))
    return connection.scalar(query) or 0


def _old(
    connection: Connection,
    table: Table,
    may_go: Sequence[ColumnElement[bool]],
    after_id: int,
    limit: int,
) -> Candidates:
    query = select(table.c.id).where(table.c.id > after_id, *may_go)
    ids = tuple(connection.scalars(query.order_by(table.c.id).limit(limit)))
    return Candidates(ids, ids[-1] if len(ids) == limit else None)


def _remove(
    connection: Connection,
    table: Table,
    may_go: Sequence[ColumnElement[bool]],
    ids: Sequence[int],
) -> int:
    query = select(table.c.id).where(table.c.id.in_(ids), *may_go)
    return remove(connection, table, list(connection.scalars(query)))


def _entries_may_go(before: datetime) -> tuple[ColumnElement[bool], ...]:
    absorbed = stories.alias()
    told = or_(
        exists().where(alerts.c.story_id == story_entries.c.story_id),
        exists().where(
            absorbed.c.merged_into == story_entries.c.story_id, alerts.c.story_id == absorbed.c.id
        ),
    )
    return (
        entries.c.first_seen_at < before,
        entries.c.last_seen_at < before,
        entries.c.assessed_revision >= entries.c.revision,
        ~exists().where(alerts.c.entry_id == entries.c.id),
        ~exists().where(feedback.c.entry_id == entries.c.id),
        ~exists().where(story_entries.c.entry_id == entries.c.id, told),
    )


def _stories_may_go(before: datetime) -> tuple[ColumnElement[bool], ...]:
    absorbed = stories.alias()
    referring = (
        story_entries.c.story_id,
        alerts.c.story_id,
        deliveries.c.story_id,
        mutes.c.story_id,
        absorbed.c.merged_into,
    )
    return (
        stories.c.last_entry_at < before,
        stories.c.id > 0,
        *(~exists().where(column == stories.c.id) for column in referring),
    )


def _deliveries_may_go(before: datetime) -> tuple[ColumnElement[bool], ...]:
    return (
        deliveries.c.alert_id.is_(None),
        deliveries.c.state != "pending",
        deliveries.c.created_at < before,
    )

"""What is old enough to go, and is no evidence of an alert."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, Select, func, select, union

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
    """Some old entries, and where to go on looking."""

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
    standing: Mapping[int, datetime],
    after_id: int,
    limit: int,
) -> Candidates:
    """Return entries last seen before then that may go, looking at ``limit`` of them.

    Kept are those of a story that alerted, those that somebody judged, those that still stand in
    their feed, and those that wait to be assessed.
    """
    evidence = select(story_entries.c.entry_id).where(story_entries.c.story_id.in_(_told_stories()))
    query = (
        select(entries.c.id, entries.c.feed_id, entries.c.last_seen_at)
        .where(
            entries.c.id > after_id,
            entries.c.first_seen_at < before,
            entries.c.last_seen_at < before,
            entries.c.assessed_revision >= entries.c.revision,
            entries.c.id.not_in(select(alerts.c.entry_id)),
            entries.c.id.not_in(select(feedback.c.entry_id)),
            entries.c.id.not_in(evidence),
        )
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


def remove_entries(connection: Connection, ids: tuple[int, ...]) -> int:
    """Delete entries with their scores, matches, revisions and all else that hangs on them."""
    return remove(connection, entries, ids)


def remove_empty_stories(connection: Connection, before: datetime, limit: int) -> int:
    """Delete old stories that nothing tells or refers to any more; return how many."""
    referred = [
        select(story_entries.c.story_id),
        select(alerts.c.story_id),
        select(deliveries.c.story_id).where(deliveries.c.story_id.is_not(None)),
        select(stories.c.merged_into).where(stories.c.merged_into.is_not(None)),
        select(mutes.c.story_id).where(mutes.c.story_id.is_not(None)),
    ]
    query = select(stories.c.id).where(stories.c.last_entry_at < before, stories.c.id > 0)
    for ids in referred:
        query = query.where(stories.c.id.not_in(ids))
    return remove(connection, stories, list(connection.scalars(query.limit(limit))))


def remove_deliveries(connection: Connection, before: datetime, limit: int) -> int:
    """Delete old finished deliveries of no alert (notices, digests), with their attempts."""
    query = _old_deliveries(before).limit(limit)
    return remove(connection, deliveries, list(connection.scalars(query)))


def count_deliveries(connection: Connection, before: datetime) -> int:
    """Return how many ``remove_deliveries`` would delete."""
    query = select(func.count()).select_from(_old_deliveries(before).subquery())
    return connection.scalar(query) or 0


def _old_deliveries(before: datetime) -> Select[tuple[int]]:
    return select(deliveries.c.id).where(
        deliveries.c.alert_id.is_(None),
        deliveries.c.state != "pending",
        deliveries.c.created_at < before,
    )


def _told_stories() -> Select[tuple[int]]:
    """Return the stories that alerted, and those that took in one that had."""
    told = select(alerts.c.story_id)
    survivors = select(stories.c.merged_into).where(
        stories.c.id.in_(told), stories.c.merged_into.is_not(None)
    )
    either = union(told, survivors).subquery()
    return select(either.c[0])

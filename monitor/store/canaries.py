"""Canaries: entries of our own that fly through the whole chain and leave nothing behind."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, Row, delete, insert, select, update

from monitor.domain import Entry, Feed
from monitor.store.entries import Keys, add_entry
from monitor.store.removal import remove
from monitor.store.tables import (
    alerts,
    canaries,
    deliveries,
    entries,
    feeds,
    stories,
    story_entries,
)
from monitor.store.types import inserted_id


@dataclass(frozen=True, slots=True)
class StoredCanary:
    """One flight."""

    id: int
    entry_id: int
    launched_at: datetime
    ended_at: datetime | None
    lost: str | None
    """Where it was lost; None while it flies, and where it arrived."""


@dataclass(frozen=True, slots=True)
class Landing:
    """What became of one message of a canary."""

    recipient: tuple[str, str, str]
    """Subscriber, channel and target."""
    state: str
    error: str | None


def last_canary(connection: Connection) -> StoredCanary | None:
    """Return the newest one."""
    row = connection.execute(select(canaries).order_by(canaries.c.id.desc()).limit(1)).first()
    return _stored(row) if row else None


def launch(connection: Connection, feed: Feed, entry: Entry, now: datetime) -> int:
    """Put an entry in as a poll of ``feed`` would have; return its id."""
    feed_id = connection.scalar(select(feeds.c.id).where(feeds.c.name == feed.name))
    if feed_id is None:
        result = connection.execute(
            insert(feeds).values(
                name=feed.name,
                url=feed.url,
                outlet=feed.outlet.name,
                country=feed.outlet.country,
                kind=feed.outlet.kind,
                language=feed.language,
                site="",
                enabled=False,
                next_poll_at=now,
                failures=0,
            )
        )
        feed_id = inserted_id(result)
    entry_id = add_entry(connection, feed_id, entry, Keys("", "", ""), now, None)
    connection.execute(insert(canaries).values(entry_id=entry_id, launched_at=now))
    return entry_id


def deliveries_of(connection: Connection, entry_id: int) -> list[Landing]:
    """Return what became of each message that tells of an entry's alerts."""
    query = (
        select(deliveries)
        .join(alerts, alerts.c.id == deliveries.c.alert_id)
        .where(alerts.c.entry_id == entry_id)
        .order_by(deliveries.c.id)
    )
    return [
        Landing((row.subscriber, row.channel, row.target), row.state, row.last_error)
        for row in connection.execute(query)
    ]


def land(connection: Connection, canary: StoredCanary, now: datetime, lost: str | None) -> None:
    """End a flight and take away what it left, but for its messages, which tell of no alert now.

    Messages that have not gone out never will.
    """
    connection.execute(
        update(canaries).where(canaries.c.id == canary.id).values(ended_at=now, lost=lost)
    )
    raised = select(alerts.c.id).where(alerts.c.entry_id == canary.entry_id)
    connection.execute(
        update(deliveries)
        .where(deliveries.c.alert_id.in_(raised), deliveries.c.state.in_(["pending", "dead"]))
        .values(state="dropped", leased_until=None)
    )
    told = list(
        connection.scalars(
            select(story_entries.c.story_id).where(story_entries.c.entry_id == canary.entry_id)
        )
    )
    feed_id = connection.scalar(select(entries.c.feed_id).where(entries.c.id == canary.entry_id))
    remove(connection, entries, [canary.entry_id])
    remove(connection, stories, told)
    if feed_id is not None:
        remove(connection, feeds, [feed_id])
    connection.execute(delete(canaries).where(canaries.c.id < canary.id))


def _stored(row: Row[tuple[object, ...]]) -> StoredCanary:
    return StoredCanary(row.id, row.entry_id, row.launched_at, row.ended_at, row.lost)

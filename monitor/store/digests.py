"""Digests that were made, and when each subscriber's next one goes out."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, delete, insert, select

from monitor.store.tables import digest_times, digests
from monitor.store.types import inserted_id


@dataclass(frozen=True, slots=True)
class Schedule:
    """When the next digest of a subscriber goes out."""

    subscriber: str
    rule: str
    """The wishes that ``next_at`` was reckoned from; when they change, it is reckoned anew."""
    since: datetime
    """When the last one went out, or the subscriber first wished for any."""
    next_at: datetime


@dataclass(frozen=True, slots=True)
class StoredDigest:
    """A digest that was made."""

    id: int
    subscriber: str
    title: str
    since: datetime
    made_at: datetime


def save_digest(
    connection: Connection, subscriber: str, title: str, since: datetime, now: datetime
) -> int:
    """Store that a digest was made, and return its id."""
    result = connection.execute(
        insert(digests).values(subscriber=subscriber, title=title, since=since, made_at=now)
    )
    return inserted_id(result)


def load_digest(connection: Connection, digest_id: int) -> StoredDigest | None:
    """Return the digest with this id."""
    row = connection.execute(select(digests).where(digests.c.id == digest_id)).first()
    return StoredDigest(row.id, row.subscriber, row.title, row.since, row.made_at) if row else None


def load_schedules(connection: Connection, *, lock: bool = False) -> dict[str, Schedule]:
    """Return every schedule by subscriber.

    With ``lock`` no other transaction can move one on meanwhile.
    """
    query = select(digest_times)
    if lock:
        query = query.with_for_update()
    return {
        row.subscriber: Schedule(row.subscriber, row.rule, row.since, row.next_at)
        for row in connection.execute(query)
    }


def save_schedule(connection: Connection, schedule: Schedule) -> None:
    """Store a schedule in place of the one that there was."""
    drop_schedules(connection, [schedule.subscriber])
    connection.execute(
        insert(digest_times).values(
            subscriber=schedule.subscriber,
            rule=schedule.rule,
            since=schedule.since,
            next_at=schedule.next_at,
        )
    )


def drop_schedules(connection: Connection, subscribers: Collection[str]) -> None:
    """Forget schedules of subscribers that wish for no digests any more."""
    connection.execute(delete(digest_times).where(digest_times.c.subscriber.in_(list(subscribers))))

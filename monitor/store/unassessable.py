"""Entries on which assessing fails, each put off for a while so that the others go on."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, delete, exists, insert, select

from monitor.store.tables import entries, unassessable


@dataclass(frozen=True, slots=True)
class Failing:
    """An entry that could not be assessed, and why."""

    entry_id: int
    title: str
    failures: int
    error: str
    failed_at: datetime


def put_off(
    connection: Connection, entry_id: int, revision: int, error: str, now: datetime, until: datetime
) -> None:
    """Note that assessing an entry's revision failed and that it waits until then."""
    failures = count_failures(connection, entry_id)
    connection.execute(delete(unassessable).where(unassessable.c.entry_id == entry_id))
    connection.execute(
        insert(unassessable).values(
            entry_id=entry_id,
            revision=revision,
            failures=failures + 1,
            error=error,
            failed_at=now,
            retry_at=until,
        )
    )


def count_failures(connection: Connection, entry_id: int) -> int:
    """Return how often in a row assessing an entry has failed."""
    query = select(unassessable.c.failures).where(unassessable.c.entry_id == entry_id)
    return connection.scalar(query) or 0


def clear(connection: Connection, entry_ids: Collection[int]) -> None:
    """Note that entries have been assessed after all."""
    connection.execute(delete(unassessable).where(unassessable.c.entry_id.in_(entry_ids)))


def waits(now: datetime) -> ColumnElement[bool]:
    """Return whether an entry's newest revision is put off at ``now``, for a query on entries."""
    return exists().where(
        unassessable.c.entry_id == entries.c.id,
        unassessable.c.revision == entries.c.revision,
        unassessable.c.retry_at > now,
    )


def list_failing(connection: Connection) -> list[Failing]:
    """Return the entries on which assessing fails, the oldest failure first."""
    query = (
        select(unassessable, entries.c.title)
        .join(entries, entries.c.id == unassessable.c.entry_id)
        .order_by(unassessable.c.failed_at, unassessable.c.entry_id)
    )
    return [
        Failing(row.entry_id, row.title, row.failures, row.error, row.failed_at)
        for row in connection.execute(query)
    ]

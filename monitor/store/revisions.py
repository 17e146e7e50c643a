"""Every wording that an entry has had."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, select

from monitor.store.tables import revisions


@dataclass(frozen=True, slots=True)
class Revision:
    """One wording of an entry, numbered from 1."""

    number: int
    title: str
    summary: str
    seen_at: datetime


def revisions_of(connection: Connection, entry_id: int) -> list[Revision]:
    """Return an entry's wordings, oldest first."""
    query = select(revisions).where(revisions.c.entry_id == entry_id).order_by(revisions.c.number)
    return [
        Revision(row.number, row.title, row.summary, row.seen_at)
        for row in connection.execute(query)
    ]

"""Deliveries that were refused at least once: those that wait, and those that were given up."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, func, select

from monitor.domain import Content
from monitor.store import messages
from monitor.store.tables import attempts, deliveries


@dataclass(frozen=True, slots=True)
class Undelivered:
    """A delivery that has not arrived although it was tried."""

    recipient: tuple[str, str, str]
    content: Content
    first_attempt: datetime
    last_attempt: datetime
    error: str
    dead: bool


def list_undelivered(connection: Connection) -> list[Undelivered]:
    """Return them, those tried last at the end."""
    tries = (
        select(
            attempts.c.delivery_id,
            func.min(attempts.c.at).label("first"),
            func.max(attempts.c.at).label("last"),
        )
        .group_by(attempts.c.delivery_id)
        .subquery()
    )
    query = (
        select(deliveries, tries.c.first, tries.c.last)
        .join(tries, tries.c.delivery_id == deliveries.c.id)
        .where(deliveries.c.state.in_(["pending", "dead"]), deliveries.c.last_error.is_not(None))
        .order_by(tries.c.last, deliveries.c.id)
    )
    return [
        Undelivered(
            recipient=(row.subscriber, row.channel, row.target),
            content=messages.from_json(row.message),
            first_attempt=row.first,
            last_attempt=row.last,
            error=row.last_error,
            dead=row.state == "dead",
        )
        for row in connection.execute(query)
    ]

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
    created_at: datetime
    last_attempt: datetime
    error: str
    dead: bool


def list_undelivered(connection: Connection) -> list[Undelivered]:
    """Return them, those tried last at the end."""
    last = (
        select(attempts.c.delivery_id, func.max(attempts.c.at).label("at"))
        .group_by(attempts.c.delivery_id)
        .subquery()
    )
    query = (
        select(deliveries, last.c.at)
        .join(last, last.c.delivery_id == deliveries.c.id)
        .where(deliveries.c.state.in_(["pending", "dead"]), deliveries.c.last_error.is_not(None))
        .order_by(last.c.at, deliveries.c.id)
    )
    return [
        Undelivered(
            recipient=(row.subscriber, row.channel, row.target),
            content=messages.from_json(row.message),
            created_at=row.created_at,
            last_attempt=row.at,
            error=row.last_error,
            dead=row.state == "dead",
        )
        for row in connection.execute(query)
    ]

"""The outbox: what is owed to whom, leased while it is being sent, and every attempt."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from sqlalchemy import Connection, Row, and_, func, insert, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite

from monitor.domain import Content, Delivery
from monitor.store import messages
from monitor.store.tables import attempts, deliveries, disabled_targets

State = Literal["pending", "sent", "dead", "dropped"]


@dataclass(frozen=True, slots=True)
class StoredDelivery:
    """A delivery with how far it has got."""

    delivery: Delivery
    story_id: int | None
    state: State
    created_at: datetime
    next_attempt_at: datetime
    leased_until: datetime | None
    sent_at: datetime | None
    last_error: str | None


@dataclass(frozen=True, slots=True)
class Attempt:
    """One try at a delivery."""

    at: datetime
    outcome: str
    error: str | None


def enqueue(
    connection: Connection,
    alert_id: int | None,
    story_id: int | None,
    recipient: tuple[str, str, str],
    message: Content,
    message_id: str,
    now: datetime,
    *,
    digest_id: int | None = None,
    step: int = 0,
) -> None:
    """Owe a message to a recipient ``(subscriber, channel, target)``.

    Once for each alert and step of its escalation (0 for the alert itself), and once for each
    Message-ID; what tells of no alert belongs to no story.
    """
    subscriber, channel, target = recipient
    dialect = sqlite if connection.dialect.name == "sqlite" else postgresql
    connection.execute(
        dialect.insert(deliveries)
        .values(
            alert_id=alert_id,
            story_id=story_id,
            digest_id=digest_id,
            step=step,
            subscriber=subscriber,
            channel=channel,
            target=target,
            message_id=message_id,
            message=messages.to_json(message),
            state="pending",
            attempts=0,
            created_at=now,
            next_attempt_at=now,
        )
        .on_conflict_do_nothing()
    )


def open_deliveries(connection: Connection) -> list[StoredDelivery]:
    """Return every delivery still owed, oldest first, for the pure choice of who goes now."""
    query = select(deliveries).where(deliveries.c.state == "pending").order_by(deliveries.c.id)
    return [_stored(row) for row in connection.execute(query)]


def lease(
    connection: Connection, delivery_ids: Sequence[int], now: datetime, until: datetime
) -> list[int]:
    """Take deliveries for sending until then; return the ids that nobody else holds."""
    free = or_(deliveries.c.leased_until.is_(None), deliveries.c.leased_until <= now)
    taken = []
    for delivery_id in delivery_ids:
        mine = and_(deliveries.c.id == delivery_id, deliveries.c.state == "pending", free)
        result = connection.execute(update(deliveries).where(mine).values(leased_until=until))
        if result.rowcount:
            taken.append(delivery_id)
    return taken


def record_sent(connection: Connection, delivery_id: int, at: datetime) -> None:
    """Note that a delivery has arrived."""
    _finish(connection, delivery_id, at, "sent", None, {"state": "sent", "sent_at": at})


def record_retry(
    connection: Connection,
    delivery_id: int,
    at: datetime,
    error: str,
    next_attempt_at: datetime,
    counts: bool,
) -> None:
    """Note that an attempt failed and when the next one is.

    ``counts`` is false where the server was away, which is not held against the message.
    """
    values = {"next_attempt_at": next_attempt_at}
    _finish(connection, delivery_id, at, "failed", error, values, int(counts))


def record_dead(connection: Connection, delivery_id: int, at: datetime, error: str) -> None:
    """Note that a delivery will not be tried again by itself."""
    _finish(connection, delivery_id, at, "dead", error, {"state": "dead"})


def postpone(connection: Connection, delivery_id: int, until: datetime) -> None:
    """Give a lease back without an attempt, to be tried no earlier than then."""
    connection.execute(
        update(deliveries)
        .where(deliveries.c.id == delivery_id)
        .values(leased_until=None, next_attempt_at=until)
    )


def release_leases(connection: Connection) -> int:
    """Free every lease, when this is the only daemon on the database; return how many."""
    result = connection.execute(
        update(deliveries).where(deliveries.c.leased_until.is_not(None)).values(leased_until=None)
    )
    return result.rowcount


def revive(connection: Connection, delivery_id: int, now: datetime) -> bool:
    """Put a dead delivery back into the outbox; return whether there was one."""
    result = connection.execute(
        update(deliveries)
        .where(deliveries.c.id == delivery_id, deliveries.c.state.in_(["dead", "dropped"]))
        .values(state="pending", attempts=0, next_attempt_at=now, leased_until=None)
    )
    return bool(result.rowcount)


def drop(connection: Connection, delivery_id: int) -> bool:
    """Give a delivery up for good; return whether there was one that could be."""
    result = connection.execute(
        update(deliveries)
        .where(deliveries.c.id == delivery_id, deliveries.c.state.in_(["pending", "dead"]))
        .values(state="dropped", leased_until=None)
    )
    return bool(result.rowcount)


def list_deliveries(
    connection: Connection,
    limit: int,
    state: State | None = None,
    alert_id: int | None = None,
    digest_id: int | None = None,
) -> list[StoredDelivery]:
    """Return the newest deliveries first."""
    query = select(deliveries).order_by(deliveries.c.id.desc()).limit(limit)
    if state:
        query = query.where(deliveries.c.state == state)
    if alert_id is not None:
        query = query.where(deliveries.c.alert_id == alert_id)
    if digest_id is not None:
        query = query.where(deliveries.c.digest_id == digest_id)
    return [_stored(row) for row in connection.execute(query)]


def attempts_of(connection: Connection, delivery_id: int) -> list[Attempt]:
    """Return every try at a delivery, oldest first."""
    query = select(attempts).where(attempts.c.delivery_id == delivery_id).order_by(attempts.c.id)
    return [Attempt(row.at, row.outcome, row.error) for row in connection.execute(query)]


def count_by_state(connection: Connection) -> dict[str, int]:
    """Return how many deliveries are in each state."""
    query = select(deliveries.c.state, func.count().label("total")).group_by(deliveries.c.state)
    return {row.state: row.total for row in connection.execute(query)}


def disable_target(
    connection: Connection, recipient: tuple[str, str, str], reason: str, now: datetime
) -> None:
    """Stop sending to a target that is gone, until the operator enables it again."""
    subscriber, channel, target = recipient
    if recipient in load_disabled(connection):
        return
    connection.execute(
        insert(disabled_targets).values(
            subscriber=subscriber,
            channel=channel,
            target=target,
            reason=reason,
            disabled_at=now,
        )
    )


def load_disabled(connection: Connection) -> dict[tuple[str, str, str], str]:
    """Return the disabled targets as ``(subscriber, channel, target)`` with the reason."""
    return {
        (row.subscriber, row.channel, row.target): row.reason
        for row in connection.execute(select(disabled_targets))
    }


def _finish(
    connection: Connection,
    delivery_id: int,
    at: datetime,
    outcome: str,
    error: str | None,
    values: Mapping[str, object],
    counted: int = 1,
) -> None:
    connection.execute(
        update(deliveries)
        .where(deliveries.c.id == delivery_id)
        .values(
            **values, attempts=deliveries.c.attempts + counted, leased_until=None, last_error=error
        )
    )
    connection.execute(
        insert(attempts).values(delivery_id=delivery_id, at=at, outcome=outcome, error=error)
    )


def _stored(row: Row[tuple[object, ...]]) -> StoredDelivery:
    return StoredDelivery(
        delivery=Delivery(
            delivery_id=row.id,
            alert_id=row.alert_id,
            subscriber=row.subscriber,
            channel=row.channel,
            target=row.target,
            message_id=row.message_id,
            attempts=row.attempts,
            message=messages.from_json(row.message),
        ),
        story_id=row.story_id,
        state=row.state,
        created_at=row.created_at,
        next_attempt_at=row.next_attempt_at,
        leased_until=row.leased_until,
        sent_at=row.sent_at,
        last_error=row.last_error,
    )

"""The outbox: what is owed to whom, leased while it is being sent, and every attempt."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from sqlalchemy import Connection, Row, and_, func, insert, or_, select, update

from monitor.domain import Content, Delivery
from monitor.store import messages
from monitor.store.insertion import insert_once
from monitor.store.tables import attempts, deliveries, delivery_alerts

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
    receipt: str = ""
    """By what the target knows the message it took; "" where it gives nothing of the kind."""
    notes: tuple[str, ...] = ()
    """What has happened to it since it was sent, oldest first, as its readers are shown it."""
    revived_at: datetime | None = None
    """When somebody last put it back into the outbox."""

    @property
    def owed_since(self) -> datetime:
        """Return from when on its age counts."""
        return self.revived_at or self.created_at


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
) -> int:
    """Owe a message to a recipient ``(subscriber, channel, target)``; return the delivery's id.

    Once for each alert and step of its escalation (0 for the alert itself), and once for each
    Message-ID; what tells of no alert belongs to no story.
    """
    subscriber, channel, target = recipient
    insert_once(
        connection,
        deliveries,
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
    same_alert = and_(
        deliveries.c.alert_id.is_not(None),
        deliveries.c.alert_id == alert_id,
        deliveries.c.subscriber == subscriber,
        deliveries.c.channel == channel,
        deliveries.c.target == target,
        deliveries.c.step == step,
    )
    mine = or_(deliveries.c.message_id == message_id, same_alert)
    query = select(deliveries.c.id).where(mine).order_by(deliveries.c.id).limit(1)
    return int(connection.execute(query).scalar_one())


def open_deliveries(connection: Connection) -> list[StoredDelivery]:
    """Return every delivery still owed, oldest first, for the pure choice of who goes now."""
    query = select(deliveries).where(deliveries.c.state == "pending").order_by(deliveries.c.id)
    return [stored_delivery(row) for row in connection.execute(query)]


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


def keep_lease(connection: Connection, delivery_id: int, until: datetime | None) -> bool:
    """Return whether nobody has taken a delivery since it was leased until then.

    Nobody will before the transaction ends, also where the lease has run out.
    """
    # A lease is shortened where the clock is set back; one that is taken later ends later.
    mine = and_(deliveries.c.id == delivery_id, deliveries.c.leased_until <= until)
    return connection.scalar(select(deliveries.c.id).where(mine).with_for_update()) is not None


def record_sent(connection: Connection, delivery_id: int, at: datetime, receipt: str = "") -> None:
    """Note that a delivery has arrived, and by what its target knows it."""
    values = {"state": "sent", "sent_at": at, "receipt": receipt}
    _finish(connection, delivery_id, at, "sent", None, values)


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


def record_unwanted(connection: Connection, delivery_id: int, at: datetime, reason: str) -> None:
    """Note that its reader wants it no more: no dead letter, since there is nothing to mend."""
    _finish(connection, delivery_id, at, "dead", reason, {"state": "dropped"})


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
        .values(state="pending", attempts=0, next_attempt_at=now, leased_until=None, revived_at=now)
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
    """Return the newest deliveries first; of an alert also those that tell of it among others."""
    query = select(deliveries).order_by(deliveries.c.id.desc()).limit(limit)
    if state:
        query = query.where(deliveries.c.state == state)
    if alert_id is not None:
        among = select(delivery_alerts.c.delivery_id).where(delivery_alerts.c.alert_id == alert_id)
        query = query.where(or_(deliveries.c.alert_id == alert_id, deliveries.c.id.in_(among)))
    if digest_id is not None:
        query = query.where(deliveries.c.digest_id == digest_id)
    return [stored_delivery(row) for row in connection.execute(query)]


def attempts_of(connection: Connection, delivery_id: int) -> list[Attempt]:
    """Return every try at a delivery, oldest first."""
    query = select(attempts).where(attempts.c.delivery_id == delivery_id).order_by(attempts.c.id)
    return [Attempt(row.at, row.outcome, row.error) for row in connection.execute(query)]


def ids_in_state(connection: Connection, state: State) -> list[int]:
    """Return the ids of all deliveries in a state, the oldest first."""
    query = select(deliveries.c.id).where(deliveries.c.state == state).order_by(deliveries.c.id)
    return list(connection.scalars(query))


def count_by_recipient(connection: Connection) -> dict[tuple[str, str, str, str], int]:
    """Return how many deliveries each ``(subscriber, channel, target, state)`` has."""
    columns = (
        deliveries.c.subscriber,
        deliveries.c.channel,
        deliveries.c.target,
        deliveries.c.state,
    )
    query = select(*columns, func.count().label("total")).group_by(*columns)
    return {
        (row.subscriber, row.channel, row.target, row.state): row.total
        for row in connection.execute(query)
    }


def count_by_state(connection: Connection) -> dict[str, int]:
    """Return how many deliveries are in each state."""
    query = select(deliveries.c.state, func.count().label("total")).group_by(deliveries.c.state)
    return {row.state: row.total for row in connection.execute(query)}


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


def stored_delivery(row: Row[tuple[object, ...]]) -> StoredDelivery:
    """Return a row of the table as a value."""
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
        receipt=row.receipt or "",
        notes=tuple(row.notes or ()),
        revived_at=row.revived_at,
    )

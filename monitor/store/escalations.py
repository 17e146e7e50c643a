"""Who was asked to acknowledge an alert, in what order, and who did."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, Row, insert, select, update

from monitor.domain import Message
from monitor.store import messages
from monitor.store.insertion import insert_once
from monitor.store.tables import acknowledgements, escalation_steps, escalations
from monitor.timing import Chain


@dataclass(frozen=True, slots=True)
class OpenChain:
    """A chain that has not ended, and what its contacts are told."""

    chain: Chain
    message: Message


@dataclass(frozen=True, slots=True)
class StoredStep:
    """One contact's turn."""

    subscriber: str
    """Who was told first."""
    step: int
    contact: str
    at: datetime
    refusal: str | None
    """Why the contact was passed over; None where it was told."""


@dataclass(frozen=True, slots=True)
class StoredEnd:
    """How far a chain has got."""

    subscriber: str
    contacts: tuple[str, ...]
    next_at: datetime | None
    ended: str | None


@dataclass(frozen=True, slots=True)
class Acknowledgement:
    """Somebody has taken an alert on."""

    by: str
    at: datetime


def open_chain(connection: Connection, chain: Chain, message: Message) -> None:
    """Store a chain, once for each alert and subscriber."""
    insert_once(
        connection,
        escalations,
        alert_id=chain.alert_id,
        subscriber=chain.subscriber,
        contacts=list(chain.contacts),
        after_seconds=round(chain.after.total_seconds()),
        step=chain.step,
        next_at=chain.next_at,
        message=messages.to_json(message),
    )


def due_chains(connection: Connection, now: datetime, *, lock: bool = False) -> list[OpenChain]:
    """Return the chains that move by now, the longest due first.

    With ``lock`` no other transaction can move or end them meanwhile.
    """
    query = (
        select(escalations)
        .where(escalations.c.next_at <= now)
        .order_by(escalations.c.next_at, escalations.c.alert_id, escalations.c.subscriber)
    )
    if lock:
        query = query.with_for_update()
    return [found for row in connection.execute(query) if (found := _open(row))]


def move_chain(
    connection: Connection, chain: Chain, turns: int, next_at: datetime | None, ended: str | None
) -> None:
    """Note that so many more contacts have had their turn."""
    connection.execute(
        update(escalations)
        .where(
            escalations.c.alert_id == chain.alert_id,
            escalations.c.subscriber == chain.subscriber,
        )
        .values(step=chain.step + turns, next_at=next_at, ended=ended)
    )


def end_chains(connection: Connection, alert_ids: Sequence[int], why: str) -> list[str]:
    """End the chains of alerts; return the contacts that are not told any more."""
    still_open = (escalations.c.alert_id.in_(list(alert_ids)), escalations.c.next_at.is_not(None))
    spared: list[str] = []
    for row in connection.execute(select(escalations).where(*still_open).with_for_update()):
        spared += row.contacts[row.step :]
    connection.execute(update(escalations).where(*still_open).values(next_at=None, ended=why))
    return list(dict.fromkeys(spared))


def save_step(connection: Connection, chain: Chain, step: StoredStep) -> None:
    """Store a contact's turn."""
    connection.execute(
        insert(escalation_steps).values(
            alert_id=chain.alert_id,
            subscriber=chain.subscriber,
            step=step.step,
            contact=step.contact,
            at=step.at,
            refusal=step.refusal,
        )
    )


def steps_of(connection: Connection, alert_id: int) -> list[StoredStep]:
    """Return every turn of an alert's contacts, oldest first."""
    query = (
        select(escalation_steps)
        .where(escalation_steps.c.alert_id == alert_id)
        .order_by(escalation_steps.c.at, escalation_steps.c.step)
    )
    return [
        StoredStep(row.subscriber, row.step, row.contact, row.at, row.refusal)
        for row in connection.execute(query)
    ]


def ends_of(connection: Connection, alert_id: int) -> list[StoredEnd]:
    """Return how far each chain of an alert has got."""
    query = select(escalations).where(escalations.c.alert_id == alert_id)
    return [
        StoredEnd(row.subscriber, tuple(row.contacts), row.next_at, row.ended)
        for row in connection.execute(query.order_by(escalations.c.subscriber))
    ]


def acknowledge(connection: Connection, alert_ids: Sequence[int], by: str, now: datetime) -> None:
    """Store that somebody has taken alerts on; who did so first stays."""
    for alert_id in alert_ids:
        insert_once(
            connection,
            acknowledgements,
            alert_id=alert_id,
            acknowledged_by=by,
            acknowledged_at=now,
        )


def acknowledgement_of(connection: Connection, alert_id: int) -> Acknowledgement | None:
    """Return who has taken an alert on, and when."""
    query = select(acknowledgements).where(acknowledgements.c.alert_id == alert_id)
    row = connection.execute(query).first()
    return Acknowledgement(row.acknowledged_by, row.acknowledged_at) if row else None


def acknowledged_among(connection: Connection, alert_ids: Iterable[int]) -> set[int]:
    """Return which of some alerts somebody has taken on."""
    query = select(acknowledgements.c.alert_id).where(acknowledgements.c.alert_id.in_(alert_ids))
    return set(connection.scalars(query))


def _open(row: Row[tuple[object, ...]]) -> OpenChain | None:
    message = messages.from_json(row.message)
    if not isinstance(message, Message):
        return None
    chain = Chain(
        alert_id=row.alert_id,
        subscriber=row.subscriber,
        contacts=tuple(row.contacts),
        after=timedelta(seconds=row.after_seconds),
        step=row.step,
        next_at=row.next_at,
    )
    return OpenChain(chain, message)

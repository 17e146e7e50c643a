"""Messages that were sent: which began a story's thread, and what has happened to each since."""

from __future__ import annotations

from sqlalchemy import Connection, or_, select, update

from monitor.store.deliveries import StoredDelivery, stored_delivery
from monitor.store.tables import alerts, deliveries, stories


def load_delivery(connection: Connection, delivery_id: int) -> StoredDelivery | None:
    """Return the delivery with this id."""
    row = connection.execute(select(deliveries).where(deliveries.c.id == delivery_id)).first()
    return stored_delivery(row) if row else None


def find_by_message_id(connection: Connection, message_id: str) -> StoredDelivery | None:
    """Return the delivery with this Message-ID."""
    query = select(deliveries).where(deliveries.c.message_id == message_id)
    row = connection.execute(query).first()
    return stored_delivery(row) if row else None


def first_of_thread(
    connection: Connection, recipient: tuple[str, str, str], story_id: int
) -> StoredDelivery | None:
    """Return the first message of a story, or of those merged into it, that a recipient has.

    What tells of an unusual rise is not of the story that it quotes.
    """
    subscriber, channel, target = recipient
    merged = select(stories.c.id).where(stories.c.merged_into == story_id)
    query = (
        select(deliveries)
        .join(alerts, alerts.c.id == deliveries.c.alert_id)
        .where(
            alerts.c.kind != "rise",
            or_(deliveries.c.story_id == story_id, deliveries.c.story_id.in_(merged)),
            deliveries.c.subscriber == subscriber,
            deliveries.c.channel == channel,
            deliveries.c.target == target,
            deliveries.c.state == "sent",
            deliveries.c.receipt != "",
        )
        .order_by(deliveries.c.sent_at, deliveries.c.id)
        .limit(1)
    )
    row = connection.execute(query).first()
    return stored_delivery(row) if row else None


def add_note(connection: Connection, delivery_id: int, note: str) -> tuple[str, ...]:
    """Keep what has happened to a message since it was sent; return all its notes, each once."""
    mine = deliveries.c.id == delivery_id
    earlier = connection.scalar(select(deliveries.c.notes).where(mine)) or []
    notes = [*earlier, note] if note not in earlier[-1:] else earlier
    connection.execute(update(deliveries).where(mine).values(notes=notes))
    return tuple(notes)

"""Which delivery tells a recipient of which alerts: one may tell of several of one story."""

from __future__ import annotations

from sqlalchemy import Connection, exists, or_, select, update
from sqlalchemy.exc import IntegrityError

from monitor.store.insertion import insert_once
from monitor.store.tables import alerts, deliveries, delivery_alerts, routings, stories
from monitor.timing import Heard

Recipient = tuple[str, str, str]
"""Subscriber, channel and target."""
ARRIVES = ("pending", "sent")
"""States of a delivery that has arrived or is on its way."""


def link(connection: Connection, alert_id: int, recipient: Recipient, delivery_id: int) -> None:
    """Note that a delivery tells a recipient of an alert; the first one noted stays."""
    subscriber, channel, target = recipient
    insert_once(
        connection,
        delivery_alerts,
        alert_id=alert_id,
        subscriber=subscriber,
        channel=channel,
        target=target,
        delivery_id=delivery_id,
    )


def follow(connection: Connection, alert_id: int, earlier_id: int, subscriber: str) -> None:
    """Note that what told a subscriber of an earlier alert tells it of this one too."""
    query = select(delivery_alerts).where(
        delivery_alerts.c.alert_id == earlier_id, delivery_alerts.c.subscriber == subscriber
    )
    for row in connection.execute(query).all():
        link(connection, alert_id, (subscriber, row.channel, row.target), row.delivery_id)


def readdress(connection: Connection, delivery_id: int, target: str) -> bool:
    """Owe a delivery to another target of its channel; return False where that was told already."""
    try:
        with connection.begin_nested():
            for table, column in (
                (deliveries, deliveries.c.id),
                (delivery_alerts, delivery_alerts.c.delivery_id),
            ):
                moved = update(table).where(column == delivery_id).values(target=target)
                connection.execute(moved)
    except IntegrityError:
        return False
    return True


def delivery_of(connection: Connection, alert_id: int, recipient: Recipient) -> int | None:
    """Return the delivery that tells a recipient of an alert, its own or another's of its story."""
    subscriber, channel, target = recipient
    query = select(delivery_alerts.c.delivery_id).where(
        delivery_alerts.c.alert_id == alert_id,
        delivery_alerts.c.subscriber == subscriber,
        delivery_alerts.c.channel == channel,
        delivery_alerts.c.target == target,
    )
    return connection.scalar(query)


def heard_of(connection: Connection, story_id: int, subscriber: str) -> list[Heard]:
    """Return the alerts of a story, or of those merged into it, that a subscriber was told of.

    By a message or a digest that has arrived or is on its way, or that is too long ago to be still
    stored: one that was given up tells nobody. One that tells of an unusual rise is not of the
    story that it quotes.
    """
    merged = select(stories.c.id).where(stories.c.merged_into == story_id)
    messages = (
        exists()
        .where(delivery_alerts.c.alert_id == alerts.c.id)
        .where(delivery_alerts.c.subscriber == subscriber)
        .where(deliveries.c.id == delivery_alerts.c.delivery_id)
        .where(deliveries.c.state.in_(ARRIVES))
    )
    of_digest = deliveries.c.digest_id == routings.c.digest_id
    gathered = (
        exists()
        .where(routings.c.alert_id == alerts.c.id, routings.c.subscriber == subscriber)
        .where(routings.c.digest_id.is_not(None))
        .where(
            exists().where(of_digest, deliveries.c.state.in_(ARRIVES))
            | ~exists().where(of_digest, deliveries.c.state.not_in(ARRIVES))
        )
    )
    query = (
        select(alerts.c.id, alerts.c.severity)
        .where(or_(alerts.c.story_id == story_id, alerts.c.story_id.in_(merged)))
        .where(alerts.c.kind != "rise", or_(messages, gathered))
        .order_by(alerts.c.id)
    )
    return [Heard(row.id, row.severity) for row in connection.execute(query)]


def alerts_told(connection: Connection, delivery_id: int) -> list[int]:
    """Return the ids of all alerts that a delivery tells of, in order."""
    query = (
        select(delivery_alerts.c.alert_id)
        .where(delivery_alerts.c.delivery_id == delivery_id)
        .order_by(delivery_alerts.c.alert_id)
        .distinct()
    )
    return list(connection.scalars(query))

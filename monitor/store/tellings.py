"""Which delivery tells a recipient of which alerts: one may tell of several of one story."""

from __future__ import annotations

from sqlalchemy import ColumnElement, Connection, or_, select
from sqlalchemy.dialects import postgresql, sqlite

from monitor.store.tables import alerts, deliveries, delivery_alerts, stories

Recipient = tuple[str, str, str]
"""Subscriber, channel and target."""


def link(connection: Connection, alert_id: int, recipient: Recipient, delivery_id: int) -> None:
    """Note that a delivery tells a recipient of an alert; the first one noted stays."""
    subscriber, channel, target = recipient
    dialect = sqlite if connection.dialect.name == "sqlite" else postgresql
    connection.execute(
        dialect.insert(delivery_alerts)
        .values(
            alert_id=alert_id,
            subscriber=subscriber,
            channel=channel,
            target=target,
            delivery_id=delivery_id,
        )
        .on_conflict_do_nothing()
    )


def delivery_to(connection: Connection, alert_id: int, recipient: Recipient) -> int | None:
    """Return the delivery that was made for an alert and a recipient, if there is one."""
    query = select(deliveries.c.id).where(deliveries.c.alert_id == alert_id, _to(recipient))
    return connection.scalar(query)


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


def told_before(
    connection: Connection, story_id: int, recipient: Recipient, severity: int
) -> int | None:
    """Return the newest delivery that tells a recipient of a story, or of one merged into it.

    One that tells of a lower severity does not count. One that was given up tells nobody, and one
    that tells of an unusual rise is not of the story.
    """
    merged = select(stories.c.id).where(stories.c.merged_into == story_id)
    query = (
        select(deliveries.c.id)
        .join(alerts, alerts.c.id == deliveries.c.alert_id)
        .where(
            or_(alerts.c.story_id == story_id, alerts.c.story_id.in_(merged)),
            alerts.c.kind != "rise",
            alerts.c.severity >= severity,
            deliveries.c.state.in_(["pending", "sent"]),
            _to(recipient),
        )
        .order_by(deliveries.c.id.desc())
        .limit(1)
    )
    return connection.scalar(query)


def alerts_told(connection: Connection, delivery_id: int) -> list[int]:
    """Return the ids of all alerts that a delivery tells of, in order."""
    query = (
        select(delivery_alerts.c.alert_id)
        .where(delivery_alerts.c.delivery_id == delivery_id)
        .order_by(delivery_alerts.c.alert_id)
        .distinct()
    )
    return list(connection.scalars(query))


def _to(recipient: Recipient) -> ColumnElement[bool]:
    subscriber, channel, target = recipient
    return (
        (deliveries.c.subscriber == subscriber)
        & (deliveries.c.channel == channel)
        & (deliveries.c.target == target)
    )

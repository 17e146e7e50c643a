"""Owe messages to every address of a subscriber, in the caller's transaction."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import Connection

from monitor.alerts import compose
from monitor.domain import Alert, Digest, Message, Subscriber
from monitor.store import alerts, deliveries, tellings


def owe_alerts(
    connection: Connection,
    subscriber: Subscriber,
    message: Message,
    alert_ids: Iterable[int],
    domain: str,
    now: datetime,
    step: int = 0,
) -> None:
    """Owe a message to a subscriber, and note that it tells of all these alerts of its story.

    It is a step of its alert's escalation where ``step`` is not 0.
    """
    alert = _alert(connection, message)
    for address in subscriber.addresses:
        recipient = (subscriber.name, address.channel, address.target)
        message_id = compose.message_id(alert, message.alert_id, subscriber, address, domain, step)
        delivery_id = deliveries.enqueue(
            connection,
            message.alert_id,
            message.story_id,
            recipient,
            message,
            message_id,
            now,
            step=step,
        )
        for alert_id in alert_ids:
            tellings.link(connection, alert_id, recipient, delivery_id)


def owe_digest(
    connection: Connection,
    subscriber: Subscriber,
    digest: Digest,
    digest_id: int,
    domain: str,
) -> None:
    """Owe a digest to a subscriber."""
    for address in subscriber.addresses:
        parts = ("digest", str(digest_id), digest.until.isoformat(), subscriber.name,
                 address.channel, address.target)  # fmt: skip
        name = hashlib.sha256("\0".join(parts).encode()).hexdigest()[:32]
        deliveries.enqueue(
            connection,
            None,
            None,
            (subscriber.name, address.channel, address.target),
            digest,
            f"<{name}@{domain}>",
            digest.until,
            digest_id=digest_id,
        )


def _alert(connection: Connection, message: Message) -> Alert:
    stored = alerts.load_alert(connection, message.alert_id)
    if stored is None:
        raise LookupError(f"alert {message.alert_id} is not stored")
    return stored.alert

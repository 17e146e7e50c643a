"""Owe messages to every address of a subscriber, in the caller's transaction."""

from __future__ import annotations

import hashlib
from datetime import datetime

from sqlalchemy import Connection

from monitor.alerts import compose
from monitor.domain import Alert, Digest, Message, Subscriber
from monitor.store import alerts, deliveries


def owe_alert(
    connection: Connection,
    subscriber: Subscriber,
    message: Message,
    domain: str,
    now: datetime,
    step: int = 0,
) -> None:
    """Owe an alert to a subscriber, as a step of its escalation where ``step`` is not 0."""
    alert = _alert(connection, message)
    for address in subscriber.addresses:
        message_id = compose.message_id(alert, message.alert_id, subscriber, address, domain, step)
        deliveries.enqueue(
            connection,
            message.alert_id,
            alert.story_id,
            (subscriber.name, address.channel, address.target),
            message,
            message_id,
            now,
            step=step,
        )


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

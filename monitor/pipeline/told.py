"""Follow one alert to those who were told of it, and say why the others were not."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection

from monitor.alerts import compose, routing
from monitor.domain import Match, Message, Subscriber
from monitor.pipeline.way import AlertStep, DeliveryStep, Untold
from monitor.store import assessments, deliveries, entries
from monitor.store.alerts import StoredAlert
from monitor.store.deliveries import StoredDelivery
from monitor.store.disabled import load_disabled

MOST_DELIVERIES = 1_000
WOULD_BE_TOLD_NOW = (
    "was no subscriber, or wanted other alerts, when it was raised; by the configuration in force "
    "it would be told"
)


def follow(
    connection: Connection, stored: StoredAlert, subscribers: Sequence[Subscriber]
) -> AlertStep:
    """Return an alert with every delivery of it, and why each other subscriber got none."""
    owed = deliveries.list_deliveries(connection, MOST_DELIVERIES, alert_id=stored.id)[::-1]
    # A message made for another alert of the story tells of this one, but speaks for that watch.
    own = (item.delivery.message for item in owed if item.delivery.alert_id == stored.id)
    sent = next(own, None)
    message = sent if isinstance(sent, Message) else _message(connection, stored)
    told = {item.delivery.subscriber for item in owed}
    others = [item for item in subscribers or (routing.TERMINAL,) if item.name not in told]
    disabled = load_disabled(connection)
    return AlertStep(
        id=stored.id,
        watch=stored.alert.watch,
        kind=stored.alert.kind,
        entry=stored.alert.entry_id,
        raised_at=stored.alert.raised_at,
        reason=stored.alert.reason,
        told=tuple(_delivery(connection, item, disabled) for item in owed),
        not_told=tuple(
            Untold(item.name, routing.refusal(message, item) or WOULD_BE_TOLD_NOW)
            for item in others
            if message
        ),
    )


def _delivery(
    connection: Connection, stored: StoredDelivery, disabled: dict[tuple[str, str, str], str]
) -> DeliveryStep:
    delivery = stored.delivery
    return DeliveryStep(
        id=delivery.delivery_id,
        alert=delivery.alert_id,
        subscriber=delivery.subscriber,
        channel=delivery.channel,
        target=delivery.target,
        state=stored.state,
        sent_at=stored.sent_at,
        next_attempt_at=stored.next_attempt_at if stored.state == "pending" else None,
        disabled=disabled.get((delivery.subscriber, delivery.channel, delivery.target)),
        attempts=tuple(deliveries.attempts_of(connection, delivery.delivery_id)),
    )


def _message(connection: Connection, stored: StoredAlert) -> Message | None:
    """Return what an alert that went to nobody would have said."""
    entry = entries.load_entry(connection, stored.alert.entry_id)
    scored = assessments.load_scored(connection, entry) if entry else None
    if scored is None:
        return None
    return compose.compose(stored.alert, stored.id, scored, Match(stored.alert.watch, ()), ())

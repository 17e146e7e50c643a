"""Follow one alert to those who were told of it, and say why the others were not.

What is said is what was decided and stored; nothing is decided anew.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection

from monitor.alerts import compose, routing
from monitor.domain import Match, Message, Subscriber
from monitor.pipeline.way import AlertStep, DeliveryStep, Held, Untold
from monitor.store import assessments, deliveries, entries, escalations, routings, stories
from monitor.store.alerts import StoredAlert
from monitor.store.deliveries import StoredDelivery
from monitor.store.disabled import load_disabled
from monitor.store.routings import StoredRouting

MOST_DELIVERIES = 1_000
NO_SUBSCRIBER_THEN = "was no subscriber when it was raised"
WOULD_BE_TOLD_NOW = (
    "was no subscriber, or wanted other alerts, when it was raised; by the configuration in force "
    "it would be told"
)


def follow(
    connection: Connection, stored: StoredAlert, subscribers: Sequence[Subscriber]
) -> AlertStep:
    """Return an alert with every delivery of it, and why each other subscriber got none."""
    routed = routings.routings_of_alert(connection, stored.id)
    owed = _owed(connection, stored.id, routed)
    acknowledged = escalations.acknowledgement_of(connection, stored.id)
    story = stories.load_story(connection, stored.alert.story_id)
    return AlertStep(
        id=stored.id,
        watch=stored.alert.watch,
        kind=stored.alert.kind,
        story=story.id if story else stored.alert.story_id,
        entry=stored.alert.entry_id,
        raised_at=stored.alert.raised_at,
        reason=stored.alert.reason,
        told=_deliveries(connection, owed),
        late=tuple(
            _held(item, item.told_at)
            for item in routed
            if item.state == "told" and item.decision not in ("told", "covered")
        ),
        covered=tuple(
            Untold(item.subscriber, item.reason) for item in routed if item.decision == "covered"
        ),
        held=tuple(_held(item, item.release_at) for item in routed if item.state == "waiting"),
        not_told=_not_told(connection, stored, subscribers, routed, owed),
        chains=tuple(escalations.ends_of(connection, stored.id)),
        contacts=tuple(escalations.steps_of(connection, stored.id)),
        acknowledged_by=acknowledged.by if acknowledged else None,
        acknowledged_at=acknowledged.at if acknowledged else None,
    )


def _owed(
    connection: Connection, alert_id: int, routed: Sequence[StoredRouting]
) -> list[tuple[StoredDelivery, int | None]]:
    """Return the deliveries of an alert, each with the digest that it is, if it is one."""
    alone = deliveries.list_deliveries(connection, MOST_DELIVERIES, alert_id=alert_id)[::-1]
    found: list[tuple[StoredDelivery, int | None]] = [(item, None) for item in alone]
    for digest_id in dict.fromkeys(item.digest_id for item in routed if item.digest_id):
        gathered = deliveries.list_deliveries(connection, MOST_DELIVERIES, digest_id=digest_id)
        found += [(item, digest_id) for item in gathered[::-1]]
    return found


def _deliveries(
    connection: Connection, owed: Sequence[tuple[StoredDelivery, int | None]]
) -> tuple[DeliveryStep, ...]:
    disabled = load_disabled(connection)
    return tuple(_delivery(connection, item, digest_id, disabled) for item, digest_id in owed)


def _delivery(
    connection: Connection,
    stored: StoredDelivery,
    digest_id: int | None,
    disabled: dict[tuple[str, str, str], str],
) -> DeliveryStep:
    delivery = stored.delivery
    message = delivery.message
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
        digest=digest_id,
        escalated=isinstance(message, Message) and message.escalated,
    )


def _held(item: StoredRouting, until: datetime | None) -> Held:
    return Held(item.subscriber, item.decision, until, item.reason)


def _not_told(
    connection: Connection,
    stored: StoredAlert,
    subscribers: Sequence[Subscriber],
    routed: Sequence[StoredRouting],
    owed: Sequence[tuple[StoredDelivery, int | None]],
) -> tuple[Untold, ...]:
    """Return who is not told, as stored, and who was no subscriber then."""
    told = {item.delivery.subscriber for item, _ in owed}
    decided = [
        Untold(item.subscriber, item.reason)
        for item in routed
        if item.state == "not_told" and item.subscriber not in told
    ]
    known = told | {item.subscriber for item in routed}
    others = [item for item in subscribers or (routing.TERMINAL,) if item.name not in known]
    if routed:
        return (*decided, *(Untold(item.name, NO_SUBSCRIBER_THEN) for item in others))
    message = _message(connection, stored, [item for item, _ in owed])
    return tuple(
        Untold(item.name, routing.refusal(message, item) or WOULD_BE_TOLD_NOW)
        for item in others
        if message
    )


def _message(
    connection: Connection, stored: StoredAlert, owed: Sequence[StoredDelivery]
) -> Message | None:
    """Return what an alert says of which nothing was stored but its deliveries, if any.

    So it is with those that were raised before decisions were stored.
    """
    # A message made for another alert of the story tells of this one, but speaks for that watch.
    own = (item.delivery.message for item in owed if item.delivery.alert_id == stored.id)
    sent = next(own, None)
    if isinstance(sent, Message):
        return sent
    entry = entries.load_entry(connection, stored.alert.entry_id)
    scored = assessments.load_scored(connection, entry) if entry else None
    if scored is None:
        return None
    return compose.compose(stored.alert, stored.id, scored, Match(stored.alert.watch, ()), ())

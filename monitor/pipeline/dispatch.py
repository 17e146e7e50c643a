"""Store what an alert comes to for every subscriber, and owe it to those who are told now.

All of it in the transaction that stores the alert, so that a crash loses neither an alert nor the
reason why somebody has to wait for it.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection

from monitor.alerts import dispatch
from monitor.alerts.dispatch import Circumstances
from monitor.domain import Message, Subscriber
from monitor.pipeline.audience import Audience
from monitor.pipeline.escalate import begin
from monitor.pipeline.owe import owe_alert
from monitor.store import mutes, routings
from monitor.timing import Mute


def tell(connection: Connection, message: Message, audience: Audience, now: datetime) -> None:
    """Decide and store what a stored alert comes to for each subscriber."""
    active = mutes.active_mutes(connection, now)
    for subscriber in audience.by_name().values():
        known = circumstances(connection, subscriber, active, now)
        verdict = dispatch.decide(message, subscriber, known, now)
        waits = verdict.release_at is not None
        routings.save_routing(
            connection,
            message.alert_id,
            subscriber.name,
            verdict.decision,
            verdict.reason,
            now,
            release_at=verdict.release_at,
            message=message if waits else None,
        )
        if verdict.decision == "told":
            asking = begin(connection, message, subscriber, now)
            owe_alert(connection, subscriber, asking, audience.message_domain, now)


def circumstances(
    connection: Connection, subscriber: Subscriber, active: list[Mute], now: datetime
) -> Circumstances:
    """Return what is known of a subscriber; nothing is asked that its wishes do not need."""
    since = dispatch.reach_back(subscriber.timing, now)
    told = routings.told_since(connection, subscriber.name, since) if since < now else ()
    capped = subscriber.timing.cap is not None
    overflow = routings.overflow_at(connection, subscriber.name, now) if capped else None
    return Circumstances(told, active, overflow)

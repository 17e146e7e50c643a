"""Store what alerts come to for every subscriber, and owe them to those who are told now.

All of it in the transaction that stores the alerts, so that a crash loses neither an alert nor the
reason why somebody has to wait for it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection

from monitor.alerts import dispatch
from monitor.alerts.compose import together
from monitor.alerts.dispatch import Circumstances, Event, Verdict
from monitor.domain import Message, Subscriber
from monitor.pipeline.audience import Audience
from monitor.pipeline.escalate import begin
from monitor.pipeline.owe import owe_alerts
from monitor.pipeline.raising import Raised
from monitor.store import mutes, routings, tellings
from monitor.timing import Mute


def tell(
    connection: Connection, raised: Sequence[Raised], audience: Audience, now: datetime
) -> None:
    """Decide and store what alerts that were just stored come to for each subscriber."""
    active = mutes.active_mutes(connection, now)
    for event in events_of(raised):
        for subscriber in audience.told_of(event.messages[0].watch):
            known = circumstances(connection, event.story_id, subscriber, active, now)
            _tell(connection, event, subscriber, known, audience.message_domain, now)


def events_of(raised: Sequence[Raised]) -> list[Event]:
    """Return what there is to tell of each story, in the order in which stories were raised."""
    stories: dict[int, list[Message]] = defaultdict(list)
    for one in raised:
        stories[one.alert.story_id].append(one.message)
    return [Event(story_id, tuple(messages)) for story_id, messages in stories.items()]


def circumstances(
    connection: Connection,
    story_id: int,
    subscriber: Subscriber,
    active: Sequence[Mute],
    now: datetime,
) -> Circumstances:
    """Return what is known of a subscriber; nothing is asked that its wishes do not need."""
    since = dispatch.reach_back(subscriber.timing, now)
    told = routings.told_since(connection, subscriber.name, since) if since < now else ()
    capped = subscriber.timing.cap is not None
    overflow = routings.overflow_at(connection, subscriber.name, now) if capped else None
    heard = tellings.heard_of(connection, story_id, subscriber.name)
    return Circumstances(told, active, overflow, heard)


def _tell(
    connection: Connection,
    event: Event,
    subscriber: Subscriber,
    known: Circumstances,
    domain: str,
    now: datetime,
) -> None:
    verdicts = dispatch.decide(event, subscriber, known, now)
    told = []
    for message, verdict in zip(event.messages, verdicts, strict=True):
        _save(connection, message, subscriber, verdict, now)
        if verdict.decision == "told":
            told.append(message)
    if told:
        asking = begin(connection, together(told), subscriber, now)
        numbers = [message.alert_id for message in told]
        owe_alerts(connection, subscriber, asking, numbers, domain, now)


def _save(
    connection: Connection,
    message: Message,
    subscriber: Subscriber,
    verdict: Verdict,
    now: datetime,
) -> None:
    routings.save_routing(
        connection,
        message.alert_id,
        subscriber.name,
        verdict.decision,
        verdict.reason,
        now,
        release_at=verdict.release_at,
        message=message if verdict.release_at is not None else None,
    )
    if verdict.covered_by is not None:
        tellings.follow(connection, message.alert_id, verdict.covered_by, subscriber.name)

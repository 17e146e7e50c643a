"""Make digests: of what was gathered, and of what had to wait."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from monitor.alerts import digests as layout
from monitor.alerts.dispatch import digest_after
from monitor.domain import Digest, Subscriber
from monitor.pipeline.escalate import begin
from monitor.pipeline.gather import Held
from monitor.pipeline.intensity import chart
from monitor.pipeline.owe import owe_digest
from monitor.store import digests, routings
from monitor.store.digests import Schedule


@dataclass(frozen=True, slots=True)
class Slot:
    """A time at which a digest is due."""

    since: datetime
    at: datetime


def compose(
    connection: Connection,
    subscriber: Subscriber,
    held: Sequence[Held],
    slot: Slot | None,
    now: datetime,
) -> Digest:
    """Return the digest of what waits, storing nothing; one without anything says "all quiet", or
    how much was told before.
    """
    messages = [one.message for one in held]
    since = min([one.decided_at for one in held] + [slot.since if slot else now])
    charts = {
        watch: chart(connection, watch, since, now)
        for watch in {message.watch for message in messages}
    }
    zone = ZoneInfo(subscriber.timing.zone)
    decisions = [item.decision for one in held for item in one.items]
    title = layout.title_of(slot.at if slot else None, decisions, zone)
    apart = 0 if held else len(routings.told_since(connection, subscriber.name, since))
    return Digest(title, since, now, layout.grouped(messages, charts), apart)


def send_digest(
    connection: Connection,
    subscriber: Subscriber,
    held: Sequence[Held],
    slot: Slot | None,
    domain: str,
    now: datetime,
) -> Digest:
    """Owe a digest of what waits to a subscriber, and note that this is how it was told."""
    asking = [replace(one, message=begin(connection, one.message, subscriber, now)) for one in held]
    digest = compose(connection, subscriber, asking, slot, now)
    digest_id = digests.save_digest(connection, subscriber.name, digest.title, digest.since, now)
    told = [routing_id for one in held for routing_id in one.ids]
    routings.mark_told(connection, told, now, digest_id)
    owe_digest(connection, subscriber, digest, digest_id, domain)
    return digest


def next_schedule(
    subscriber: Subscriber, stored: Schedule | None, now: datetime
) -> Schedule | None:
    """Return when a subscriber's next digest is due: as stored, or anew where its wishes changed.

    None for a subscriber that wishes for none.
    """
    timing = subscriber.timing
    rule = repr((timing.digest, timing.zone, timing.quiet_hours))
    if timing.digest is not None and stored is not None and stored.rule == rule:
        return stored
    next_at = digest_after(timing, now)
    if next_at is None:
        return None
    return Schedule(subscriber.name, rule, stored.since if stored else now, next_at)

"""Tell what had to wait, when its time has come, and send the digests that are due.

What is due is what the database says: after a crash, or in another daemon, the next look finds the
same. Whatever was muted meanwhile is left out, whatever falls into quiet hours that are new waits
for their end, and whatever was unmuted goes into the next digest of who gets digests.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

import structlog
from sqlalchemy import Connection

from monitor.alerts import muting
from monitor.alerts.caps import is_over
from monitor.alerts.dispatch import (
    after_mute,
    after_quiet,
    covering,
    gathered_at,
    over_cap,
    reach_back,
    stamp,
)
from monitor.domain import Subscriber
from monitor.pipeline.audience import Audience
from monitor.pipeline.digest import Slot, next_schedule, send_digest
from monitor.pipeline.escalate import begin
from monitor.pipeline.gather import Held, gather
from monitor.pipeline.isolate import log_failure
from monitor.pipeline.muted import mute_of
from monitor.pipeline.owe import owe_alerts
from monitor.store import digests, escalations, routings, tellings
from monitor.store.engine import Store
from monitor.store.routings import StoredRouting

log = structlog.get_logger()

GATHERED = ("digest", "cap")
"""Decisions after which an alert is told in a digest, be it the only one."""


def release_due(store: Store, audience: Audience, now: datetime) -> int:
    """Owe what has waited long enough, and digests that are due; return to how many subscribers.

    Each in a transaction of its own: a fault with one stops no other.
    """
    known = audience.by_name()
    with store.read() as connection:
        schedules = digests.load_schedules(connection)
        due = set(routings.subscribers_due(connection, now))
    for name, subscriber in known.items():
        schedule = next_schedule(subscriber, schedules.get(name), now)
        if schedule != schedules.get(name) or (schedule and schedule.next_at <= now):
            due.add(name)
    due |= schedules.keys() - known.keys()
    for name in sorted(due):
        try:
            with store.write() as connection:
                if name in known:
                    _release(connection, known[name], audience.message_domain, now)
                else:
                    _let_go(connection, name, now)
        except Exception as error:
            log_failure("release failed", error, subscriber=name)
    return len(due)


def release_now(
    connection: Connection, subscriber: Subscriber, domain: str, now: datetime
) -> list[Held]:
    """Owe everything that waits for a subscriber in one digest, due or not, and return it."""
    waiting = [
        item
        for item in routings.waiting_of(connection, subscriber.name, lock=True)
        if not _muted(connection, subscriber, item, now)
    ]
    held = _uncovered(connection, subscriber, _gathered(connection, waiting))
    if held:
        send_digest(connection, subscriber, held, None, domain, now)
    return held


def _release(connection: Connection, subscriber: Subscriber, domain: str, now: datetime) -> None:
    slot = _slot(connection, subscriber, now)
    due = [
        item
        for item in routings.waiting_of(connection, subscriber.name, lock=True)
        if _is_due(item, slot, now) and not _muted(connection, subscriber, item, now)
    ]
    if slot is None:
        due = [item for item in due if not _waits_on(connection, subscriber, item, now)]
    held = _uncovered(connection, subscriber, _gathered(connection, due))
    if slot is None and not any(_is_gathered(one) for one in held):
        held = [one for one in held if not _over_cap(connection, subscriber, one, now)]
    wish = subscriber.timing.digest
    if not held and not (slot and wish and wish.all_quiet):
        return
    if slot is None and len(held) == 1 and _alone(connection, subscriber, held[0], now):
        _tell_single(connection, subscriber, held[0], domain, now)
    else:
        send_digest(connection, subscriber, held, slot, domain, now)
    log.info("released", subscriber=subscriber.name, alerts=len(due), digest=slot is not None)


def _gathered(connection: Connection, waiting: Sequence[StoredRouting]) -> list[Held]:
    numbers = [item.alert_id for item in waiting]
    return gather(waiting, escalations.acknowledged_among(connection, numbers))


def _uncovered(connection: Connection, subscriber: Subscriber, held: Sequence[Held]) -> list[Held]:
    """Return what a subscriber has not been told meanwhile by another message of the same story.

    Of the rest it is noted which message that was.
    """
    left = []
    for one in held:
        heard = tellings.heard_of(connection, one.story_id, subscriber.name)
        known = covering([item.message for item in one.items if item.message], heard)
        if known is None:
            left.append(one)
            continue
        reason = f"alert {known.alert_id} of the same story told it"
        routings.mark_covered(connection, one.ids, reason)
        for item in one.items:
            tellings.follow(connection, item.alert_id, known.alert_id, subscriber.name)
    return left


def _is_due(item: StoredRouting, slot: Slot | None, now: datetime) -> bool:
    if slot is not None and item.decision in GATHERED:
        return True
    return item.release_at is not None and item.release_at <= now


def _slot(connection: Connection, subscriber: Subscriber, now: datetime) -> Slot | None:
    """Return the scheduled digest that is due, and note when the next one is."""
    stored = digests.load_schedules(connection, lock=True).get(subscriber.name)
    schedule = next_schedule(subscriber, stored, now)
    if schedule is None:
        digests.drop_schedules(connection, [subscriber.name])
        return None
    if schedule.next_at > now:
        if schedule != stored:
            digests.save_schedule(connection, schedule)
        return None
    following = next_schedule(subscriber, None, now)
    if following is not None:
        digests.save_schedule(connection, following)
    return Slot(schedule.since, schedule.next_at)


def _muted(
    connection: Connection, subscriber: Subscriber, item: StoredRouting, now: datetime
) -> bool:
    """Return whether somebody has muted it since, and note that it waits on, or for ever."""
    mute = mute_of(connection, item.message, subscriber.name, now) if item.message else None
    if mute is None:
        return False
    if mute.until is None:
        routings.mark_not_told(connection, item.id, muting.reason(mute))
    else:
        until = after_mute(subscriber.timing, _severity(item), mute.until)
        routings.hold(connection, item.id, "muted", until, muting.reason(mute))
    return True


def _waits_on(
    connection: Connection, subscriber: Subscriber, item: StoredRouting, now: datetime
) -> bool:
    """Return whether what is due waits on for the subscriber's own wishes, and note until when.

    Quiet hours may hold that did not when it was decided. What a mute let go before its end waits
    for the next digest, where digests are all that is wished for.
    """
    timing, severity = subscriber.timing, _severity(item)
    digest = gathered_at(timing, severity, now) if item.decision == "muted" else None
    until = digest or after_quiet(timing, severity, now)
    if until > now:
        what = "gathered for the digest of" if digest else "quiet hours until"
        routings.postpone(connection, item.id, until, f"{what} {stamp(until, timing)}")
    return until > now


def _over_cap(connection: Connection, subscriber: Subscriber, one: Held, now: datetime) -> bool:
    """Return whether what waited for its cooldown is too much for the cap, and note that it waits.

    Cooldowns end one after the other, all day: told in digests of their own they would flood. A
    digest that goes out anyway takes them along.
    """
    timing = subscriber.timing
    if timing.cap is None or any(item.decision != "cooldown" for item in one.items):
        return False
    told = routings.told_since(connection, subscriber.name, reach_back(timing, now))
    overflow = routings.overflow_at(connection, subscriber.name, now)
    over = over_cap(timing, one.message.severity, told, overflow, now)
    if over is None or over.release_at is None:
        return False
    for routing_id in one.ids:
        routings.hold(connection, routing_id, over.decision, over.release_at, over.reason)
    return True


def _severity(item: StoredRouting) -> int:
    if item.decision in GATHERED or item.message is None:
        return 0
    return item.message.severity


def _is_gathered(one: Held) -> bool:
    return any(item.decision in GATHERED for item in one.items)


def _alone(connection: Connection, subscriber: Subscriber, one: Held, now: datetime) -> bool:
    """Return whether what waited may have a message of its own, the cap permitting."""
    if _is_gathered(one):
        return False
    cap = subscriber.timing.cap
    since = reach_back(subscriber.timing, now)
    told = routings.told_since(connection, subscriber.name, since) if cap else []
    return cap is None or not is_over(cap, one.message.severity, told, now)


def _tell_single(
    connection: Connection, subscriber: Subscriber, one: Held, domain: str, now: datetime
) -> None:
    asking = begin(connection, one.message, subscriber, now)
    late = replace(asking, reason=f"{asking.reason}; delivered late: {one.items[0].reason}")
    numbers = [item.alert_id for item in one.items]
    owe_alerts(connection, subscriber, late, numbers, domain, now)
    routings.mark_told(connection, one.ids, now)


def _let_go(connection: Connection, name: str, now: datetime) -> None:
    """Note of what is due to somebody who is no subscriber any more that nobody is told.

    What is due later waits on: who was left out of the file by mistake is soon back.
    """
    digests.drop_schedules(connection, [name])
    held: Sequence[StoredRouting] = routings.waiting_of(connection, name, lock=True)
    due = [item for item in held if _is_due(item, None, now)]
    for item in due:
        routings.mark_not_told(connection, item.id, f"{name} is no subscriber any more")
    if due:
        log.warning("not told to who is no subscriber any more", subscriber=name, alerts=len(due))

"""Tell the next contact of an alert that nobody has acknowledged in time."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import structlog
from sqlalchemy import Connection

from monitor.alerts import escalation, muting
from monitor.alerts.localtime import length_in_words
from monitor.domain import Message, Subscriber
from monitor.pipeline.audience import Audience
from monitor.pipeline.gather import gather
from monitor.pipeline.isolate import log_failure
from monitor.pipeline.muted import mute_of
from monitor.pipeline.owe import owe_alerts
from monitor.store import escalations, routings
from monitor.store.disabled import load_disabled
from monitor.store.engine import Store
from monitor.store.escalations import OpenChain, StoredStep
from monitor.timing import Chain

log = structlog.get_logger()

NOBODY = "nobody acknowledged it, and every contact has had its time"


def begin(
    connection: Connection, message: Message, subscriber: Subscriber, now: datetime
) -> Message:
    """Open the chain of a subscriber that is told of an alert; return what it is told.

    None is opened below the severity that it escalates, nor for what somebody has acknowledged.
    """
    wish = subscriber.timing.escalation
    if wish is None or not escalation.opens(wish, message.severity):
        return message
    if escalations.acknowledgement_of(connection, message.alert_id):
        return message
    chain = Chain(message.alert_id, subscriber.name, wish.contacts, wish.after, 0, now + wish.after)
    escalations.open_chain(connection, chain, message)
    return replace(message, asks=escalation.asked(chain))


def escalate_due(store: Store, audience: Audience, now: datetime) -> int:
    """Move every chain whose time has come; return how many moved.

    Each in a transaction of its own: a fault in one stops no other.
    """
    with store.read() as connection:
        due = escalations.due_chains(connection, now)
    moved = 0
    for found in due:
        try:
            with store.write() as connection:
                moved += _move(connection, found.chain, audience, now)
        except Exception as error:
            chain = found.chain
            log_failure(
                "escalation failed", error, alert=chain.alert_id, subscriber=chain.subscriber
            )
    return moved


def _move(connection: Connection, seen: Chain, audience: Audience, now: datetime) -> bool:
    """Move one chain, unless it has been moved or ended since it was seen."""
    due = escalations.due_chains(connection, now, lock=True)
    found = next((item for item in due if item.chain == seen), None)
    if found is None:
        return False
    chain = found.chain
    move = escalation.advance(chain, _refusals(connection, found, audience, now), now)
    told = None
    for turn in move.turns:
        step = StoredStep(chain.subscriber, turn.step, turn.contact, now, turn.refusal)
        escalations.save_step(connection, chain, step)
        told = turn if turn.refusal is None else told
    ended = None if move.next_at else NOBODY
    escalations.move_chain(connection, chain, len(move.turns), move.next_at, ended)
    bound = log.bind(alert=chain.alert_id, subscriber=chain.subscriber)
    if told is None or move.next_at is None:
        bound.warning("nobody acknowledged an alert")
        return True
    moved = replace(chain, step=told.step, next_at=move.next_at)
    contact = audience.by_name()[told.contact]
    _tell(connection, found, moved, contact, audience.message_domain, now)
    bound.info("escalated", contact=told.contact, step=told.step)
    return True


def _tell(
    connection: Connection,
    found: OpenChain,
    moved: Chain,
    contact: Subscriber,
    domain: str,
    now: datetime,
) -> None:
    """Owe the alert to a contact; quiet hours, caps and cooldowns are not asked."""
    earlier = [
        step.contact
        for step in escalations.steps_of(connection, moved.alert_id)
        if step.subscriber == moved.subscriber and not step.refusal and step.step < moved.step
    ]
    silent = " and ".join([moved.subscriber, *earlier])
    message = replace(
        found.message,
        reason=(
            f"not acknowledged by {silent} within {length_in_words(moved.after)}; "
            f"{found.message.reason}"
        ),
        asks=escalation.asked(moved),
        escalated=True,
    )
    waiting = gather(routings.waiting_of(connection, contact.name))
    items = [
        item
        for held in waiting
        if moved.alert_id in {one.alert_id for one in held.items}
        for item in held.items
    ]
    numbers = {moved.alert_id, *(item.alert_id for item in items)}
    owe_alerts(connection, contact, message, sorted(numbers), domain, now, moved.step)
    routings.mark_told(connection, [item.id for item in items], now)


def _refusals(
    connection: Connection, found: OpenChain, audience: Audience, now: datetime
) -> dict[str, str]:
    """Return why contacts cannot be told, by name."""
    chain, message = found.chain, found.message
    known = audience.by_name()
    disabled = load_disabled(connection)
    asked_before = {
        step.contact: f"was told already, when {step.subscriber} did not acknowledge it"
        for step in escalations.steps_of(connection, chain.alert_id)
        if step.refusal is None
    }
    refusals = {}
    for name in chain.contacts[chain.step :]:
        mute = mute_of(connection, message, name, now)
        if name not in known:
            refusals[name] = "no subscriber of that name is configured any more"
        elif name in asked_before:
            refusals[name] = asked_before[name]
        elif mute is not None:
            refusals[name] = muting.reason(mute)
        elif all(
            (name, address.channel, address.target) in disabled for address in known[name].addresses
        ):
            refusals[name] = "all of its addresses are disabled"
    return refusals

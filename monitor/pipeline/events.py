"""Owe raised alerts to their subscribers: one message for a story, whatever watches it passes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy import Connection

from monitor.alerts import compose, routing
from monitor.domain import Address, Message, Subscriber, TermHit
from monitor.pipeline.audience import Audience
from monitor.pipeline.raising import Raised
from monitor.store import deliveries, tellings


def owe(connection: Connection, raised: Sequence[Raised], audience: Audience) -> None:
    """Owe the alerts of one batch, in the caller's transaction."""
    events: dict[int, list[Raised]] = defaultdict(list)
    for one in raised:
        events[one.alert.story_id].append(one)
    for event in events.values():
        for subscriber, wanted in _routed(event, audience.told_of(event[0].alert.watch)):
            for address in subscriber.addresses:
                _owe(connection, wanted, subscriber, address, audience.message_domain)


def _routed(
    event: Sequence[Raised], subscribers: Sequence[Subscriber]
) -> list[tuple[Subscriber, list[Raised]]]:
    """Return who is told of which alerts of one story; who is told of none is left out."""
    found: dict[str, tuple[Subscriber, list[Raised]]] = {}
    for one in event:
        for subscriber in subscribers:
            if routing.refusal(one.message, subscriber) is None:
                _, wanted = found.setdefault(subscriber.name, (subscriber, []))
                wanted.append(one)
    return list(found.values())


def _owe(
    connection: Connection,
    wanted: Sequence[Raised],
    subscriber: Subscriber,
    address: Address,
    domain: str,
) -> None:
    """Owe one message that tells an address of all its alerts of a story.

    Where the address was told of the story before, as grave as it is now, a watch that the story
    passes only now adds nothing: its alert counts as told by that message.
    """
    recipient = (subscriber.name, address.channel, address.target)
    lead = max(wanted, key=_importance)
    told = None
    if lead.alert.kind == "raise":
        told = tellings.told_before(connection, lead.alert.story_id, recipient, lead.alert.severity)
    if told is None:
        told = _enqueue(connection, lead, wanted, subscriber, address, domain)
    for one in wanted:
        tellings.link(connection, one.alert_id, recipient, told)


def _enqueue(
    connection: Connection,
    lead: Raised,
    wanted: Sequence[Raised],
    subscriber: Subscriber,
    address: Address,
    domain: str,
) -> int:
    recipient = (subscriber.name, address.channel, address.target)
    deliveries.enqueue(
        connection,
        lead.alert_id,
        lead.message.story_id,
        recipient,
        _together(lead, wanted),
        compose.message_id(lead.alert, lead.alert_id, subscriber, address, domain),
        lead.alert.raised_at,
    )
    made = tellings.delivery_to(connection, lead.alert_id, recipient)
    if made is None:
        raise LookupError(f"alert {lead.alert_id} was not put into the outbox")
    return made


def _together(lead: Raised, wanted: Sequence[Raised]) -> Message:
    """Return the lead's message with the names of all watches, and their keywords in its entry."""
    watches = tuple(dict.fromkeys([lead.alert.watch, *(one.alert.watch for one in wanted)]))
    same = [one for one in wanted if one.alert.entry_id == lead.alert.entry_id]
    hits: dict[TermHit, None] = dict.fromkeys(lead.message.keywords)
    hits |= dict.fromkeys(hit for one in same for hit in one.message.keywords)
    return replace(lead.message, watches=watches if len(watches) > 1 else (), keywords=tuple(hits))


def _importance(one: Raised) -> tuple[bool, int, int]:
    return one.alert.kind == "update", one.alert.severity, -one.alert_id

"""Do what a button under an alert asks for, and show on the alert that it was done."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

import structlog
from sqlalchemy import Connection

from monitor.delivery.buttons import Action, Press
from monitor.delivery.channels.base import Amends, Channel, Whispers
from monitor.delivery.content import Target, Thread
from monitor.errors import DeliveryError, MonitorError
from monitor.pipeline import amend
from monitor.pipeline.deliver import Reach, recipient_of
from monitor.store import threads
from monitor.store.deliveries import StoredDelivery
from monitor.store.engine import Store

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Pressed:
    """What a button is about, and who pressed it."""

    alert_id: int
    story_id: int
    subscriber: str
    name: str
    """Of who pressed, one line."""

    @property
    def by(self) -> str:
        """Return who pressed, as what is stored names persons."""
        return f"slack:{self.name}"


Response = Callable[[Connection, Pressed, datetime], str]
"""Do what was asked in the caller's transaction; return it in words. Raises MonitorError."""


async def respond(
    store: Store,
    reach: Reach,
    responses: Mapping[Action, Response],
    press: Press,
    now: datetime,
) -> None:
    """Do what ``press`` asks for and note it under the alert, or tell who pressed why not.

    It is done under an address that is no longer configured too: who acknowledges relies on it.
    Never raises where only telling fails: what was done is done. Raises what is no MonitorError.
    """
    stored = await asyncio.to_thread(_find, store, press.message_id)
    if stored is None:
        log.warning("button of a message that is not known", by=press.person)
        return
    channel = reach.channels[stored.delivery.channel]
    target = reach.targets.get(recipient_of(stored))
    ears = target or _any_bots(reach, channel)
    try:
        _check(stored, press, reach)
        said = await asyncio.to_thread(_do, store, responses, press, stored, now)
    except MonitorError as error:
        log.warning("button refused", action=press.action, by=press.person, reason=str(error))
        await _whisper(channel, ears, press, str(error))
        return
    except Exception:
        await _whisper(channel, ears, press, "That failed, for a fault of the monitor's own.")
        raise
    log.info("button pressed", action=press.action, by=press.person, alert=stored.delivery.alert_id)
    if target is None:
        await _whisper(channel, ears, press, said)
        return
    note = f"{now.astimezone(UTC):%H:%M} UTC {said}"
    for thread in await asyncio.to_thread(_shown_on, store, stored):
        await amend.amend(store, channel, target, thread, note)


def _any_bots(reach: Reach, channel: Channel) -> Target | None:
    """Return an address that the bot posts to, by which it can answer also where it was taken off
    the configuration.
    """
    if not isinstance(channel, Amends):
        return None
    return next(
        (
            target
            for (_, kind, _), target in reach.targets.items()
            if kind == channel.kind and channel.can_amend(target)
        ),
        None,
    )


def _check(stored: StoredDelivery, press: Press, reach: Reach) -> None:
    """Raise MonitorError for what can only be done to a subscriber that is configured."""
    name = stored.delivery.subscriber
    if press.action is Action.MUTE and name not in {known for known, _, _ in reach.targets}:
        raise MonitorError(
            f"{name} is no subscriber any more; 'monitor mute story {stored.story_id}' mutes the "
            "story for everybody"
        )


def _find(store: Store, message_id: str) -> StoredDelivery | None:
    with store.read() as connection:
        return threads.find_by_message_id(connection, message_id)


def _do(
    store: Store,
    responses: Mapping[Action, Response],
    press: Press,
    stored: StoredDelivery,
    now: datetime,
) -> str:
    response = responses.get(press.action)
    delivery = stored.delivery
    if response is None or delivery.alert_id is None or stored.story_id is None:
        raise MonitorError("this button is not in use any more")
    pressed = Pressed(delivery.alert_id, stored.story_id, delivery.subscriber, press.person)
    with store.write() as connection:
        return response(connection, pressed, now)


def _shown_on(store: Store, stored: StoredDelivery) -> list[Thread]:
    """Return the message that was pressed and, where it is an update, the first of its story."""
    with store.read() as connection:
        first = amend.thread_of(connection, stored)
        fresh = threads.load_delivery(connection, stored.delivery.delivery_id) or stored
    pressed = Thread(fresh.receipt, fresh.delivery, fresh.notes)
    return [pressed, first] if first else [pressed]


async def _whisper(channel: Channel, target: Target | None, press: Press, text: str) -> None:
    if target is None or not isinstance(channel, Whispers):
        return
    try:
        await channel.whisper(target, press.channel, press.person_id, text)
    except DeliveryError as error:
        log.warning("who pressed a button was not answered", reason=str(error))

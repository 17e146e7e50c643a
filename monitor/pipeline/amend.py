"""Show on a message that was sent what has happened since, where its channel can."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, datetime

import structlog
from sqlalchemy import Connection

from monitor.delivery.channels.base import Amends, Channel
from monitor.delivery.content import Target, Thread
from monitor.domain import Delivery, Message
from monitor.errors import DeliveryError
from monitor.store import threads
from monitor.store.deliveries import StoredDelivery
from monitor.store.engine import Store

log = structlog.get_logger()


def thread_of(connection: Connection, stored: StoredDelivery) -> Thread | None:
    """Return the first message of a delivery's story that its recipient has; never itself.

    What tells of an unusual rise begins no thread and belongs to none.
    """
    delivery, content = stored.delivery, stored.delivery.message
    if stored.story_id is None or (isinstance(content, Message) and content.kind == "rise"):
        return None
    recipient = (delivery.subscriber, delivery.channel, delivery.target)
    first = threads.first_of_thread(connection, recipient, stored.story_id)
    if first is None or first.delivery.delivery_id == delivery.delivery_id:
        return None
    return Thread(first.receipt, first.delivery, first.notes)


async def tell_first(
    store: Store, channel: Channel, target: Target, delivery: Delivery, now: datetime
) -> None:
    """Note an update on the first message of its story, once the update itself has been sent."""
    content = delivery.message
    if target.thread is None or not isinstance(content, Message) or content.kind != "update":
        return
    note = f"{_clock(now)} Update, severity {content.severity} of 4: {content.reason}"
    await amend(store, channel, target, target.thread, note)


async def amend(store: Store, channel: Channel, target: Target, thread: Thread, note: str) -> None:
    """Keep a note of a message and redraw it.

    Never raises: what the note tells of has been done, and the message itself has arrived.
    """
    if not isinstance(channel, Amends) or not channel.can_amend(target):
        return
    try:
        notes = await asyncio.to_thread(_keep, store, thread.delivery.delivery_id, note)
        if thread.receipt:
            await channel.amend(replace(thread, notes=notes), target)
    except DeliveryError as error:
        log.warning("message not amended", delivery=thread.delivery.delivery_id, reason=str(error))
    except Exception:
        log.exception("message not amended", delivery=thread.delivery.delivery_id)


def _keep(store: Store, delivery_id: int, note: str) -> tuple[str, ...]:
    with store.write() as connection:
        return threads.add_note(connection, delivery_id, note)


def _clock(now: datetime) -> str:
    return f"{now.astimezone(UTC):%H:%M} UTC"

"""Tell the operator past the database when the database itself cannot be written.

The outbox is in the database: while that cannot be written, nothing reaches anybody, and nobody
would know.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import datetime

import structlog

from monitor.domain import Address, Delivery, Notice, Subscriber
from monitor.errors import DeliveryError
from monitor.pipeline.deliver import Reach
from monitor.store.engine import reason_of

log = structlog.get_logger()

KEY = "database"
ROUNDS = 3
"""Failures in a row, a minute apart, before the operator is told."""


@dataclass(slots=True)
class Alarm:
    """Count failures of the database, and tell of them once, and once when it is over."""

    failures: int = 0
    told: bool = False

    async def failed(
        self, error: Exception, now: datetime, operator: Subscriber | None, reach: Reach
    ) -> None:
        """Note that the database could not be used."""
        self.failures += 1
        said = reason_of(error)
        log.error("the database cannot be used", reason=said, rounds=self.failures)
        if self.failures >= ROUNDS and not self.told:
            body = (
                f"The database cannot be used: {said}\n\nFeeds are not read and no alert goes out "
                "until it can; what was stored before is safe. Is the disk full, or the server "
                "away?"
            )
            notice = Notice(KEY, "The database cannot be used", body, now)
            self.told = await send(notice, operator, reach)

    async def worked(self, now: datetime, operator: Subscriber | None, reach: Reach) -> None:
        """Note that the database could be used."""
        self.failures = 0
        if self.told:
            notice = Notice(KEY, "The database cannot be used", "This is over.", now, over=True)
            self.told = not await send(notice, operator, reach)


async def send(notice: Notice, operator: Subscriber | None, reach: Reach) -> bool:
    """Send a notice, past the outbox, to all addresses of the operator; return if one took it.

    To all at once, so that a server that hangs holds up no other.
    """
    if operator is None:
        return False
    name = operator.name
    sendings = [_send(notice, name, address, reach) for address in operator.addresses]
    return any(await asyncio.gather(*sendings))


async def _send(notice: Notice, name: str, address: Address, reach: Reach) -> bool:
    target = reach.targets.get((name, address.channel, address.target))
    channel = reach.channels.get(address.channel)
    if target is None or channel is None:
        return False
    message_id = f"{notice.key}-{notice.at:%Y%m%dT%H%M%S}-{notice.over}-{address.target}"
    delivery = Delivery(
        0, None, name, address.channel, address.target, message_id.replace(":", "-"), 0, notice
    )
    try:
        await channel.send(delivery, target)
    except DeliveryError as error:
        log.warning("notice not sent", channel=address.channel, reason=str(error))
        return False
    return True

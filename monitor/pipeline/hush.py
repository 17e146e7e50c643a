"""Keep what is sent again from breaking into quiet hours that have begun since."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from monitor.alerts import canary
from monitor.alerts.quiet import quiet_until
from monitor.domain import Digest, Message, Notice
from monitor.store.deliveries import StoredDelivery
from monitor.timing import Timing


def hushed_until(
    stored: StoredDelivery, timings: Mapping[str, Timing], now: datetime
) -> datetime | None:
    """Return when an owed delivery may be sent, or None where its subscriber's hours allow it now.

    What is escalated, and what the monitor says of itself, its canaries among it, are sent at any
    hour; so is what is being sent already.
    """
    content = stored.delivery.message
    timing = timings.get(stored.delivery.subscriber)
    if timing is None or isinstance(content, Notice):
        return None
    if stored.leased_until is not None and stored.leased_until > now:
        return None
    if isinstance(content, Message) and (content.escalated or content.watch == canary.NAME):
        return None
    return quiet_until(timing.quiet_hours, _least_severity(content), now, ZoneInfo(timing.zone))


def _least_severity(content: Message | Digest) -> int:
    """Return how severe all is that a content tells: quiet hours must except the whole of it."""
    if isinstance(content, Message):
        return content.severity
    told = [message.severity for group in content.groups for message in group.messages]
    return min(told, default=0)

"""Keep what is sent again from breaking into quiet hours that have begun since."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from monitor.alerts import canary
from monitor.alerts.quiet import quiet_until
from monitor.domain import Message, Notice
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
    severity = content.severity if isinstance(content, Message) else 0
    return quiet_until(timing.quiet_hours, severity, now, ZoneInfo(timing.zone))

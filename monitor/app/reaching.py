"""Which channels subscribers are reached by, which are off, and how one is switched on again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from monitor.app import convert
from monitor.app.opening import open_migrated
from monitor.config.load import Config
from monitor.errors import MonitorError
from monitor.store import deliveries, disabled


@dataclass(frozen=True, slots=True)
class ListedChannel:
    """One address of one subscriber; the address itself only where that is no secret."""

    subscriber: str
    channel: str
    target: str
    shown: str
    off_since: datetime | None
    off_because: str | None
    sent: int
    pending: int
    dead: int


def list_channels(config: Config) -> list[ListedChannel]:
    """Return every configured address, in the order of subscribers.yaml."""
    with open_migrated(config) as store, store.read() as connection:
        off = {item.recipient: item for item in disabled.list_disabled(connection)}
        counts = deliveries.count_by_recipient(connection)
    return [
        ListedChannel(
            *recipient,
            shown=shown,
            off_since=off[recipient].disabled_at if recipient in off else None,
            off_because=off[recipient].reason if recipient in off else None,
            sent=counts.get((*recipient, "sent"), 0),
            pending=counts.get((*recipient, "pending"), 0),
            dead=counts.get((*recipient, "dead"), 0),
        )
        for recipient, shown in convert.shown_of(config).items()
    ]


def enable_channels(config: Config, subscriber: str, kind: str | None) -> list[str]:
    """Switch a subscriber's channels on again, or those of one kind; return their kinds.

    Raises MonitorError where none of them is off.
    """
    with open_migrated(config) as store, store.write() as connection:
        chosen = [
            item.recipient
            for item in disabled.list_disabled(connection)
            if item.recipient[0] == subscriber and kind in (None, item.recipient[1])
        ]
        for recipient in chosen:
            disabled.enable_target(connection, recipient)
    if not chosen:
        what = f"{kind} channel" if kind else "channel"
        raise MonitorError(f"no {what} of {subscriber} is off; see 'monitor channels list'")
    return [recipient[1] for recipient in chosen]

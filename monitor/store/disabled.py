"""Targets that nothing is sent to any more, until somebody mends and enables them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, delete, insert, select, update

from monitor.store.tables import disabled_targets

Recipient = tuple[str, str, str]
UNSUBSCRIBED = "its reader unsubscribed by the link in a mail"
"""The reason that holds whatever becomes of the configuration, until somebody enables it again."""


@dataclass(frozen=True, slots=True)
class DisabledTarget:
    """An address that is off, since when and why."""

    recipient: Recipient
    """Subscriber, channel and target."""
    reason: str
    disabled_at: datetime


def disable_target(
    connection: Connection,
    recipient: Recipient,
    reason: str,
    now: datetime,
    credential: str,
) -> None:
    """Stop sending to a target; what it is off for already stays, but for a reader's own wish.

    ``credential`` is the fingerprint of what was signed in with; another one enables it again.
    """
    if recipient in load_disabled(connection):
        if reason == UNSUBSCRIBED:
            wish = update(disabled_targets).where(*_is(recipient)).values(reason=reason)
            connection.execute(wish)
        return
    subscriber, channel, target = recipient
    connection.execute(
        insert(disabled_targets).values(
            subscriber=subscriber,
            channel=channel,
            target=target,
            reason=reason,
            disabled_at=now,
            credential=credential,
        )
    )


def enable_target(connection: Connection, recipient: Recipient) -> bool:
    """Send to a target again; return whether it was disabled."""
    return bool(connection.execute(delete(disabled_targets).where(*_is(recipient))).rowcount)


def forget_changed(connection: Connection, credentials: Mapping[Recipient, str]) -> list[Recipient]:
    """Enable what is signed in to with something else now, and forget what is not configured, but
    not that a reader wants no more mail.

    ``credentials`` has the fingerprint in force of every configured target. Returns what was
    forgotten.
    """
    changed = [
        (row.subscriber, row.channel, row.target)
        for row in connection.execute(
            select(disabled_targets).where(disabled_targets.c.reason != UNSUBSCRIBED)
        )
        if row.credential != credentials.get((row.subscriber, row.channel, row.target))
    ]
    for recipient in changed:
        enable_target(connection, recipient)
    return changed


def load_disabled(connection: Connection) -> dict[Recipient, str]:
    """Return the disabled targets with the reason."""
    return {item.recipient: item.reason for item in list_disabled(connection)}


def list_disabled(connection: Connection) -> list[DisabledTarget]:
    """Return the disabled targets, the one that has been off longest first."""
    query = select(disabled_targets).order_by(disabled_targets.c.disabled_at)
    return [
        DisabledTarget((row.subscriber, row.channel, row.target), row.reason, row.disabled_at)
        for row in connection.execute(query)
    ]


def _is(recipient: Recipient) -> tuple[ColumnElement[bool], ...]:
    columns = disabled_targets.c
    subscriber, channel, target = recipient
    return (
        columns.subscriber == subscriber,
        columns.channel == channel,
        columns.target == target,
    )

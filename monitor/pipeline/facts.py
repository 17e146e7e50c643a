"""Read from the store what the rules of ``alerts.troubles`` look at."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import Connection

from monitor.alerts.troubles import Facts, FeedFacts, MailboxFacts, Recipient
from monitor.domain import Notice
from monitor.store import clock, feeds, troubles, unassessable, undelivered
from monitor.store.disabled import load_disabled


@dataclass(frozen=True, slots=True)
class Seen:
    """What the edge has seen of the machine."""

    now: datetime
    free_bytes: int | None = None
    folder: str = ""
    drift: timedelta = timedelta()
    lacking: tuple[str, ...] = ()
    """What the configuration lacks without which nothing is monitored, with what follows."""


def gather(
    connection: Connection, seen: Seen, recipients: Collection[Recipient] | None = None
) -> Facts:
    """Return all facts; ``recipients`` are those configured, where only their addresses count."""
    return Facts(
        now=seen.now,
        feeds=_feeds(connection),
        mailboxes=_mailboxes(connection, recipients),
        unassessable=[(item.title, item.error) for item in unassessable.list_failing(connection)],
        free_bytes=seen.free_bytes,
        folder=seen.folder,
        drift=seen.drift,
        lacking=seen.lacking,
        newest_stored=clock.newest_moment(connection),
        troubled_since={item.key: item.since for item in troubles.load_troubles(connection)},
    )


def _feeds(connection: Connection) -> list[FeedFacts]:
    return [
        FeedFacts(
            name=item.feed.name,
            failing_since=item.failing_since,
            last_success=item.last_success_at,
            next_poll=item.next_poll_at,
            polled=item.last_polled_at is not None,
            error=item.last_error or "",
            gone=item.gone_at is not None,
        )
        for item in feeds.list_feeds(connection)
        if item.enabled
    ]


def _mailboxes(
    connection: Connection, recipients: Collection[Recipient] | None
) -> list[MailboxFacts]:
    found: dict[Recipient, MailboxFacts] = {}

    def box(recipient: Recipient) -> MailboxFacts:
        return found.get(recipient, MailboxFacts(recipient))

    for item in undelivered.list_undelivered(connection):
        # Notices are not told of, lest each that is lost brought forth another.
        if isinstance(item.content, Notice):
            continue
        seen = box(item.recipient)
        if item.dead:
            seen = replace(seen, dead=seen.dead + 1, last_death=item.last_attempt, error=item.error)
        else:
            first = min(seen.first_refusal or item.first_attempt, item.first_attempt)
            seen = replace(seen, first_refusal=first, error=seen.error or item.error)
        found[item.recipient] = seen
    for recipient, reason in load_disabled(connection).items():
        if recipients is None or recipient in recipients:
            found[recipient] = replace(box(recipient), disabled=reason)
    return [found[recipient] for recipient in sorted(found)]

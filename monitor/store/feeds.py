"""Feeds as stored: what is configured, when each is due, and how its last poll went."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, Row, insert, select, update

from monitor.domain import Feed, Outlet
from monitor.store.tables import feeds, sites


@dataclass(frozen=True, slots=True)
class StoredFeed:
    """A feed with the state that its next poll needs."""

    id: int
    feed: Feed
    site: str
    enabled: bool
    etag: str | None
    last_modified: str | None
    digest: str | None
    ttl: float | None
    """Seconds that the last document asks not to be polled again, or None."""
    next_poll_at: datetime
    last_polled_at: datetime | None
    last_success_at: datetime | None
    last_document_at: datetime | None
    """When a document of it was read last; what stood in it was last seen at that time."""
    last_error: str | None
    failures: int
    failing_since: datetime | None
    """When the first of the present failures in a row happened."""
    moved_to: str | None
    moved_since: datetime | None
    gone_at: datetime | None

    @property
    def address(self) -> str:
        """Return where to poll: the configured address, or where it has moved for good."""
        return self.moved_to if self.moved_to and self.moved_since is None else self.feed.url


@dataclass(frozen=True, slots=True)
class PollOutcome:
    """What a poll leaves behind on its feed; a failed poll keeps validators, digest and ttl."""

    polled_at: datetime
    next_poll_at: datetime
    error: str | None
    failures: int
    etag: str | None
    last_modified: str | None
    digest: str | None
    moved_to: str | None
    moved_since: datetime | None
    gone: bool = False
    ttl: float | None = None
    """Of the document that was parsed last; a failed poll need not say it."""


def sync_feeds(
    connection: Connection, configured: Sequence[tuple[Feed, str, bool]], now: datetime
) -> None:
    """Make the table say what the configuration says: ``(feed, site, enabled)`` each.

    A feed no longer configured is disabled, never deleted: its entries stay explained. A changed
    address forgets validators and failures, and is due at once.
    """
    stored = {row.name: row for row in connection.execute(select(feeds))}
    for feed, site, enabled in configured:
        values = _configured_values(feed, site, enabled)
        row = stored.pop(feed.name, None)
        if row is None:
            connection.execute(insert(feeds).values(**values, next_poll_at=now, failures=0))
            continue
        if row.url != feed.url:
            values |= _forgotten(now)
        if any(getattr(row, key) != value for key, value in values.items()):
            connection.execute(update(feeds).where(feeds.c.id == row.id).values(**values))
    for row in stored.values():
        if row.enabled:
            connection.execute(update(feeds).where(feeds.c.id == row.id).values(enabled=False))


def list_feeds(connection: Connection) -> list[StoredFeed]:
    """Return every stored feed by name."""
    return [_stored(row) for row in connection.execute(select(feeds).order_by(feeds.c.name))]


def due_feeds(connection: Connection, now: datetime) -> list[StoredFeed]:
    """Return the enabled feeds whose time has come, those longest overdue first.

    Feeds of a site that asked to be left alone wait with it.
    """
    slowed = select(sites.c.site).where(sites.c.slowed_until > now)
    query = (
        select(feeds)
        .where(feeds.c.enabled, feeds.c.gone_at.is_(None), feeds.c.next_poll_at <= now)
        .where(feeds.c.site.not_in(slowed))
        .order_by(feeds.c.next_poll_at, feeds.c.name)
    )
    return [_stored(row) for row in connection.execute(query)]


def claim_due(connection: Connection, now: datetime, until: datetime) -> list[StoredFeed]:
    """Return the feeds that are due, and let no other daemon have them until then.

    A daemon that dies while it polls gives them back by that.
    """
    due = due_feeds(connection, now)
    claimed = []
    for stored in due:
        still_due = (feeds.c.id == stored.id) & (feeds.c.next_poll_at <= now)
        result = connection.execute(update(feeds).where(still_due).values(next_poll_at=until))
        if result.rowcount:
            claimed.append(stored)
    return claimed


def record_poll(connection: Connection, feed_id: int, outcome: PollOutcome) -> None:
    """Keep what a poll left behind."""
    values: dict[str, object] = {
        "last_polled_at": outcome.polled_at,
        "next_poll_at": outcome.next_poll_at,
        "last_error": outcome.error,
        "failures": outcome.failures,
        "etag": outcome.etag,
        "last_modified": outcome.last_modified,
        "digest": outcome.digest,
        "moved_to": outcome.moved_to,
        "moved_since": outcome.moved_since,
    }
    if outcome.error is None:
        values |= {
            "last_success_at": outcome.polled_at,
            "failing_since": None,
            "ttl": outcome.ttl,
        }
    elif outcome.failures == 1:
        values["failing_since"] = outcome.polled_at
    if outcome.gone:
        values["gone_at"] = outcome.polled_at
    connection.execute(update(feeds).where(feeds.c.id == feed_id).values(**values))


def note_document(connection: Connection, feed_id: int, now: datetime) -> None:
    """Note that a document of a feed, even an empty one, has been read."""
    connection.execute(update(feeds).where(feeds.c.id == feed_id).values(last_document_at=now))


def postpone(connection: Connection, feed_id: int, until: datetime) -> None:
    """Poll a feed no earlier than then."""
    connection.execute(update(feeds).where(feeds.c.id == feed_id).values(next_poll_at=until))


def hasten(connection: Connection, feed_ids: Sequence[int], now: datetime) -> None:
    """Make feeds due at once."""
    connection.execute(
        update(feeds)
        .where(feeds.c.id.in_(feed_ids), feeds.c.next_poll_at > now)
        .values(next_poll_at=now)
    )


def slow_site(connection: Connection, site: str, until: datetime) -> None:
    """Leave every feed of a site alone until then, or longer if it already waits longer."""
    stored = connection.scalar(select(sites.c.slowed_until).where(sites.c.site == site))
    if stored is None:
        connection.execute(insert(sites).values(site=site, slowed_until=until))
    elif stored < until:
        connection.execute(update(sites).where(sites.c.site == site).values(slowed_until=until))


def _configured_values(feed: Feed, site: str, enabled: bool) -> dict[str, object]:
    return {
        "name": feed.name,
        "url": feed.url,
        "outlet": feed.outlet.name,
        "country": feed.outlet.country,
        "kind": feed.outlet.kind,
        "state_controlled": feed.outlet.state_controlled,
        "language": feed.language,
        "site": site,
        "enabled": enabled,
    }


def _forgotten(now: datetime) -> dict[str, object]:
    return {
        "etag": None,
        "last_modified": None,
        "digest": None,
        "ttl": None,
        "failures": 0,
        "failing_since": None,
        "last_error": None,
        "moved_to": None,
        "moved_since": None,
        "gone_at": None,
        "next_poll_at": now,
    }


def _stored(row: Row[tuple[object, ...]]) -> StoredFeed:
    return StoredFeed(
        id=row.id,
        feed=feed_of(row),
        site=row.site,
        enabled=row.enabled,
        etag=row.etag,
        last_modified=row.last_modified,
        digest=row.digest,
        ttl=row.ttl,
        next_poll_at=row.next_poll_at,
        last_polled_at=row.last_polled_at,
        last_success_at=row.last_success_at,
        last_document_at=row.last_document_at,
        last_error=row.last_error,
        failures=row.failures,
        failing_since=row.failing_since,
        moved_to=row.moved_to,
        moved_since=row.moved_since,
        gone_at=row.gone_at,
    )


def feed_of(row: Row[tuple[object, ...]], name: str = "name") -> Feed:
    """Return the feed in a row that selects the feeds table's columns."""
    return Feed(
        name=getattr(row, name),
        url=row.url,
        outlet=Outlet(
            name=row.outlet,
            country=row.country,
            kind=row.kind,
            state_controlled=row.state_controlled,
        ),
        language=getattr(row, "feed_language", None) or row.language,
    )

"""Whether the house is well, finding by finding."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import Connection, text

from monitor.store import deliveries, entries, feeds, troubles
from monitor.store.disabled import load_disabled
from monitor.store.engine import Store

BROKEN_AFTER = timedelta(days=1)
LEAST_FREE_BYTES = 500_000_000
MOST_WAITING = 5_000


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at."""

    what: str
    well: bool
    says: str
    """What was found and, where it is not well, what to do."""


def examine_store(store: Store, now: datetime) -> list[Finding]:
    """Look at the database and what it says of feeds, entries and deliveries."""
    with store.read() as connection:
        findings = [_integrity(connection)] if store.is_sqlite else []
        return [
            *findings,
            _feeds(connection, now),
            _waiting(connection),
            _deliveries(connection),
            _disabled(connection),
            _troubles(connection),
        ]


def examine_disk(folder: Path) -> Finding:
    """Look at the space left where the database is."""
    free = shutil.disk_usage(folder).free
    shown = f"{free / 1e9:.1f} GB free in {folder}"
    well = free >= LEAST_FREE_BYTES
    return Finding("disk", well, shown if well else f"only {shown}; make room")


def _integrity(connection: Connection) -> Finding:
    verdict = str(connection.execute(text("PRAGMA quick_check")).scalar())
    well = verdict == "ok"
    says = "SQLite finds no fault" if well else f"SQLite finds: {verdict}; restore a backup"
    return Finding("database", well, says)


def _feeds(connection: Connection, now: datetime) -> Finding:
    stored = [item for item in feeds.list_feeds(connection) if item.enabled]
    polled = [item for item in stored if item.last_polled_at]
    broken = [
        item.feed.name
        for item in polled
        if item.failures and (not item.last_success_at or now - item.last_success_at > BROKEN_AFTER)
    ]
    says = f"{len(stored)} enabled, {len(polled)} polled"
    if broken:
        names = ", ".join(broken[:5]) + (" ..." if len(broken) > 5 else "")
        says += f", {len(broken)} without success for a day ({names}); see 'monitor feeds list'"
    return Finding("feeds", not broken, says)


def _waiting(connection: Connection) -> Finding:
    count = entries.count_pending(connection)
    well = count <= MOST_WAITING
    says = f"{count} wait to be assessed"
    return Finding("entries", well, says if well else f"{says}; is the monitor running?")


def _deliveries(connection: Connection) -> Finding:
    counts = deliveries.count_by_state(connection)
    dead = counts.get("dead", 0)
    says = f"{counts.get('sent', 0)} sent, {counts.get('pending', 0)} pending, {dead} dead"
    if dead:
        says += "; see 'monitor deliveries list --state dead'"
    return Finding("deliveries", not dead, says)


def _disabled(connection: Connection) -> Finding:
    disabled = load_disabled(connection)
    says = "; ".join(
        f"{subscriber}'s {channel} is off: {reason}"
        for (subscriber, channel, _), reason in disabled.items()
    )
    return Finding("channels", not disabled, says or "none is disabled")


def _troubles(connection: Connection) -> Finding:
    open_troubles = troubles.list_troubles(connection)
    says = "; ".join(f"{title}: {body}" for title, body in open_troubles)
    return Finding("troubles", not open_troubles, says or "none")

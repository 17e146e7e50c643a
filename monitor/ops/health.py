"""Whether the house is well, finding by finding."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, text
from sqlalchemy.exc import SQLAlchemyError

from monitor.alerts.troubles import LEAST_FREE_BYTES
from monitor.store import deliveries, entries, feeds, troubles
from monitor.store.disabled import load_disabled
from monitor.store.engine import Store, reason_of

MOST_WAITING = 5_000


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at."""

    what: str
    well: bool
    says: str
    """What was found and, where it is not well, what to do."""


def examine_store(store: Store) -> list[Finding]:
    """Look at the database and what it says of feeds, entries and deliveries."""
    with store.read() as connection:
        findings = [_integrity(connection)] if store.is_sqlite else []
        return [
            *findings,
            _feeds(connection),
            _waiting(connection),
            _deliveries(connection),
            _disabled(connection),
        ]


def summarise(store: Store) -> str:
    """Say in one line how feeds and deliveries are, and how many troubles there are.

    Says what the database says where it cannot be read.
    """
    try:
        with store.read() as connection:
            stored = [item for item in feeds.list_feeds(connection) if item.enabled]
            owed = deliveries.count_by_state(connection).get("pending", 0)
            wrong = len(troubles.load_troubles(connection))
    except SQLAlchemyError as error:
        return f"the database cannot be read: {reason_of(error)}, see 'monitor doctor'"
    failing = sum(item.failures > 0 for item in stored)
    says = f"{len(stored)} feeds, {failing} failing; {owed} messages owed; {wrong} troubles"
    return f"{says}, see 'monitor doctor'" if wrong else says


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


def _feeds(connection: Connection) -> Finding:
    stored = [item for item in feeds.list_feeds(connection) if item.enabled]
    if not stored:
        return Finding("feeds", True, "none yet; 'monitor run' takes them from feeds.yaml")
    polled = [item for item in stored if item.last_polled_at]
    failing = [item for item in polled if item.failures]
    says = f"{len(stored)} enabled, {len(polled)} polled, {len(failing)} failing now"
    # That some feeds fail for a while is as it should be; which is not, "troubles" says.
    return Finding("feeds", True, f"{says}; see 'monitor feeds list'" if failing else says)


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

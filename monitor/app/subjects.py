"""Which entry, or which alert, somebody means."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from sqlalchemy import Connection

from monitor.domain import Entry
from monitor.errors import MonitorError
from monitor.feeds.identity import keys_of
from monitor.store import alerts, entries
from monitor.store.alerts import StoredAlert
from monitor.store.entries import StoredEntry

LARGEST_ID = 2**31 - 1
"""What the integers of every database take."""


@dataclass(frozen=True, slots=True)
class Subject:
    """An entry, and the alert by which it was named."""

    entry: StoredEntry
    alert: StoredAlert | None = None


def find_subject(
    connection: Connection, key: str, bare: Literal["alert", "entry"]
) -> Subject | None:
    """Return what ``alert:12``, ``entry:34``, a link or a guid names; None for a link of none.

    ``bare`` says what a plain number is. Raises MonitorError for an id that nothing has, or that
    is none.
    """
    kind, _, number = key.rpartition(":")
    if number.isascii() and number.isdecimal() and kind in ("", "alert", "entry"):
        return _numbered(connection, kind or bare, number)
    found = entries.find_entry(connection, key, link_key_of(key))
    if found is None and kind in ("alert", "entry", "story"):
        raise MonitorError(
            f"{key} is neither an entry nor an alert; write entry:34, alert:12 or a link (see "
            "'monitor stories show' for a story)"
        )
    return Subject(found) if found else None


def link_key_of(link: str) -> str:
    """Return the digest by which entries with this link are found; "" for what is no link."""
    return keys_of(Entry("", "", "", link, "", None, "")).link


def _numbered(connection: Connection, kind: str, number: str) -> Subject:
    # Python itself refuses to read very long numbers.
    known = int(number) if len(number) <= len(str(LARGEST_ID)) else 0
    known = known if known <= LARGEST_ID else 0
    alert = alerts.load_alert(connection, known) if kind == "alert" else None
    if kind == "alert" and alert is None:
        raise MonitorError(
            f"there is no alert {number}; see 'monitor alerts list' (write entry:{number} for the "
            "entry of that number)"
        )
    entry = entries.load_entry(connection, alert.alert.entry_id if alert else known)
    if entry is None:
        raise MonitorError(f"there is no entry {number}; see 'monitor entries list'")
    return Subject(entry, alert)

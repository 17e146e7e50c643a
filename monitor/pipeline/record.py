"""Store the entries of a parsed document: what is new, what was edited, what still stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection

from monitor.alerts.freshness import hold_back, may_be_renamed, renamed_all
from monitor.domain import Entry
from monitor.feeds.identity import Edited, KnownEntry, New, Same, keys_of, match_entries
from monitor.store import entries, feeds
from monitor.store.entries import Keys, StoredEntry
from monitor.store.feeds import StoredFeed


@dataclass(frozen=True, slots=True)
class Recorded:
    """What a poll brought."""

    new: int = 0
    edited: int = 0
    error: str | None = None


def record_document(
    connection: Connection,
    stored: StoredFeed,
    parsed: Sequence[Entry],
    now: datetime,
    first_poll_window: timedelta,
) -> Recorded:
    """Store a document's entries in the caller's transaction."""
    keys = [_keys(entry) for entry in parsed]
    known = [_known(item, stored) for item in entries.known_entries(connection, stored.id, keys)]
    decisions = match_entries(parsed, known)
    new = [decision.entry for decision in decisions if isinstance(decision, New)]
    edited = [decision for decision in decisions if isinstance(decision, Edited)]
    is_first_poll = stored.last_success_at is None
    flood = renamed_all(
        new=len(new), all_entries=len(decisions), last_success=stored.last_success_at, now=now
    )
    returning = _returning_titles(new, known) if flood else frozenset()
    # The oldest first, so that ids follow the order in which things happened.
    for entry in sorted(new, key=lambda entry: entry.published or now):
        own = _keys(entry)
        reason = hold_back(entry, now, is_first_poll=is_first_poll, window=first_poll_window)
        returns = own.title in returning
        if flood and may_be_renamed(entry, stored.last_success_at, title_returns=returns):
            reason = flood
        entries.add_entry(connection, stored.id, entry, own, now, reason)
    for decision in edited:
        entries.edit_entry(
            connection, decision.entry_id, decision.entry, _keys(decision.entry), now
        )
    _record_same(connection, decisions, known, now)
    feeds.note_document(connection, stored.id, now)
    return Recorded(new=len(new), edited=len(edited))


def _returning_titles(new: Sequence[Entry], known: Sequence[KnownEntry]) -> frozenset[str]:
    """Return the digests of standing titles that new entries have, if most of them have one.

    A few may recur in real news ("Air raid alert"), and so may all that were gone.
    """
    titles = [keys_of(entry).text for entry in new]
    standing = frozenset(keys_of(item).text for item in known if item.stands)
    returning = standing.intersection(titles)
    count = sum(title in returning for title in titles)
    return returning if count * 2 > len(titles) else frozenset()


def _record_same(
    connection: Connection,
    decisions: Sequence[New | Same | Edited],
    known: Sequence[KnownEntry],
    now: datetime,
) -> None:
    by_id = {item.entry_id: item for item in known}
    standing = []
    for decision in decisions:
        if not isinstance(decision, Same):
            continue
        before = by_id[decision.entry_id]
        if (before.guid, before.link) == (decision.entry.guid, decision.entry.link):
            standing.append(decision.entry_id)
        else:
            entries.readdress_entry(
                connection, decision.entry_id, decision.entry, _keys(decision.entry), now
            )
    entries.touch_entries(connection, standing, now)


def _keys(entry: Entry) -> Keys:
    keys = keys_of(entry)
    return Keys(guid=keys.guid, link=keys.link, title=keys.text)


def _known(stored: StoredEntry, feed: StoredFeed) -> KnownEntry:
    return KnownEntry(
        entry_id=stored.id,
        identity=stored.entry.identity,
        guid=stored.entry.guid,
        link=stored.entry.link,
        title=stored.entry.title,
        summary=stored.entry.summary,
        published=stored.entry.published,
        stands=stored.last_seen_at == feed.last_document_at,
    )

"""Which parsed entry is which known one: identity that survives what publishers do to it.

A guid may be missing, shared, changed for one entry or for all at once, or new at every poll; links
gather tracking parameters; headlines are edited. So no single field decides: entries are paired
with known ones by guid, link and text together, each known entry at most once.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256

from monitor.domain import Entry
from monitor.feeds.pairing import folded, is_position, pair
from monitor.text.urls import comparable


@dataclass(frozen=True, slots=True)
class Keys:
    """By what an entry may be found again: digests of 32 hexadecimal digits, "" where it has none.

    A store keeps them with the entry, indexed within its feed.
    """

    guid: str
    link: str
    text: str


@dataclass(frozen=True, slots=True)
class KnownEntry:
    """What a store knows of an entry of the same feed, as it was last seen."""

    entry_id: int
    identity: str
    guid: str
    link: str
    title: str
    summary: str
    published: datetime | None
    stands: bool
    """Whether it stood in the document of the feed that was read last."""


@dataclass(frozen=True, slots=True)
class New:
    """An entry never seen before in its feed; its identity is free there."""

    entry: Entry


@dataclass(frozen=True, slots=True)
class Same:
    """A known entry whose text is unchanged; guid, link and date are as they are now."""

    entry: Entry
    entry_id: int


@dataclass(frozen=True, slots=True)
class Edited:
    """A known entry whose title or summary changed."""

    entry: Entry
    entry_id: int
    changed: tuple[str, ...]
    """"title", "summary" or both."""


Decision = New | Same | Edited


def keys_of(entry: Entry | KnownEntry) -> Keys:
    """Return the keys of an entry."""
    return Keys(
        guid=_digest(entry.guid),
        link=_digest(comparable(entry.link)),
        text=_digest(folded(entry.title)),
    )


def assign_identities(entries: Sequence[Entry]) -> tuple[Entry, ...]:
    """Give each entry of one document an identity of its own.

    It is the digest of the first of guid and link that no other entry shares, else of all it has.
    """
    keys = [keys_of(entry) for entry in entries]
    guids = Counter(key.guid for key in keys)
    links = Counter(key.link for key in keys)
    taken: set[str] = set()
    named = []
    for entry, key in zip(entries, keys, strict=True):
        if key.guid and guids[key.guid] == 1 and not is_position(entry.guid):
            own = key.guid
        elif key.link and links[key.link] == 1:
            own = key.link
        else:
            own = _digest(f"{entry.guid}\n{entry.link}\n{folded(entry.title)}")
        named.append(replace(entry, identity=_free(own, taken)))
    return tuple(named)


def match_entries(parsed: Sequence[Entry], known: Sequence[KnownEntry]) -> list[Decision]:
    """Decide for each parsed entry, in order, whether it is new, the same or edited.

    ``known`` holds the feed's entries that share a key with any of ``parsed`` (others do no harm),
    the latest seen first. An entry that a document repeats is decided once. Decided entries carry
    the identity of the known entry they are.
    """
    entries = list({(e.guid, e.link, e.title): e for e in reversed(parsed)}.values())[::-1]
    partners = pair(entries, known)
    taken = {entry.identity for entry in known}
    return [
        _decided(entry, known[partners[index]] if index in partners else None, taken)
        for index, entry in enumerate(entries)
    ]


def _decided(entry: Entry, known: KnownEntry | None, taken: set[str]) -> Decision:
    if known is None:
        return New(replace(entry, identity=_free(entry.identity, taken)))
    now = replace(entry, identity=known.identity)
    changed = tuple(
        name for name in ("title", "summary") if getattr(entry, name) != getattr(known, name)
    )
    return Edited(now, known.entry_id, changed) if changed else Same(now, known.entry_id)


def _free(identity: str, taken: set[str]) -> str:
    """Return the identity, numbered if it is taken, and take it."""
    free, number = identity, 1
    while free in taken:
        number += 1
        free = f"{identity}-{number}"
    taken.add(free)
    return free


def _digest(text: str) -> str:
    return sha256(text.encode("utf-8", "replace")).hexdigest()[:32] if text else ""

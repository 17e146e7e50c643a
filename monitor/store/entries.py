"""Entries as stored, with every revision that a headline has had."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from sqlalchemy import Connection, Row, Select, func, insert, or_, select, update

from monitor.domain import Entry, Feed
from monitor.store import unassessable
from monitor.store.feeds import feed_of
from monitor.store.tables import entries, feeds, revisions, scores
from monitor.store.types import inserted_id

T = TypeVar("T")

_MOST_PARAMETERS = 500


@dataclass(frozen=True, slots=True)
class StoredEntry:
    """An entry with its feed and what the house has done with it."""

    id: int
    feed: Feed
    entry: Entry
    first_seen_at: datetime
    last_seen_at: datetime
    revision: int
    assessed_revision: int
    held_back: str | None
    """Why it must not alert although it may match; None where it may."""


@dataclass(frozen=True, slots=True)
class Keys:
    """Digests by which an entry is found again in its feed; "" where it has no such field."""

    guid: str
    link: str
    title: str


def known_entries(
    connection: Connection, feed_id: int, keys: Collection[Keys]
) -> list[StoredEntry]:
    """Return a feed's entries that share a key with any of ``keys``, those last seen first."""
    found: dict[int, StoredEntry] = {}
    for column, wanted in (
        (entries.c.guid_key, {key.guid for key in keys}),
        (entries.c.link_key, {key.link for key in keys}),
        (entries.c.title_key, {key.title for key in keys}),
    ):
        for chunk in _chunks(sorted(wanted - {""}), _MOST_PARAMETERS):
            query = _with_feed().where(entries.c.feed_id == feed_id, column.in_(chunk))
            for row in connection.execute(query):
                found[row.id] = _stored(row)
    return sorted(found.values(), key=lambda stored: (stored.last_seen_at, stored.id), reverse=True)


def add_entry(
    connection: Connection,
    feed_id: int,
    entry: Entry,
    keys: Keys,
    now: datetime,
    held_back: str | None,
) -> int:
    """Store a new entry and return its id."""
    result = connection.execute(
        insert(entries).values(
            feed_id=feed_id,
            identity=entry.identity,
            **_texts(entry, keys),
            published_at=entry.published,
            first_seen_at=now,
            last_seen_at=now,
            revision=1,
            assessed_revision=0,
            held_back=held_back,
        )
    )
    entry_id = inserted_id(result)
    _add_revision(connection, entry_id, 1, entry, now)
    return entry_id


def edit_entry(
    connection: Connection, entry_id: int, entry: Entry, keys: Keys, now: datetime
) -> None:
    """Store a new revision of an entry whose headline or summary has changed.

    Its publication time stays: an edit does not make old news new.
    """
    number = 1 + (
        connection.scalar(select(entries.c.revision).where(entries.c.id == entry_id)) or 0
    )
    connection.execute(
        update(entries)
        .where(entries.c.id == entry_id)
        .values(**_texts(entry, keys), revision=number, last_seen_at=now)
    )
    _add_revision(connection, entry_id, number, entry, now)


def readdress_entry(
    connection: Connection, entry_id: int, entry: Entry, keys: Keys, now: datetime
) -> None:
    """Store a guid or link that changed while the text stayed, which is no new revision."""
    connection.execute(
        update(entries)
        .where(entries.c.id == entry_id)
        .values(
            guid=entry.guid,
            guid_key=keys.guid,
            link=entry.link,
            link_key=keys.link,
            last_seen_at=now,
        )
    )


def touch_entries(connection: Connection, entry_ids: Sequence[int], now: datetime) -> None:
    """Note that entries still stand in their feed."""
    for chunk in _chunks(entry_ids, _MOST_PARAMETERS):
        connection.execute(update(entries).where(entries.c.id.in_(chunk)).values(last_seen_at=now))


def pending_entries(connection: Connection, limit: int, now: datetime) -> list[StoredEntry]:
    """Return entries whose newest revision has not been assessed, oldest first.

    Those on which assessing failed wait until they are due again.
    """
    query = (
        _with_feed()
        .where(entries.c.assessed_revision < entries.c.revision, ~unassessable.waits(now))
        .order_by(entries.c.id)
        .limit(limit)
    )
    return [_stored(row) for row in connection.execute(query)]


def count_pending(connection: Connection) -> int:
    """Return how many entries wait to be assessed."""
    waits = entries.c.assessed_revision < entries.c.revision
    return connection.scalar(select(func.count()).select_from(entries).where(waits)) or 0


def mark_assessed(connection: Connection, entry_id: int, revision: int) -> bool:
    """Note that this revision has been assessed; return False where it had been already."""
    result = connection.execute(
        update(entries)
        .where(entries.c.id == entry_id, entries.c.assessed_revision < revision)
        .values(assessed_revision=revision)
    )
    return bool(result.rowcount)


def load_entry(connection: Connection, entry_id: int) -> StoredEntry | None:
    """Return the entry with this id."""
    row = connection.execute(_with_feed().where(entries.c.id == entry_id)).first()
    return _stored(row) if row else None


def entries_by_id(connection: Connection, entry_ids: Collection[int]) -> dict[int, StoredEntry]:
    """Return the entries of these ids, by id."""
    found: dict[int, StoredEntry] = {}
    for chunk in _chunks(sorted(set(entry_ids)), _MOST_PARAMETERS):
        for row in connection.execute(_with_feed().where(entries.c.id.in_(chunk))):
            found[row.id] = _stored(row)
    return found


def find_entry(connection: Connection, key: str, link_key: str = "") -> StoredEntry | None:
    """Return the entry with this link or guid, the newest if several have it.

    ``link_key`` finds it by another form of its link too.
    """
    wanted = or_(entries.c.link == key, entries.c.guid == key)
    if link_key:
        wanted = or_(wanted, entries.c.link_key == link_key)
    row = connection.execute(_with_feed().where(wanted).order_by(entries.c.id.desc())).first()
    return _stored(row) if row else None


def feeds_linking_to(connection: Connection, site: str) -> set[str]:
    """Return the names of feeds that have carried links to pages of a domain."""
    pages = entries.c.link.contains(f"{site}/", autoescape=True)
    query = select(feeds.c.name).join(entries, entries.c.feed_id == feeds.c.id).where(pages)
    return set(connection.scalars(query.distinct()))


def list_entries(
    connection: Connection,
    limit: int,
    feed: str | None = None,
    minimum_score: float = 0.0,
) -> list[tuple[StoredEntry, dict[str, object] | None]]:
    """Return the newest entries with label, score, severity and direction where assessed."""
    query = _with_assessment().order_by(entries.c.id.desc()).limit(limit)
    if feed:
        query = query.where(feeds.c.name == feed)
    if minimum_score > 0:
        query = query.where(scores.c.score >= minimum_score)
    return [(_stored(row), _assessment(row)) for row in connection.execute(query)]


def scored_since(
    connection: Connection, since: datetime
) -> Iterator[tuple[StoredEntry, dict[str, object] | None]]:
    """Yield every entry seen since then with its label, score, severity and direction."""
    query = (
        _with_assessment().where(entries.c.first_seen_at >= since).order_by(entries.c.first_seen_at)
    )
    for row in connection.execution_options(stream_results=True).execute(query):
        yield _stored(row), _assessment(row)


def _with_assessment() -> Select[tuple[object, ...]]:
    return (
        _with_feed()
        .add_columns(
            scores.c.label, scores.c.score, scores.c.severity, scores.c.direction, scores.c.model
        )
        .join(scores, scores.c.entry_id == entries.c.id, isouter=True)
    )


def _with_feed() -> Select[tuple[object, ...]]:
    return select(
        *entries.c,
        feeds.c.name.label("feed_name"),
        feeds.c.url,
        feeds.c.outlet,
        feeds.c.country,
        feeds.c.kind,
        feeds.c.state_controlled,
        feeds.c.language.label("feed_language"),
    ).join(feeds, feeds.c.id == entries.c.feed_id)


def _stored(row: Row[tuple[object, ...]]) -> StoredEntry:
    return StoredEntry(
        id=row.id,
        feed=feed_of(row, "feed_name"),
        entry=Entry(
            identity=row.identity,
            title=row.title,
            summary=row.summary,
            link=row.link,
            guid=row.guid,
            published=row.published_at,
            language=row.language,
        ),
        first_seen_at=row.first_seen_at,
        last_seen_at=row.last_seen_at,
        revision=row.revision,
        assessed_revision=row.assessed_revision,
        held_back=row.held_back,
    )


def _assessment(row: Row[tuple[object, ...]]) -> dict[str, object] | None:
    if row.label is None:
        return None
    return {key: getattr(row, key) for key in ("label", "score", "severity", "direction", "model")}


def _texts(entry: Entry, keys: Keys) -> dict[str, str]:
    return {
        "guid": entry.guid,
        "guid_key": keys.guid,
        "link": entry.link,
        "link_key": keys.link,
        "title": entry.title,
        "title_key": keys.title,
        "summary": entry.summary,
        "language": entry.language,
    }


def _add_revision(
    connection: Connection, entry_id: int, number: int, entry: Entry, now: datetime
) -> None:
    connection.execute(
        insert(revisions).values(
            entry_id=entry_id,
            number=number,
            title=entry.title,
            summary=entry.summary,
            seen_at=now,
        )
    )


def _chunks(values: Sequence[T], size: int) -> Iterator[Sequence[T]]:
    for start in range(0, len(values), size):
        yield values[start : start + size]

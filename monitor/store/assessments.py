"""What the house made of an entry: its score, its matches, and why it did not alert."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, delete, insert, select

from monitor.domain import Label, Match, Score, ScoredEntry, Suppression, TermHit
from monitor.store.entries import StoredEntry
from monitor.store.tables import matches, scores, suppressions


def save_score(
    connection: Connection, entry_id: int, revision: int, score: Score, now: datetime
) -> None:
    """Store the score of an entry's revision in place of that of an earlier one."""
    connection.execute(delete(scores).where(scores.c.entry_id == entry_id))
    connection.execute(
        insert(scores).values(
            entry_id=entry_id,
            revision=revision,
            model=score.model,
            label=score.label.value,
            score=score.score,
            severity=score.severity,
            direction=score.direction,
            probabilities=list(score.probabilities),
            vector=score.vector,
            scored_at=now,
        )
    )


def load_score(connection: Connection, entry_id: int) -> Score | None:
    """Return the score of an entry, if it has one."""
    row = connection.execute(select(scores).where(scores.c.entry_id == entry_id)).first()
    if row is None:
        return None
    return Score(
        label=Label(row.label),
        probabilities=tuple(row.probabilities),
        model=row.model,
        vector=row.vector,
    )


def load_scored(connection: Connection, stored: StoredEntry) -> ScoredEntry | None:
    """Return an entry with its score and matches, or None while it waits for them."""
    score = load_score(connection, stored.id)
    if score is None:
        return None
    return ScoredEntry(
        entry_id=stored.id,
        feed=stored.feed,
        entry=stored.entry,
        score=score,
        matches=load_matches(connection, stored.id),
        first_seen=stored.first_seen_at,
    )


def save_matches(connection: Connection, entry_id: int, found: Sequence[Match]) -> None:
    """Store which watches an entry matched, and by which terms, in place of earlier ones."""
    connection.execute(delete(matches).where(matches.c.entry_id == entry_id))
    for match in found:
        hits = [[hit.term, hit.form, hit.start, hit.end] for hit in match.hits]
        connection.execute(insert(matches).values(entry_id=entry_id, watch=match.watch, hits=hits))


def load_matches(connection: Connection, entry_id: int) -> tuple[Match, ...]:
    """Return the stored matches of an entry by watch."""
    query = select(matches).where(matches.c.entry_id == entry_id).order_by(matches.c.watch)
    return tuple(
        Match(row.watch, tuple(TermHit(*hit) for hit in row.hits))
        for row in connection.execute(query)
    )


def save_suppressions(
    connection: Connection, entry_id: int, found: Sequence[Suppression], now: datetime
) -> None:
    """Store why an entry did not alert, in place of earlier reasons."""
    connection.execute(delete(suppressions).where(suppressions.c.entry_id == entry_id))
    for suppression in found:
        connection.execute(
            insert(suppressions).values(
                entry_id=entry_id,
                watch=suppression.watch,
                reason=suppression.reason,
                decided_at=now,
            )
        )


def load_suppressions(connection: Connection, entry_id: int) -> tuple[Suppression, ...]:
    """Return why an entry did not alert, by watch."""
    query = (
        select(suppressions)
        .where(suppressions.c.entry_id == entry_id)
        .order_by(suppressions.c.watch)
    )
    return tuple(
        Suppression(watch=row.watch, entry_id=row.entry_id, reason=row.reason)
        for row in connection.execute(query)
    )

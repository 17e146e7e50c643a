"""How well stories are confirmed, as last judged, and when they reached which rung."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, Row, delete, insert, or_, select

from monitor.store.tables import standings, stories, story_rungs

_MOST_PARAMETERS = 500


@dataclass(frozen=True, slots=True)
class Standing:
    """What is known of a story. Entries are named by their ids."""

    rung: int
    """1 (one outlet) to 5 (official word)."""
    official: str | None
    """confirmed or denied; None without official word."""
    state_controlled_only: bool
    sides: tuple[str, str] | None
    """Codes of the two actors that the story is between, in alphabetical order."""
    sources: tuple[str, ...]
    """The independent sources behind it, in the order of their reports."""
    denials: tuple[int, ...]
    confirmations: tuple[int, ...]
    corrections: tuple[int, ...]
    withdrawals: tuple[int, ...]
    reason: str
    """Why it stands on its rung, in words."""
    judged_at: datetime


@dataclass(frozen=True, slots=True)
class ReachedRung:
    """A rung of a story, and when it was reached first."""

    rung: int
    reason: str
    reached_at: datetime


def save_standing(connection: Connection, story_id: int, standing: Standing) -> None:
    """Store how a story stands, in place of how it stood, and when it reached a new rung."""
    connection.execute(delete(standings).where(standings.c.story_id == story_id))
    side_a, side_b = standing.sides or (None, None)
    connection.execute(
        insert(standings).values(
            story_id=story_id,
            rung=standing.rung,
            official=standing.official,
            state_controlled_only=standing.state_controlled_only,
            side_a=side_a,
            side_b=side_b,
            sources=list(standing.sources),
            denials=list(standing.denials),
            confirmations=list(standing.confirmations),
            corrections=list(standing.corrections),
            withdrawals=list(standing.withdrawals),
            reason=standing.reason,
            judged_at=standing.judged_at,
        )
    )
    if all(standing.rung > reached.rung for reached in rungs_of(connection, story_id)):
        connection.execute(
            insert(story_rungs).values(
                story_id=story_id,
                rung=standing.rung,
                reason=standing.reason,
                reached_at=standing.judged_at,
            )
        )


def drop_standing(connection: Connection, story_id: int) -> None:
    """Forget how a story stands that no entry tells any more."""
    connection.execute(delete(standings).where(standings.c.story_id == story_id))


def load_standing(connection: Connection, story_id: int) -> Standing | None:
    """Return how a story stands, or None where it has not been judged."""
    return load_standings(connection, [story_id]).get(story_id)


def load_standings(connection: Connection, story_ids: Collection[int]) -> dict[int, Standing]:
    """Return how stories stand, by their ids; those not judged are left out."""
    found: dict[int, Standing] = {}
    wanted = sorted(set(story_ids))
    for start in range(0, len(wanted), _MOST_PARAMETERS):
        chunk = wanted[start : start + _MOST_PARAMETERS]
        query = select(standings).where(standings.c.story_id.in_(chunk))
        found |= {row.story_id: _standing(row) for row in connection.execute(query)}
    return found


def rungs_of(connection: Connection, story_id: int) -> list[ReachedRung]:
    """Return the rungs of a story and of those merged into it, the lowest first, each once."""
    merged = select(stories.c.id).where(stories.c.merged_into == story_id)
    query = (
        select(story_rungs)
        .where(or_(story_rungs.c.story_id == story_id, story_rungs.c.story_id.in_(merged)))
        .order_by(story_rungs.c.rung, story_rungs.c.reached_at.desc())
    )
    first = {row.rung: row for row in connection.execute(query)}
    return [ReachedRung(row.rung, row.reason, row.reached_at) for row in first.values()]


def _standing(row: Row[tuple[object, ...]]) -> Standing:
    return Standing(
        rung=row.rung,
        official=row.official,
        state_controlled_only=row.state_controlled_only,
        sides=(row.side_a, row.side_b) if row.side_a and row.side_b else None,
        sources=tuple(row.sources),
        denials=tuple(row.denials),
        confirmations=tuple(row.confirmations),
        corrections=tuple(row.corrections),
        withdrawals=tuple(row.withdrawals),
        reason=row.reason,
        judged_at=row.judged_at,
    )

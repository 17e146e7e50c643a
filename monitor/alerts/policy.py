"""Raise, update or suppress, and why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from monitor.domain import Alert, Direction, ScoredEntry, Suppression

FIRST_RUNG = "first"


@dataclass(frozen=True, slots=True)
class Rung:
    """A step that a story has climbed and that is worth an update, once."""

    name: str
    reason: str
    severity: int | None = None
    """Of the story as it stands; that of the entry that is quoted where None, as below."""
    direction: Direction | None = None
    score: float | None = None


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of one matched watch when its alert is decided."""

    watch: str
    refusal: str | None
    """Which limit of the watch the entry does not meet, in words; None where it meets all."""
    held_back: str | None
    """Why the entry must not alert whatever it says (old news of a new feed); None otherwise."""
    story_id: int
    earlier: Sequence[Alert]
    """What this watch has alerted of the story, oldest first."""
    climbed: Rung | None = None
    """The newest rung of the story that has not been told yet."""


@dataclass(frozen=True, slots=True)
class Raised:
    """An alert, and the rung that it may never be raised for again."""

    alert: Alert
    rung: str


def decide(scored: ScoredEntry, facts: Facts, now: datetime) -> Raised | Suppression:
    """Decide what an entry that matches a watch means for that watch's subscribers.

    One alert when a story first passes the watch, an update when the story has climbed, and
    nothing, for a stated reason, in every other case.
    """
    if facts.held_back is not None:
        return Suppression(facts.watch, scored.entry_id, facts.held_back)
    if facts.climbed is not None and facts.earlier:
        return _raised(scored, facts, facts.climbed, now)
    if facts.refusal is not None:
        return Suppression(facts.watch, scored.entry_id, facts.refusal)
    if not facts.earlier:
        return _raised(scored, facts, Rung(FIRST_RUNG, "first report of this story"), now)
    first = facts.earlier[0]
    return Suppression(
        facts.watch,
        scored.entry_id,
        f"story {facts.story_id} was alerted at {first.raised_at:%Y-%m-%d %H:%M} UTC"
        " and this report adds nothing new",
    )


def _raised(scored: ScoredEntry, facts: Facts, rung: Rung, now: datetime) -> Raised:
    own = scored.score
    alert = Alert(
        watch=facts.watch,
        story_id=facts.story_id,
        kind="update" if facts.earlier else "raise",
        reason=rung.reason,
        entry_id=scored.entry_id,
        severity=own.severity if rung.severity is None else rung.severity,
        score=own.score if rung.score is None else rung.score,
        direction=rung.direction or own.direction,
        raised_at=now,
    )
    return Raised(alert, rung.name)

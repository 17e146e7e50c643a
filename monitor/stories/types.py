"""What goes into clustering and what comes out of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from monitor.domain import Label


@dataclass(frozen=True, slots=True)
class StoryItem:
    """One entry as clustering sees it."""

    key: int | str
    """The entry's identifier: stays the same when its headline is edited."""
    time: datetime
    """When it was published, aware, never in the future."""
    language: str
    outlet: str
    title: str
    summary: str = ""
    vector: bytes | None = None
    """``Score.vector``: float16, little-endian, L2-normalised; None where the model gives none."""
    label: Label | None = None


@dataclass(frozen=True, slots=True)
class Placement:
    """Which story an entry belongs to, and why."""

    key: int | str
    story: int
    new: bool
    """True where the entry begins the story."""
    similarity: float
    """Probability, 0 to 1, that it tells the story it joins; of the best one refused where new."""
    reason: str
    nearest: int | str | None = None
    """The entry of the story that is most like it."""


@dataclass(frozen=True, slots=True)
class Move:
    """An entry placed earlier that now belongs to another story."""

    key: int | str
    source: int
    target: int
    reason: str


@dataclass(frozen=True, slots=True)
class Merge:
    """Two stories found to be one: whatever points at ``absorbed`` now means ``survivor``."""

    survivor: int
    absorbed: int
    similarity: float
    reason: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one batch of entries changed."""

    placements: tuple[Placement, ...]
    """One for each item, in the order in which the items were given, after all merges."""
    moves: tuple[Move, ...] = ()
    merges: tuple[Merge, ...] = ()

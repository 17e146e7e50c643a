"""Sum up how severe a story is and which way it goes, from what its reports are labelled.

A label is a classifier's reading of one headline, and one misread translation must not raise a
story: a severity counts where one report gives it at least ``SURE``, or two outlets agree on it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from monitor.domain import Direction

SURE = 0.8
"""Calibrated probability from which one report is enough."""
_WITNESSES = 2


@dataclass(frozen=True, slots=True)
class Move:
    """What one report is labelled."""

    outlet: str
    time: datetime
    severity: int
    direction: Direction | None
    chances: tuple[float, ...]
    """Probability, 0 to 1, that the severity is at least 1, 2, 3 and 4."""


def severity_of(moves: Sequence[Move]) -> int:
    """Return the highest severity, 0 to 4, that is sure enough; 0 where none is."""
    for severity in range(4, 0, -1):
        agreeing = {move.outlet for move in moves if move.severity >= severity}
        sure = any(move.chances[severity - 1] >= SURE for move in moves)
        if sure or len(agreeing) >= _WITNESSES:
            return severity
    return 0


def direction_of(moves: Sequence[Move]) -> Direction | None:
    """Return which way a story goes, None where no report says.

    It goes up unless it turned: most outlets' newest moves are down, and one of these outlets
    reported up before. Where nobody ever reported up, it goes down.
    """
    told = sorted((move for move in moves if move.direction), key=lambda move: move.time)
    if not told:
        return None
    newest = {move.outlet: move.direction for move in told}
    rising = {move.outlet for move in told if move.direction == "up"}
    if not rising:
        return "down"
    falling = {outlet for outlet, direction in newest.items() if direction == "down"}
    return "down" if 2 * len(falling) > len(newest) and falling & rising else "up"

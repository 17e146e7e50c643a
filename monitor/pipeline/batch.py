"""How many entries to assess in one transaction."""

from __future__ import annotations

from dataclasses import dataclass

MOST = 128
"""Enough for the classifier to batch."""
LEAST = 4
WANTED_SECONDS = 2.0
"""What a batch may take: nothing of it is told before all of it is done, and a daemon that dies
begins it anew."""


@dataclass(slots=True)
class BatchSize:
    """A number of entries that doubles and halves with the time that the last batch took.

    How long an entry takes depends on the machine and on how many entries alert, since each alert
    is explained: from a millisecond to a second.
    """

    entries: int = LEAST
    least: int = LEAST

    def took(self, entries: int, seconds: float) -> None:
        """Learn from a batch of ``entries``."""
        if seconds > WANTED_SECONDS:
            self.entries = max(self.entries // 2, self.least)
        elif entries >= self.entries and seconds < WANTED_SECONDS / 2:
            self.entries = min(self.entries * 2, MOST)

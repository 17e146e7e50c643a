"""What an entry is judged by: the classifier and the watches, as configured now."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from monitor.domain import Entry, Match, Score, ScoredEntry


class Judges(Protocol):
    """Score and match entries. Synchronous; called off the event loop."""

    def score(self, entries: Sequence[Entry]) -> list[Score]:
        """Return the score of each entry, in order."""

    def match(self, entry: Entry) -> tuple[Match, ...]:
        """Return the watches whose keywords an entry has."""

    def explain(self, entry: Entry) -> tuple[str, ...]:
        """Return the words that raised an entry's score, the heaviest first."""

    def knows(self, watch: str) -> bool:
        """Return whether a watch is configured now."""

    def refusal(self, watch: str, scored: ScoredEntry) -> str | None:
        """Return which limit of a watch an entry does not meet, or None where it meets all."""

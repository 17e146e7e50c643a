"""Part a title into its clauses, by word positions."""

from __future__ import annotations

import re
from dataclasses import dataclass

from monitor.stories.gazetteer import tokens

_END = re.compile(r"[:;,…—–、，。،؛：；？؟]|(?:[!?]|(?<!\b\w)\.)(?:\s|$)|\s-\s")
"""The point of an initial is no stop: "U.S. official confirms"."""
_ASKS = "?？؟"


@dataclass(frozen=True, slots=True)
class Clause:
    """A part of a title between two stops."""

    start: int
    end: int
    asks: bool
    """Whether a question mark ends it."""

    def holds(self, position: int) -> bool:
        """Say whether the word at a position of the title stands in it."""
        return self.start <= position < self.end


def clauses_in(text: str) -> tuple[Clause, ...]:
    """Return the clauses of a text, left to right, without those that hold no word."""
    found: list[Clause] = []
    position = begin = 0
    for stop in [*_END.finditer(text), None]:
        end = position + len(tokens(text[begin : stop.start() if stop else len(text)]))
        asks = stop is not None and stop[0].strip() in _ASKS
        if end > position:
            found.append(Clause(position, end, asks))
        position, begin = end, stop.end() if stop else len(text)
    return tuple(found)

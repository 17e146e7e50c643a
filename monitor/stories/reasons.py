"""Say in words why entries tell one story, or why an entry begins its own."""

from __future__ import annotations

from monitor.stories.commonness import weight
from monitor.stories.likeness import Told, probability
from monitor.stories.tables import town_name
from monitor.stories.traits import copies

_COPY = 0.8
_RARE_NAME = 8.0
_MOST_NAMED = 4


def reason_together(entry: Told, other: Told, odds: float) -> str:
    """Name what an entry shares with the most alike entry of its story."""
    x, y = entry.traits, other.traits
    likely = f"{probability(odds):.0%} likely to tell the same as {other.item.outlet}: "
    if copies(entry.item.title, other.item.title) > _COPY:
        return likely + "the same headline, near enough"
    shared = [town_name(code) for code in sorted(x.towns & y.towns)]
    shared += sorted(x.people & y.people) + sorted(x.actors & y.actors)
    shared += sorted(x.numbers & y.numbers)
    shared += sorted(subject.removeprefix("@") for subject in x.subjects & y.subjects)
    if not shared and any(weight(name) > _RARE_NAME for name in x.names & y.names):
        shared.append("a rare name")
    if entry.item.language == other.item.language and x.stems & y.stems:
        shared.append("wording")
    named = ", ".join(shared[:_MOST_NAMED])
    return likely + (f"both have {named}" if named else "alike in meaning")


def reason_apart(best: float | None) -> str:
    """Say how alike the best story was that an entry did not join."""
    if best is None:
        return "new story: nothing in the window resembles it"
    return f"new story: the most alike one is only {probability(best):.0%} likely to be the same"

"""Where an entry is set, and who and what it names, in one list."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from dataclasses import replace

from monitor.stories.gazetteer import Mention, Named
from monitor.stories.tables import actors_in, towns

__all__ = ["Named", "apart", "named_in", "towns_in"]

NEAR_KM = 60.0
"""A suburb, a palm island and the city beside it are one place in the news."""
_KM_PER_DEGREE = 111.2
_INDICATOR = re.compile("[\U0001f1e6-\U0001f1ff]")


def towns_in(text: str, language: str) -> tuple[Mention, ...]:
    """Return the towns named in a text, states and people of the same name left out.

    A capital has the role "capital", since it may stand for its state: "Moscow replies".
    """
    return _towns_beside(text, actors_in(language).find(text))


def named_in(text: str, language: str) -> tuple[Named, ...]:
    """Return all actors and towns that a text names, flags included, each once."""
    actors = actors_in(language).find(text)
    found = [m.named for m in actors] + list(_flags(text))
    found += [m.named for m in _towns_beside(text, actors)]
    return tuple(dict.fromkeys(found))


def apart(some: Iterable[Named], others: Iterable[Named]) -> bool:
    """Say whether two lists of towns are two places: all far from each other, not only capitals."""
    pairs = [(a, b) for a in some for b in others if a.spot and b.spot]
    only_capitals = all(a.role == b.role == "capital" for a, b in pairs)
    return bool(pairs) and not only_capitals and all(_far(a, b) for a, b in pairs)


def _far(a: Named, b: Named) -> bool:
    """Say whether two towns are more than ``NEAR_KM`` apart, on a plane that fits at their
    latitude.
    """
    if a.spot is None or b.spot is None or a.code == b.code:
        return False
    north = a.spot[0] - b.spot[0]
    east = (a.spot[1] - b.spot[1]) * math.cos(math.radians(a.spot[0]))
    return math.hypot(north, east) * _KM_PER_DEGREE > NEAR_KM


def _towns_beside(text: str, actors: Iterable[Mention]) -> tuple[Mention, ...]:
    taken: set[int] = set()
    capitals: set[int] = set()
    for actor in actors:
        places = capitals if actor.named.role == "capital" else taken
        places.update(range(actor.start, actor.end))
    found = []
    for mention in towns().find(text):
        spread = range(mention.start, mention.end)
        if taken.isdisjoint(spread):
            capital = not capitals.isdisjoint(spread)
            found.append(_as_capital(mention) if capital else mention)
    return tuple(found)


def _as_capital(mention: Mention) -> Mention:
    return replace(mention, named=replace(mention.named, role="capital"))


def _flags(text: str) -> list[Named]:
    """Return the states whose flag stands in the text as a pair of regional indicators."""
    if text.isascii() or not _INDICATOR.search(text):
        return []
    letters = [chr(ord(c) - 0x1F1E6 + 65) if 0x1F1E6 <= ord(c) <= 0x1F1FF else " " for c in text]
    runs = "".join(letters).split()
    codes = [run[i : i + 2] for run in runs for i in range(0, len(run) - 1, 2)]
    return [Named(code, "state", "name", code) for code in codes]

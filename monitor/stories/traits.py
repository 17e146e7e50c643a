"""Everything about one entry that telling stories apart needs, worked out once."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from monitor.stories.commonness import weight
from monitor.stories.names import names, numbers
from monitor.stories.places import Named, named_in
from monitor.stories.types import StoryItem
from monitor.stories.wording import body, fold, plain, words

_STEM = 6
_SHORTEST = 3
_SHINGLE = 5


@dataclass(frozen=True, slots=True)
class Traits:
    """What is compared between two entries."""

    stems: frozenset[str]
    """Words of the title, folded and cut to six letters: a rough stem for any language."""
    all_stems: frozenset[str]
    """The same of title and summary."""
    shingles: frozenset[str]
    """Five-letter runs of the title, for copies."""
    names: frozenset[str]
    numbers: frozenset[str]
    actors: frozenset[str]
    towns: frozenset[str]
    title_actors: frozenset[str]
    title_towns: frozenset[str]
    vector: NDArray[np.float32] | None
    stem_weight: float
    """Sum of the weights of ``stems``."""

    @property
    def rare(self) -> tuple[str, ...]:
        """Return the words and names that few entries have, for finding candidates."""
        return tuple(s for s in self.stems if weight(s) > 5.0) + tuple(
            f"~{n}" for n in self.names if weight(f"~{n}") > 5.0
        )


def traits_of(item: StoryItem) -> Traits:
    """Work out the traits of an entry."""
    title = plain(item.title)
    rest = body(item.title, item.summary)
    whole = f"{title}. {rest}" if rest else title
    named_title = named_in(title, item.language)
    named = named_in(whole, item.language) if rest else named_title
    stems = stems_of(title)
    return Traits(
        stems=stems,
        all_stems=stems | stems_of(rest),
        shingles=_shingles(title),
        names=names(whole),
        numbers=numbers(title) | numbers(rest[:150]),
        actors=_actors(named),
        towns=_towns(named),
        title_actors=_actors(named_title),
        title_towns=_towns(named_title),
        vector=_vector(item.vector),
        stem_weight=sum(map(weight, stems)),
    )


def stems_of(text: str) -> frozenset[str]:
    """Return the rough stems of a text: six folded letters of a word, pairs of CJK characters."""
    return frozenset(
        stem
        for word in words(text)
        for stem in _units(fold(word))
        if len(stem) >= _SHORTEST or stem[0] > "\u2e80"
    )


def _units(word: str) -> list[str]:
    if word[0] < "\u2e80":
        return [word[:_STEM]]
    return [word[i : i + 2] for i in range(max(1, len(word) - 1))]


def _shingles(title: str) -> frozenset[str]:
    text = " ".join(map(fold, words(title)))
    return frozenset(text[i : i + _SHINGLE] for i in range(max(1, len(text) - _SHINGLE + 1)))


def _actors(named: tuple[Named, ...]) -> frozenset[str]:
    return frozenset(one.code for one in named if one.kind != "town")


def _towns(named: tuple[Named, ...]) -> frozenset[str]:
    return frozenset(one.code for one in named if one.kind == "town")


def _vector(raw: bytes | None) -> NDArray[np.float32] | None:
    if raw is None:
        return None
    vector = np.frombuffer(raw, "<f2").astype(np.float32)
    length = float(np.linalg.norm(vector))
    return vector / length if length > 0 else None

"""Everything about one entry that telling stories apart needs, worked out once."""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from monitor.stories.bridge import bridged
from monitor.stories.commonness import weight
from monitor.stories.cues import is_roundup
from monitor.stories.names import names, numbers
from monitor.stories.people import people_in
from monitor.stories.places import Named, named_in
from monitor.stories.subjects import subjects_in
from monitor.stories.tables import actors_in
from monitor.stories.types import StoryItem
from monitor.stories.wording import body, fold, plain, words

_STEM = 6
_SHORTEST = 3
_SHINGLE = 5
_RARE = 8.0
"""Bits: one headline in 256 or fewer."""
_CLITIC = re.compile(r"^(?:[وفبك]?ال|لل|[ובלהמש](?=[א-ת]{4}))(?=\w{3})")
"""What Arabic and Hebrew write together with the word that follows."""


@dataclass(frozen=True, slots=True)
class Traits:
    """What is compared between two entries."""

    stems: frozenset[str]
    """Words of the title, folded and cut to six letters: a rough stem for any language."""
    names: frozenset[str]
    """Consonant keys, each after a ``~``."""
    title_names: frozenset[str]
    numbers: frozenset[str]
    title_numbers: frozenset[str]
    subjects: frozenset[str]
    """What the title is about, each after an ``@``."""
    actors: frozenset[str]
    towns: frozenset[str]
    title_actors: frozenset[str]
    title_spots: tuple[Named, ...]
    """The towns that the title names, with where they lie."""
    lead: str
    """The actor that the title names first, who mostly is the one who acts; "" where none."""
    bridge: frozenset[str]
    """The title's stems carried over to English."""
    all_bridge: frozenset[str]
    bridge_weight: float
    people: frozenset[str]
    """Offices named in title or summary, as ``IR:foreign``."""
    title_people: frozenset[str]
    roundup: bool
    vector: NDArray[np.float32] | None
    stem_weight: float
    """Sum of the weights of ``stems``."""
    subject_weight: float
    rare: tuple[str, ...]
    """Words and names that few entries have, for finding candidates."""


def traits_of(item: StoryItem) -> Traits:
    """Work out the traits of an entry."""
    title = plain(item.title)
    rest = body(item.title, item.summary)
    named_title = named_in(title, item.language)
    named = (*named_title, *named_in(rest, item.language)) if rest else named_title
    stems, more = stems_of(title), stems_of(rest)
    people = people_in(title, item.language, actors_in(item.language).find(title))
    title_names = frozenset(f"~{name}" for name in names(title))
    named_keys = title_names.union(f"~{name}" for name in names(rest))
    title_numbers = numbers(title)
    subjects = subjects_in(title)
    bridge = bridged(stems, item.language)
    return Traits(
        stems=stems,
        names=named_keys,
        title_names=title_names,
        numbers=title_numbers | numbers(rest[:150]),
        title_numbers=title_numbers,
        subjects=subjects,
        actors=_actors(named),
        towns=_towns(named),
        title_spots=tuple(one for one in named_title if one.kind == "town"),
        lead=next((one.code for one in named_title if one.kind != "town"), ""),
        bridge=bridge,
        all_bridge=bridged(stems | more, item.language),
        bridge_weight=sum(map(weight, bridge)),
        rare=tuple(key for key in (*stems, *bridge - stems, *named_keys) if weight(key) > _RARE),
        title_actors=_actors(named_title),
        people=people | people_in(rest, item.language, actors_in(item.language).find(rest)),
        title_people=people,
        roundup=is_roundup(title),
        vector=_vector(item.vector),
        stem_weight=sum(map(weight, stems)),
        subject_weight=sum(map(weight, subjects)),
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
        return [_CLITIC.sub("", word)[:_STEM]]
    return [word[i : i + 2] for i in range(max(1, len(word) - 1))]


def shingles_of(title: str) -> frozenset[str]:
    """Return the five-letter runs of a title, folded, words parted by one space."""
    text = " ".join(map(fold, words(title)))
    return frozenset(text[i : i + _SHINGLE] for i in range(max(1, len(text) - _SHINGLE + 1)))


def copies(title: str, other: str) -> float:
    """Return how much of two titles is one wording, 0 to 1: Jaccard likeness of their shingles."""
    a, b = shingles_of(plain(title)), shingles_of(plain(other))
    return len(a & b) / len(a | b)


def _actors(named: tuple[Named, ...]) -> frozenset[str]:
    """Return the actors named, and the states in which the towns named lie."""
    return frozenset(one.country if one.kind == "town" else one.code for one in named)


def _towns(named: tuple[Named, ...]) -> frozenset[str]:
    return frozenset(one.code for one in named if one.kind == "town")


def _vector(raw: bytes | None) -> NDArray[np.float32] | None:
    if raw is None:
        return None
    vector = np.frombuffer(raw, "<f2").astype(np.float32)
    length = float(np.linalg.norm(vector))
    return vector / length if length > 0 else None

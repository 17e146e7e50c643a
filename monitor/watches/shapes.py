"""A term as the matcher looks for it: phrases of word shapes, and regular expressions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any

from monitor.watches.paradigm import Stem


class Check(Enum):
    """What the original text must show beyond the folded letters."""

    NONE = "none"
    CAPITALS = "capitals"
    """Its capitals: «US», not "us"."""
    ENDED = "ended"
    """Its capitals, and an ending in small letters: «ICBMs», «МИДом»."""
    SMALL = "small"
    """A small first letter: German «angriff», not the noun «Angriff»."""
    LARGE = "large"
    """A capital first letter: German «Macht», not the verb «macht»."""
    MARKED = "marked"
    """An accent or other mark, unless in capitals: Spanish «disparó», not «disparo»."""
    PLAIN = "plain"
    """No accent nor other mark: Romanian «Putin», not «puțin»."""
    DOTTED = "dotted"
    """Capitals with a full stop after each: «U.S.», «U. S.»."""
    DESIGNATION = "designation"
    """No further number on either side: «F-16», not "F-160" nor "F-16.5"."""
    TIGHT = "tight"
    """The same, and no space inside: «A-10», not "A 10"."""


@dataclass(frozen=True, slots=True)
class Toned:
    """These marks and no others, wherever in the word: Vietnamese «bắn», not «bạn»."""

    marks: str


Shown = Check | Toned
"""What the original must show of a whole form."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A string of a script without spaces, found anywhere but inside its traps."""

    text: str
    traps: tuple[str, ...] = ()
    """Longer strings in which the piece is no word: 中国 in 发展中国家."""
    edges: str = ""
    """Signs that may not stand beside it: katakana words end where katakana ends."""
    crossed_ends: int = 1
    """Ends that Chinese words must run across to make it none; in Japanese, both."""


@dataclass(frozen=True, slots=True)
class Shape:
    """Everything that may stand at one place of a phrase."""

    forms: Mapping[str, Shown]
    stems: tuple[Stem, ...] = ()
    pieces: tuple[Piece, ...] = ()


@dataclass(frozen=True, slots=True)
class Phrase:
    """Shapes that follow each other; ``language`` None for texts of any."""

    shapes: tuple[Shape, ...]
    language: str | None
    anchor: int = 0
    """The shape that the automaton looks for."""
    particle: str = ""
    """A word that must end the clause after a lone shape: «an» of «greift ... an»."""


@dataclass(frozen=True, slots=True)
class Expression:
    """A regular expression (RE2) over the original text."""

    pattern: Any
    language: str | None
    left_bound: bool
    right_bound: bool


Alternative = Phrase | Expression

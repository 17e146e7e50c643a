"""The shapes a word may take in a text: whole forms, and stems with what may be glued to them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Stem:
    """A part of a word, and what of the word may stand before and after it.

    ``before`` and ``after`` must match all of what is left; None where nothing may be left. The
    text is folded, and so are the expressions.
    """

    text: str
    before: re.Pattern[str] | None = None
    after: re.Pattern[str] | None = None

    def accepts(self, before: str, after: str) -> bool:
        """Return whether the stem may stand between these two parts of a word."""
        return self._left(before) and self._right(after)

    def _left(self, rest: str) -> bool:
        return not rest if self.before is None else bool(self.before.fullmatch(rest))

    def _right(self, rest: str) -> bool:
        return not rest if self.after is None else bool(self.after.fullmatch(rest))


@dataclass(frozen=True, slots=True)
class Split:
    """A verb that parts in two: «greift ... an». Forms of the first, and the particle after it."""

    forms: frozenset[str]
    particle: str


@dataclass(frozen=True, slots=True)
class Paradigm:
    """All shapes of one word in one language; forms are as written there, not folded."""

    forms: frozenset[str]
    stems: tuple[Stem, ...] = ()
    splits: tuple[Split, ...] = ()
    small: frozenset[str] = frozenset()
    """Those of the forms that count with a small first letter alone."""
    large: frozenset[str] = frozenset()
    """Those of the forms that count with a capital first letter alone."""
    marked: frozenset[str] = frozenset()
    """Those of the forms that count with their accents alone: «disparó», not «disparo»."""
    plain: frozenset[str] = frozenset()
    """Those of the forms that count without marks alone: «Putin», not «puțin»."""
    toned: frozenset[str] = frozenset()
    """Those of the forms that count with their own marks alone: «bắn», not «bạn»."""

    def __or__(self, other: Paradigm) -> Paradigm:
        return Paradigm(
            self.forms | other.forms,
            tuple(dict.fromkeys(self.stems + other.stems)),
            tuple(dict.fromkeys(self.splits + other.splits)),
            self.small | other.small,
            self.large | other.large,
            self.marked | other.marked,
            self.plain | other.plain,
            self.toned | other.toned,
        )


def paradigm(forms: Iterable[str], *stems: Stem) -> Paradigm:
    """Return a paradigm of these forms."""
    return Paradigm(frozenset(forms), tuple(stems))


NOTHING = Paradigm(frozenset())

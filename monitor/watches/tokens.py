"""How a term is typed: `=exact`, `prefix*`, `*suffix`, `/expression/`, words, designations."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum

from monitor.watches.fold import is_word_character

_APOSTROPHES = "'’ʼ`´"
_HEBREW_QUOTES = "\"״׳'’"
_UNSPACED = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u3007\u3041-\u3096\u30a1-\u30fa\u30fc-\u30ff"
    "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff66-\uff9f]"
)

_INITIALS = re.compile(
    r"\b([^\W\d_])\1\. ([^\W\d_])\2\b\.?|\b(?:([^\W\d_])\3?\.)+([^\W\d_])\4?\b\.?"
)
"""`U.S.`, `EE.UU.` and `EE. UU.`, which are found as `US` and `EEUU` are."""


class Kind(Enum):
    """What a word of a term is."""

    WORD = "word"
    EXACT = "exact"
    CAPITALS = "capitals"
    DESIGNATION = "designation"
    PREFIX = "prefix"
    SUFFIX = "suffix"
    INSIDE = "inside"
    UNSPACED = "unspaced"


@dataclass(frozen=True, slots=True)
class Token:
    """One word of a term; ``joined`` when a hyphen ties it to the one before, or a
    zero-width non-joiner: «آتش‌بس» is also written «آتشبس».
    """

    text: str
    kind: Kind
    joined: bool = False


def expression_of(term: str) -> str | None:
    """Return what stands between the slashes of `/expression/`, or None for other terms."""
    return term[1:-1] if len(term) > 2 and term[0] == term[-1] == "/" else None


def tokens_of(term: str) -> tuple[Token, ...]:
    """Return the words of a term in order; empty where it holds no letter or digit."""
    exact = term.startswith("=")
    pieces = _split(_INITIALS.sub(_undotted, term.removeprefix("=")))
    tokens: list[Token] = []
    for text, joined in pieces:
        stars = (text.startswith("*"), text.endswith("*"))
        word = text.strip("*")
        if joined and tokens and _designates(tokens[-1].text, word, exact):
            tokens[-1] = Token(f"{tokens[-1].text}-{word}", Kind.DESIGNATION, tokens[-1].joined)
        else:
            alone = len(pieces) == 1 or bool(tokens)
            tokens.append(Token(word, _kind(word, stars, exact, alone), joined))
    return tuple(token for token in tokens if token.text)


def _undotted(initials: re.Match[str]) -> str:
    return re.sub("[. ]", "", initials[0]) if initials[0].isupper() else initials[0]


def _designates(before: str, word: str, exact: bool) -> bool:
    """Return whether two words with a hyphen between are one designation: F-16, DF-21D."""
    if _UNSPACED.search(before + word):
        return False
    digits = [any(c.isdigit() for c in part) for part in (before, word)]
    return any(digits) and not exact


def _kind(word: str, stars: tuple[bool, bool], exact: bool, alone: bool) -> Kind:
    if any(stars):
        return {(False, True): Kind.PREFIX, (True, False): Kind.SUFFIX}.get(stars, Kind.INSIDE)
    if _UNSPACED.search(word):
        return Kind.UNSPACED
    if any(c.isdigit() for c in word):
        return Kind.DESIGNATION
    letters = sum(c.isalpha() for c in word)
    if letters and word.isupper() and word.lower() != word and (letters > 1 or alone):
        return Kind.CAPITALS
    return Kind.EXACT if exact else Kind.WORD


def _split(term: str) -> list[tuple[str, bool]]:
    """Return the words of a term, and whether a hyphen ties each to the one before."""
    words: list[tuple[str, bool]] = []
    current, gap = "", ""
    for index, character in enumerate(term):
        inside = character == "*" or is_word_character(character)
        if inside or _inside_word(term, index):
            if current and _changes_script(current[-1], character):
                words.append((current, _ties(gap)))
                current, gap = "", "-"
            current += character
        else:
            if current:
                words.append((current, _ties(gap)))
                current, gap = "", ""
            gap += character
    if current:
        words.append((current, _ties(gap)))
    return words


def _ties(gap: str) -> bool:
    return bool(gap) and all(c in "-‐‑‒–־\u200c" for c in gap)


def _changes_script(one: str, other: str) -> bool:
    return bool(_UNSPACED.match(one)) != bool(_UNSPACED.match(other)) and "*" not in one + other


def _inside_word(term: str, index: int) -> bool:
    """Return whether the sign is an apostrophe in a Cyrillic word or a quote in a Hebrew one."""
    around = term[max(index - 1, 0) : index] + term[index + 1 : index + 2]
    if len(around) != 2:
        return False
    if term[index] in _APOSTROPHES and all("а" <= c.lower() <= "ӿ" for c in around):
        return True
    return term[index] in _HEBREW_QUOTES and all("א" <= c <= "ת" for c in around)

"""Whether what the automaton found is what a term means: boundaries, capitals, prefixes."""

from __future__ import annotations

import re
from dataclasses import dataclass

from monitor.watches.crossing import is_crossed
from monitor.watches.fold import Folded, marks_of, without_marks
from monitor.watches.paradigm import Stem
from monitor.watches.shapes import Check, Piece, Shown, Toned

_HYPHENS = "-‐‑‒–―−"
_CASES = frozenset({Check.CAPITALS, Check.ENDED, Check.SMALL, Check.LARGE})
_REVERSING = frozenset(
    {
        *("de", "dis", "non", "un", "des", "nicht", "niet", "nie", "ne", "nao", "nem", "ei", "epa"),
        *("ikke", "icke", "inte", "не", "де", "дез", "μη", "απο", "אי", "בלתי", "गैर", "अ"),
        *("غير", "لا", "نا", "بي"),
    }
)


@dataclass(frozen=True, slots=True)
class Page:
    """A folded text, and where its title ends."""

    folded: Folded
    title_end: int
    """Offset in the original of the newline between title and summary, or its length."""


Region = tuple[int, int]
"""Start and end of words in the folded text, without the spaces around."""


def word_around(text: str, start: int, end: int) -> Region:
    """Return the bounds of the word or words in which ``text[start:end]`` stands."""
    return text.rfind(" ", 0, start) + 1, text.find(" ", end)


def holds(check: Shown, region: Region, page: Page) -> bool:
    """Return whether the original shows what the form asks for."""
    if check is Check.NONE:
        return True
    start, end = page.folded.span(*region)
    written = page.folded.original[start:end]
    if check in _CASES:
        return _has_case(written, check)
    if isinstance(check, Toned) or check in (Check.MARKED, Check.PLAIN):
        return _has_marks(written, check)
    if check is Check.DOTTED:
        parts = re.split(r"\.\s?", written)
        spaced = bool(re.search(r"\s", written))
        ended = page.folded.original.startswith(".", end)
        return all(len(part) == 1 and part.isupper() for part in parts) and (ended or not spaced)
    if check is Check.TIGHT and re.search(r"\s", written):
        return False
    return _is_whole_number(page.folded.original, start, end)


def _has_case(written: str, check: Check) -> bool:
    if check is Check.SMALL:
        return written[:1].islower() or written.isupper()
    if check is Check.LARGE:
        return written[:1].isupper()
    if check is Check.ENDED:
        return written[:2].isupper() and (written.isupper() or written[-1:].islower())
    return written.upper() == written and written.lower() != written


def _has_marks(written: str, check: Shown) -> bool:
    if isinstance(check, Toned):
        return marks_of(written) == check.marks
    bare = written == without_marks(written)
    return bare if check is Check.PLAIN else not bare or written.isupper()


def _is_whole_number(original: str, start: int, end: int) -> bool:
    after, before = original[end : end + 2], original[max(start - 2, 0) : start]
    if (
        len(after) == 2
        and after[0] in ".,-‐‑"
        and after[1].isdigit()
        and original[end - 1].isdigit()
    ):
        return False
    return not (
        len(before) == 2 and before[1] in ".," and before[0].isdigit() and original[start].isdigit()
    )


def stands_free(piece: Piece, region: Region, text: str) -> bool:
    """Return whether a string of an unspaced script is a word where it stands."""
    start, end = region
    if piece.edges and (text[end] in piece.edges):
        return False
    if piece.edges and text[start - 1] in piece.edges and not "\u0e00" <= text[start] <= "\u0eff":
        return False
    for trap in piece.traps:
        place = trap.find(piece.text)
        while place >= 0:
            if text.startswith(trap, start - place):
                return False
            place = trap.find(piece.text, place + 1)
    return not is_crossed(text, start, end, ends=piece.crossed_ends)


def fits_stem(stem: Stem, word: str) -> bool:
    """Return whether the word holds the stem and nothing else that the stem does not allow."""
    place = word.find(stem.text)
    while place >= 0:
        if stem.accepts(word[:place], word[place + len(stem.text) :]):
            return True
        place = word.find(stem.text, place + 1)
    return False


def is_turned_round(start: int, page: Page) -> bool:
    """Return whether a prefix that reverses the meaning is tied to the word by a hyphen."""
    place = page.folded.place(start)
    original = page.folded.original
    if not place or original[place - 1] not in _HYPHENS + "־":
        return False
    text = page.folded.text
    end = text.rfind(" ", 0, start)
    first = text.rfind(" ", 0, end) + 1
    if text[first:end] not in _REVERSING:
        return False
    opening = page.folded.place(first)
    if opening and original[opening - 1] in _HYPHENS:
        return False
    prefix = original[opening : place - 1]
    if prefix in ("DE", "NE"):
        # A country's code, unless all of the headline is in capitals.
        return original[place : place + 2].isupper()
    return prefix != "UN"

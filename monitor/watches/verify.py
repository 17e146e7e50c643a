"""Whether what the automaton found is what a term means: boundaries, capitals, neighbours."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from monitor.watches.fold import Folded
from monitor.watches.paradigm import Stem
from monitor.watches.shapes import Check, Phrase, Piece, Shape

_HYPHENS = "-‐‑‒–―−"
_GAP = re.compile(r"[\s\-‐‑‒–―־'’ʼ‘\"«»“”„‟`´·・\u200c\u200e\u200f]{0,4}")
_TIGHT_GAP = re.compile(r"[\-‐‑‒–]?")
_DOTS = re.compile(r"\.?")
_CASES = frozenset({Check.CAPITALS, Check.ENDED, Check.SMALL, Check.LARGE})
_CLAUSE_ENDS = frozenset('.,;:!?–—-()\n«»"“”…|/')
_REVERSING = frozenset(
    {
        *("de", "dis", "non", "un", "des", "nicht", "niet", "nie", "ne", "nao", "nem", "ei", "epa"),
        *("ikke", "icke", "inte", "не", "де", "дез", "μη", "απο", "אי", "בלתי", "गैर", "अ"),
        *("غير", "لا", "نا", "بي"),
    }
)
_FARTHEST_PARTICLE = 14


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


def holds(check: Check, region: Region, page: Page) -> bool:
    """Return whether the original shows what the form asks for."""
    if check is Check.NONE:
        return True
    start, end = page.folded.place(region[0]), page.folded.place(region[1] - 1) + 1
    written = page.folded.original[start:end]
    if check in _CASES:
        return _has_case(written, check)
    if check is Check.DOTTED:
        parts = re.split(r"\.\s?", written)
        return all(len(part) == 1 and part.isupper() for part in parts)
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
    return True


def whole_phrase(phrase: Phrase, region: Region, page: Page) -> Iterator[Region]:
    """Yield where the whole phrase stands around its anchor's region."""
    for start in _grown(phrase, region, page, step=-1):
        for end in _grown(phrase, region, page, step=1):
            found = (start[0], end[1])
            if phrase.particle:
                if (last := _particle_after(phrase.particle, found, page)) is not None:
                    yield found[0], last
            else:
                yield found


def _grown(phrase: Phrase, region: Region, page: Page, *, step: int) -> Iterator[Region]:
    """Yield regions grown from the anchor's over the shapes on one side of it."""
    reached = [region]
    index = phrase.anchor + step
    while 0 <= index < len(phrase.shapes) and reached:
        reached = [
            (min(old[0], new[0]), max(old[1], new[1]))
            for old in reached
            for new in _neighbours(phrase.shapes[index], old, page, step)
        ]
        index += step
    yield from reached


def _neighbours(shape: Shape, region: Region, page: Page, step: int) -> Iterator[Region]:
    text = page.folded.text
    for count in _word_counts(shape):
        found = _words_beside(text, region, count, step)
        if found and _gap_is_open(page, found, region, step) and _fits(shape, found, page):
            yield found
    for piece in shape.pieces:
        at = region[1] if step > 0 else region[0] - len(piece.text)
        for shift in (0, step):
            place = (at + shift, at + shift + len(piece.text))
            if place[0] >= 0 and text[place[0] : place[1]] == piece.text:
                yield place


def _word_counts(shape: Shape) -> set[int]:
    counts = {form.count(" ") + 1 for form in shape.forms}
    return counts | {1} if shape.stems else counts


def _words_beside(text: str, region: Region, count: int, step: int) -> Region | None:
    start, end = region
    if step > 0:
        first = _skip_spaces(text, end, 1)
        last = first
        for _ in range(count):
            last = text.find(" ", last + 1)
            if last < 0:
                return None
        return first, last
    last = _skip_spaces(text, start - 1, -1) + 1
    first = last
    for _ in range(count):
        first = text.rfind(" ", 0, first - 1 if first < last else first)
        if first < 0:
            return None
        first += 1
    return (first, last) if first < last else None


def _skip_spaces(text: str, index: int, step: int) -> int:
    while 0 <= index < len(text) and text[index] == " ":
        index += step
    return index


def _gap_is_open(page: Page, found: Region, region: Region, step: int) -> bool:
    """Return whether only spaces, hyphens or quotes part two words, and not title from summary."""
    left, right = (region, found) if step > 0 else (found, region)
    start, end = page.folded.place(left[1] - 1) + 1, page.folded.place(right[0])
    if start <= page.title_end < end:
        return False
    original = page.folded.original
    if _GAP.fullmatch(original, start, end):
        return True
    return original[start:end].strip() == "." and original[max(start - 2, 0) : start].isupper()


def _fits(shape: Shape, region: Region, page: Page) -> bool:
    word = page.folded.text[region[0] : region[1]]
    check = shape.forms.get(word)
    if check is not None and holds(check, region, page):
        return True
    return any(fits_stem(stem, word) for stem in shape.stems)


def fits_stem(stem: Stem, word: str) -> bool:
    """Return whether the word holds the stem and nothing else that the stem does not allow."""
    place = word.find(stem.text)
    while place >= 0:
        if stem.accepts(word[:place], word[place + len(stem.text) :]):
            return True
        place = word.find(stem.text, place + 1)
    return False


def _particle_after(particle: str, region: Region, page: Page) -> int | None:
    """Return where the clause that begins at the region ends in the particle, or None."""
    text, original = page.folded.text, page.folded.original
    place = region[1]
    for _ in range(_FARTHEST_PARTICLE):
        first = _skip_spaces(text, place, 1)
        place = text.find(" ", first + 1)
        if place < 0:
            return None
        gap = original[page.folded.place(first) - 2 : page.folded.place(first)]
        if any(sign in ";:!?.\n" for sign in gap):
            return None
        if text[first:place] == particle:
            rest = original[page.folded.place(place - 1) + 1 :].lstrip(" ")
            if not rest or rest[0] in _CLAUSE_ENDS or rest.startswith(("und ", "oder ", "als ")):
                return place
    return None


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

"""Where the whole of a phrase stands around the one word of it that was found."""

from __future__ import annotations

import re
from collections.abc import Iterator

from monitor.watches.shapes import Phrase, Shape
from monitor.watches.verify import Page, Region, fits_stem, holds

_GAP = re.compile(r"[\s\-‐‑‒–―־'’ʼʻ‘\"«»“”„‟`´·・\u200c\u200e\u200f\u064b-\u065f\u0670]{0,4}")
"""What may part two words of a phrase: the last word's vowel signs stand here too («کرهٔ شمالی»)."""
_TYING_SIGNS = frozenset("/&+")
_ABBREVIATION = re.compile(
    r"(?<!\w)(?:[A-Z][b-df-hj-np-tv-z]{1,2}|Adm|Capt|Col|Gen|Gov|Maj|Prof|Rep|Sen)\Z"
)
"""Titles, and words whose vowels are left out: «St.», «Dr.», «Sgt.»."""
_LONGEST_ABBREVIATION = 4
_CLAUSE_ENDS = frozenset('.,;:!?–—-()\n«»"“”…|/')
_FARTHEST_PARTICLE = 14


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
    """Return whether two words follow each other, and not as title and summary do.

    Spaces, hyphens and quotes may part them; a sign, where it ties digits or capitals («9/11»,
    «R&D»); a full stop, where it ends an abbreviation («St. Petersburg»).
    """
    left, right = (region, found) if step > 0 else (found, region)
    start, end = page.folded.place(left[1] - 1) + 1, page.folded.place(right[0])
    if start <= page.title_end < end:
        return False
    original = page.folded.original
    if _GAP.fullmatch(original, start, end):
        return True
    if original[start:end] in _TYING_SIGNS:
        return all(c.isupper() or c.isdigit() for c in original[start - 1] + original[end])
    return original[start:end].strip() == "." and _ends_abbreviation(original, start)


def _ends_abbreviation(original: str, end: int) -> bool:
    if original[max(end - 2, 0) : end].isupper():
        return True
    return bool(_ABBREVIATION.search(original, max(end - _LONGEST_ABBREVIATION, 0), end))


def _fits(shape: Shape, region: Region, page: Page) -> bool:
    word = page.folded.text[region[0] : region[1]]
    check = shape.forms.get(word)
    if check is not None and holds(check, region, page):
        return True
    return any(fits_stem(stem, word) for stem in shape.stems)


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

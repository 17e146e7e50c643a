"""Simplemma's dictionaries read backwards: from a word to the other forms of its lexeme.

The dictionaries map a form to its lemma, sorted by form and front-coded (each record stores what it
does not share with the one before). A form nearly always begins like its lemma, so that only the
stretch of records with the lemma's first letter or two is decoded. The stretch is found by skipping
records with a regular expression, at the speed of C: those that share more than so many bytes with
the record before begin like it.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator
from functools import cache

_INDEXED_BYTES = 4
_FINER_BYTES = (7, 11, 16)
_LONGEST = 256
_SAME_AS_BEFORE = 254
_MOST_LEMMAS = 60_000
"""Those of the stretches kept decoded, the last asked for: up to 100 MB."""


class Dictionary:
    """One language's forms and lemmas, kept as compressed as they come; "" for an empty one."""

    def __init__(self, language: str) -> None:
        from simplemma.strategies.dictionaries import dictionary_factory, frontcode

        self._records = frontcode._iter_records
        self._data = dictionary_factory._read_decompressed(language) if language else b""
        self._lexemes: dict[str, dict[bytes, list[bytes]]] = {}
        self._lemmas: dict[str, str | None] = {}
        self._heads: list[bytes] = []
        self._places: list[int] = []
        if self._data:
            reverse, _, start = frontcode._read_header(self._data)
            if not reverse:
                leaders = _leaders(self._data, start, b"", len(self._data), _INDEXED_BYTES)
                for place, key in leaders:
                    self._heads.append(key[:_INDEXED_BYTES])
                    self._places.append(place)

    def lemma(self, form: str) -> str | None:
        """Return the lemma of an inflected form as the dictionary spells both, or None."""
        if form not in self._lemmas:
            sought = form.encode()
            found = next((value for key, value in self._stretch(sought) if key == sought), None)
            self._lemmas[form] = None if found is None else found.decode()
        return self._lemmas[form]

    def forms(self, lemma: str, stem: str) -> set[str]:
        """Return the forms of ``lemma`` among the words that begin with ``stem``."""
        lexemes = self._lexemes.pop(stem, None)
        if lexemes is None:
            lexemes = defaultdict(list)
            for key, value in self._stretch(stem.encode()):
                lexemes[value].append(key)
        self._lexemes[stem] = lexemes
        while len(self._lexemes) > 1 and sum(map(len, self._lexemes.values())) > _MOST_LEMMAS:
            del self._lexemes[next(iter(self._lexemes))]
        return {key.decode() for key in lexemes.get(lemma.encode(), ())}

    def _stretch(self, prefix: bytes) -> Iterator[tuple[bytes, bytes]]:
        """Yield the records whose form begins with ``prefix``."""
        if not self._heads or not prefix:
            return
        head = prefix[:_INDEXED_BYTES]
        first = max(bisect_left(self._heads, head) - 1, 0)
        last = bisect_right(self._heads, head + b"\xff")
        end = self._places[last] if last < len(self._places) else len(self._data)
        start, seed = self._nearest(prefix, first, end)
        lemma = self._lemma_before(first, start)
        for _, key, value in self._records(self._data[start:end], 0, seed, lemma):
            if key.startswith(prefix):
                yield key, value
            elif key > prefix:
                return

    def _nearest(self, prefix: bytes, block: int, end: int) -> tuple[int, bytes]:
        """Return the last place before the prefix's stretch that is easily found, and its seed."""
        place, seed = self._places[block], self._heads[block]
        before = (place, seed)
        for shared in _FINER_BYTES:
            if len(prefix) < shared:
                break
            for found, key in _leaders(self._data, *before, end, shared):
                if key[:shared] >= prefix[:shared]:
                    break
                before = (found, key)
        return before

    def _lemma_before(self, block: int, place: int) -> bytes:
        """Return the lemma that a record at ``place`` takes from the one before, if it does."""
        if self._data[place + 2 + self._data[place + 1]] != _SAME_AS_BEFORE:
            return b""
        while block and self._borrows(block):
            block -= 1
        before = self._data[self._places[block] : place]
        return max(self._records(before, 0, self._heads[block]), default=(0, b"", b""))[2]

    def _borrows(self, block: int) -> bool:
        """Return whether the block's first record takes its lemma from the record before."""
        place = self._places[block]
        return self._data[place + 2 + self._data[place + 1]] == _SAME_AS_BEFORE


@cache
def _leader_pattern(shared: int) -> re.Pattern[bytes]:
    """Return a pattern for a record that shares fewer bytes, and the run of those that do not."""
    counted = b"|".join(
        re.escape(_varint(size)) + b"[\\x00-\\xff]{%d}" % size for size in range(_LONGEST)
    )
    sized = b"(?:" + counted + b")"
    lemma = b"(?:\\xfe|[\\x00-\\xfd\\xff]" + sized + b")"
    few = b"([\\x00-\\x%02x])(" % (shared - 1) + sized + b")" + lemma
    many = b"(?:[\\x%02x-\\x7f]|[\\x80-\\xff]\\x01)" % shared + sized + lemma
    return re.compile(few + b"(?:" + many + b")*+", re.DOTALL)


def _varint(size: int) -> bytes:
    return bytes([size]) if size < 128 else bytes([size & 0x7F | 0x80, size >> 7])


def _leaders(
    data: bytes, start: int, seed: bytes, end: int, shared: int
) -> Iterator[tuple[int, bytes]]:
    """Yield place and first bytes of the records that share fewer than ``shared`` bytes."""
    place, key = start, seed
    for match in _leader_pattern(shared).finditer(data, start, end):
        if match.start() != place:
            break
        length = 1 if match[2][0] < 128 else 2
        key = key[: match[1][0]] + match[2][length:]
        yield place, key
        place = match.end()
    if place != end:
        raise ValueError(f"simplemma's dictionary is not read beyond byte {place} of {len(data)}")

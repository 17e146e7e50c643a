"""Simplemma's dictionaries read backwards: from a word to the other forms of its lexeme.

The dictionaries map a form to its lemma, sorted by form and front-coded (each record stores what it
does not share with the one before). A form nearly always begins like its lemma, so that only the
stretch of records with the lemma's first letters is decoded, found through a sparse index that the
regular expression engine builds at the speed of C.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from functools import cache

_INDEXED_BYTES = 4
_LONGEST = 256


class Dictionary:
    """One language's forms and lemmas, kept as compressed as they come."""

    def __init__(self, language: str) -> None:
        from simplemma.strategies.dictionaries import dictionary_factory, frontcode

        self._records = frontcode._iter_records
        self._data = dictionary_factory._read_decompressed(language)
        reverse, _, start = frontcode._read_header(self._data)
        self._lexemes: dict[str, dict[bytes, list[bytes]]] = {}
        self._heads, self._places = ([], []) if reverse else _index(self._data, start)

    def lemma(self, form: str) -> str | None:
        """Return the lemma of an inflected form as the dictionary spells both, or None."""
        sought = form.encode()
        for key, value in self._stretch(sought):
            if key == sought:
                return value.decode()
        return None

    def forms(self, lemma: str, stem: str) -> set[str]:
        """Return the forms of ``lemma`` among the words that begin with ``stem``."""
        if stem not in self._lexemes:
            lexemes = self._lexemes[stem] = {}
            for key, value in self._stretch(stem.encode()):
                lexemes.setdefault(value, []).append(key)
        return {key.decode() for key in self._lexemes[stem].get(lemma.encode(), ())}

    def _stretch(self, prefix: bytes) -> Iterator[tuple[bytes, bytes]]:
        """Yield the records whose form begins with ``prefix``."""
        if not self._heads:
            return
        head = prefix[:_INDEXED_BYTES]
        first = max(bisect_left(self._heads, head) - 1, 0)
        while first and self._borrows(first):
            first -= 1
        last = bisect_right(self._heads, head + b"\xff")
        end = self._places[last] if last < len(self._places) else len(self._data)
        seed = self._heads[first]
        for _, key, value in self._records(self._data[:end], self._places[first], seed):
            if key.startswith(prefix):
                yield key, value
            elif key > prefix:
                return

    def _borrows(self, block: int) -> bool:
        """Return whether the block's first record takes its lemma from the record before."""
        place = self._places[block]
        return self._data[place + 2 + self._data[place + 1]] == 254


@cache
def _record_pattern() -> re.Pattern[bytes]:
    """Return a pattern for one record that shares few bytes, and the run of those that share more."""

    def sized() -> bytes:
        counted = (
            re.escape(_varint(size)) + b"[\\x00-\\xff]{%d}" % size for size in range(_LONGEST)
        )
        return b"(?:" + b"|".join(counted) + b")"

    lemma = b"(?:\\xfe|[\\x00-\\xfd\\xff]" + sized() + b")"
    few = b"([\\x00-\\x%02x])(" % (_INDEXED_BYTES - 1) + sized() + b")" + lemma
    many = b"(?:[\\x%02x-\\x7f]|[\\x80-\\xff]\\x01)" % _INDEXED_BYTES + sized() + lemma
    return re.compile(few + b"(?:" + many + b")*+", re.DOTALL)


def _varint(size: int) -> bytes:
    return bytes([size]) if size < 128 else bytes([size & 0x7F | 0x80, size >> 7])


def _index(data: bytes, start: int) -> tuple[list[bytes], list[int]]:
    """Return the first bytes of each block's first form, and where the block starts."""
    heads, places = [], []
    head, place = b"", start
    for match in _record_pattern().finditer(data, start):
        if match.start() != place:
            break
        length = 1 if match[2][0] < 128 else 2
        head = head[: match[1][0]] + match[2][length : length + _INDEXED_BYTES]
        heads.append(head[:_INDEXED_BYTES])
        places.append(place)
        place = match.end()
    if place != len(data):
        raise ValueError(f"simplemma's dictionary is not read beyond byte {place} of {len(data)}")
    return heads, places

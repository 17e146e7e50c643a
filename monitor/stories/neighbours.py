"""Find the entries that may tell the same story as a new one, without looking at them all.

Three ways together: the same words in the headline, as copies have; nearest story vectors; and
shared rare words or names (which also serve models without vectors). Up to ``EXACT_LIMIT`` vectors
are compared one by one; beyond, usearch's HNSW graph (Malkov and Yashunin, arXiv:1603.09320)
searches them, built by one thread so that it is repeatable.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, TypeVar

import numpy as np
from numpy.typing import NDArray

from monitor.stories.commonness import weight
from monitor.stories.traits import Traits

if TYPE_CHECKING:
    from usearch.index import Index

EXACT_LIMIT = 4096
NEAREST = 12
SHARED_WORD = 12
"""Most recent entries that are looked at for each rare word."""
BY_WORDS = 8
"""Entries kept that share the most rare words, in bits."""
LEAST_SHARED = 16.0
"""Bits that shared rare words must weigh together: two rare ones."""
_EXPANSION = 40

Vector = NDArray[np.float32]


class Neighbours:
    """An index of entries by number (0, 1, 2, ... in the order of arrival)."""

    def __init__(self) -> None:
        self._matrix = _Matrix()
        self._by_word: dict[str, deque[int]] = {}
        self._by_headline: dict[frozenset[str], deque[int]] = {}
        self._graph: Index | None = None
        self._pending: set[int] = set()

    def add(self, number: int, traits: Traits) -> None:
        """Take in one entry."""
        for word in traits.rare:
            self._by_word.setdefault(word, deque(maxlen=SHARED_WORD)).append(number)
        if traits.stems:
            copies = self._by_headline.setdefault(traits.stems, deque(maxlen=SHARED_WORD))
            copies.append(number)
        if traits.vector is not None:
            self._matrix.add(number, traits.vector)
            self._pending.add(number)

    def remove(self, number: int, traits: Traits) -> None:
        """Forget one entry."""
        for word in traits.rare:
            _drop(self._by_word, word, number)
        _drop(self._by_headline, traits.stems, number)
        if traits.vector is None:
            return
        self._matrix.remove(number)
        if number in self._pending:
            self._pending.discard(number)
        elif self._graph is not None:
            self._graph.remove(number)

    def candidates(self, all_traits: Sequence[Traits]) -> list[set[int]]:
        """Return for each entry the numbers worth comparing with it."""
        found = [
            self._sharing_words(traits.rare).union(self._by_headline.get(traits.stems, ()))
            for traits in all_traits
        ]
        asking = [i for i, traits in enumerate(all_traits) if traits.vector is not None]
        if asking and len(self._matrix):
            vectors = np.stack([v for i in asking if (v := all_traits[i].vector) is not None])
            for i, nearest in zip(asking, self._nearest(vectors), strict=True):
                found[i].update(nearest)
        return found

    def _sharing_words(self, rare: Iterable[str]) -> set[int]:
        bits: dict[int, float] = {}
        for word in rare:
            heavy = weight(word)
            for number in self._by_word.get(word, ()):
                bits[number] = bits.get(number, 0.0) + heavy
        enough = [number for number, shared in bits.items() if shared >= LEAST_SHARED]
        if len(enough) > BY_WORDS:
            enough.sort(key=lambda number: (-bits[number], -number))
        return set(enough[:BY_WORDS])

    def _nearest(self, vectors: Vector) -> Iterable[Iterable[int]]:
        if self._graph is None and len(self._matrix) <= EXACT_LIMIT:
            return self._matrix.nearest(vectors)
        if self._graph is None:
            self._graph = _empty_graph(vectors.shape[1])
            self._pending = set(self._matrix.numbers())
        if self._pending:
            numbers = sorted(self._pending)
            self._graph.add(np.array(numbers, np.uint64), self._matrix.vectors(numbers), threads=1)
            self._pending.clear()
        matches = self._graph.search(vectors, NEAREST, threads=1)
        return [np.atleast_1d(row).tolist() for row in np.atleast_2d(matches.keys)]


class _Matrix:
    """Vectors by number in one growing array, so that all can be compared at once."""

    def __init__(self) -> None:
        self._rows: Vector = np.zeros((0, 0), np.float32)
        self._numbers: list[int] = []
        self._row_of: dict[int, int] = {}

    def __len__(self) -> int:
        return len(self._numbers)

    def numbers(self) -> list[int]:
        return list(self._numbers)

    def vectors(self, numbers: Sequence[int]) -> Vector:
        return self._rows[[self._row_of[number] for number in numbers]]

    def add(self, number: int, vector: Vector) -> None:
        row = len(self._numbers)
        if row == len(self._rows):
            larger = np.zeros((max(256, 2 * row), len(vector)), np.float32)
            larger[:row] = self._rows[:row] if row else 0.0
            self._rows = larger
        self._rows[row] = vector
        self._numbers.append(number)
        self._row_of[number] = row

    def remove(self, number: int) -> None:
        row, last = self._row_of.pop(number), self._numbers.pop()
        if last != number:
            self._rows[row] = self._rows[len(self._numbers)]
            self._numbers[row] = last
            self._row_of[last] = row

    def nearest(self, vectors: Vector) -> list[list[int]]:
        count = len(self._numbers)
        likeness = vectors @ self._rows[:count].T
        most = min(NEAREST, count)
        rows = np.argpartition(-likeness, most - 1, axis=1)[:, :most]
        return [[self._numbers[row] for row in line] for line in rows]


_Key = TypeVar("_Key")


def _drop(lists: dict[_Key, deque[int]], key: _Key, number: int) -> None:
    listed = lists.get(key)
    if listed is not None and number in listed:
        listed.remove(number)
        if not listed:
            del lists[key]


def _empty_graph(dimensions: int) -> Index:
    # Loading usearch 2.26 before onnxruntime 1.32 makes the latter crash when it is loaded.
    import onnxruntime  # noqa: F401
    from usearch.index import Index

    return Index(
        ndim=dimensions,
        metric="cos",
        dtype="i8",
        expansion_add=_EXPANSION,
        expansion_search=_EXPANSION,
    )

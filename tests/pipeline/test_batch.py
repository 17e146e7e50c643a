"""A batch is as large as its time allows."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from monitor.pipeline.batch import LEAST, MOST, BatchSize


def test_batches_grow_while_they_are_quick_and_shrink_when_they_are_not() -> None:
    size = BatchSize()
    for _ in range(8):
        size.took(size.entries, 0.1)
    assert size.entries == MOST
    size.took(size.entries, 30.0)
    assert size.entries == MOST // 2


def test_a_few_entries_prove_nothing_of_many() -> None:
    size = BatchSize()
    before = size.entries
    size.took(1, 0.01)
    assert size.entries == before


@given(st.lists(st.tuples(st.integers(1, 200), st.floats(0, 1000))))
def test_the_size_stays_within_its_bounds(batches: list[tuple[int, float]]) -> None:
    size = BatchSize()
    for entries, seconds in batches:
        size.took(entries, seconds)
        assert LEAST <= size.entries <= MOST

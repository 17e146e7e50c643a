"""The nearest entries of a window, few or many."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray

from monitor.stories.neighbours import EXACT_LIMIT, Neighbours
from monitor.stories.traits import traits_of
from tests.stories.support import item


@pytest.mark.parametrize("count", [40, EXACT_LIMIT + 40])
def test_the_nearest_is_found_in_small_windows_and_past_the_exact_limit(count: int) -> None:
    plain = traits_of(item(0, "Headline", topic="0"))
    found = Neighbours()
    for number in range(count):
        found.add(number, replace(plain, vector=_direction(number), stems=frozenset(), rare=()))
    asked = [replace(plain, vector=_direction(n), stems=frozenset(), rare=()) for n in (3, 17, 39)]
    assert [n in near for n, near in zip((3, 17, 39), found.candidates(asked), strict=True)] == [
        True
    ] * 3
    found.remove(17, asked[1])
    assert all(17 not in near for near in found.candidates(asked))


def _direction(number: int) -> NDArray[np.float32] | None:
    return traits_of(item(number, "Headline", topic=str(number))).vector

"""Measures of a grouping against the true one: B-cubed (Bagga and Baldwin, 1998) and pairs."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Bools = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Measures:
    """F1 values, 0 to 1."""

    bcubed: float
    pairs: float
    cross_language: float
    precision: float
    """Of pairs."""
    recall: float
    """Of pairs."""

    @property
    def main(self) -> tuple[float, float, float]:
        """Return the three that goals are set for."""
        return self.bcubed, self.pairs, self.cross_language

    def __str__(self) -> str:
        return (
            f"B-cubed {self.bcubed:.3f}, pairs {self.pairs:.3f} (P {self.precision:.2f}, "
            f"R {self.recall:.2f}), cross-language pairs {self.cross_language:.3f}"
        )


def measure(
    truth: Sequence[Hashable], found: Sequence[Hashable], languages: Sequence[str]
) -> Measures:
    """Compare two groupings of the same entries, in the same order."""
    true, guess = _together(truth), _together(found)
    language = np.array(languages)
    upper = np.triu(np.ones_like(true), 1)
    cross = upper & (language[:, None] != language)
    both = (true & guess).sum(axis=1)
    precision, recall = (both / guess.sum(axis=1)).mean(), (both / true.sum(axis=1)).mean()
    right = int((true & guess & upper).sum())
    return Measures(
        float(2 * precision * recall / (precision + recall)),
        _f1(true, guess, upper),
        _f1(true, guess, cross),
        right / max(1, int((guess & upper).sum())),
        right / max(1, int((true & upper).sum())),
    )


def _together(groups: Sequence[Hashable]) -> Bools:
    numbers = {group: number for number, group in enumerate(dict.fromkeys(groups))}
    codes = np.array([numbers[group] for group in groups])
    together: Bools = codes[:, None] == codes
    return together


def _f1(true: Bools, guess: Bools, among: Bools) -> float:
    right = int((true & guess & among).sum())
    total = int((true & among).sum()) + int((guess & among).sum())
    return 2 * right / total if total else 1.0

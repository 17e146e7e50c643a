"""Figures of merit of a classifier and of a threshold, defined as scikit-learn defines them.

Labels are numbers in the order of ``Label``. A figure that is not defined, such as recall where
nothing is to be found, is None.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

PRECISION = 0.90
"""How often an alert must be right for a desk to keep reading them."""

_GRID = np.arange(101) / 100


@dataclass(frozen=True, slots=True)
class Threshold:
    """A minimum score, and what it would have brought."""

    minimum: float
    precision: float
    recall: float


def confusion(truth: ArrayLike, found: ArrayLike, classes: int) -> NDArray[np.int64]:
    """Return how often each label (row) was given each label (column)."""
    counts = np.zeros((classes, classes), np.int64)
    np.add.at(counts, (np.asarray(truth, np.int64), np.asarray(found, np.int64)), 1)
    return counts


def macro_f1(truth: ArrayLike, found: ArrayLike, classes: int) -> float | None:
    """Return the mean F1 of all ``classes``; one that neither occurs nor was given counts 0."""
    counts = confusion(truth, found, classes)
    if not counts.sum():
        return None
    either = counts.sum(0) + counts.sum(1)
    return float(np.mean(2 * counts.diagonal() / np.maximum(either, 1)))


def average_precision(truth: ArrayLike, scores: ArrayLike) -> float | None:
    """Return the sum of precisions at each distinct score, weighted by the recall gained there."""
    curve = _curve(truth, scores)
    if curve is None:
        return None
    precision, recall = curve
    return float(np.sum(np.diff(recall, prepend=0.0) * precision))


def recall_at(truth: ArrayLike, scores: ArrayLike, precision: float = PRECISION) -> float | None:
    """Return the best recall at which the precision is at least ``precision``; 0 where none is."""
    curve = _curve(truth, scores)
    if curve is None:
        return None
    reached, recall = curve
    return float(recall[reached >= precision].max(initial=0.0))


def calibration_error(truth: ArrayLike, scores: ArrayLike, bins: int = 15) -> float | None:
    """Return the expected calibration error: the mean gap of share and score, equal-width bins."""
    related, given = np.asarray(truth, float), np.asarray(scores, float)
    if not given.size:
        return None
    place = np.minimum((given * bins).astype(int), bins - 1)
    gaps = np.bincount(place, related, bins) - np.bincount(place, given, bins)
    return float(np.abs(gaps).sum() / given.size)


def precision_of(truth: ArrayLike, told: ArrayLike) -> float | None:
    """Return the share of what was told that is right."""
    right, said = np.asarray(truth, bool), np.asarray(told, bool)
    return float(right[said].mean()) if said.any() else None


def recall_of(truth: ArrayLike, told: ArrayLike) -> float | None:
    """Return the share of what is right that was told."""
    return precision_of(told, truth)


def best_threshold(
    truth: ArrayLike, scores: ArrayLike, precision: float = PRECISION
) -> Threshold | None:
    """Return the minimum score with the best recall at ``precision`` or more, if there is one.

    In steps of 0.01, as people write it; of several with the same recall the highest.
    """
    right, given = np.asarray(truth, bool), np.asarray(scores, float)
    best: Threshold | None = None
    for minimum in _GRID:
        told = given >= minimum
        reached, recall = precision_of(right, told), recall_of(right, told)
        if reached is None or not recall or reached < precision:
            continue
        if best is None or recall >= best.recall:
            best = Threshold(float(minimum), reached, recall)
    return best


def _curve(
    truth: ArrayLike, scores: ArrayLike
) -> tuple[NDArray[np.float64], NDArray[np.float64]] | None:
    """Return precision and recall at each distinct score, the highest score first."""
    right, given = np.asarray(truth, bool), np.asarray(scores, float)
    if not right.any():
        return None
    order = np.argsort(-given, kind="stable")
    right, given = right[order], given[order]
    last_of_ties = np.append(np.flatnonzero(np.diff(given)), given.size - 1)
    hits = np.cumsum(right)[last_of_ties]
    return hits / (last_of_ties + 1), hits / hits[-1]

"""Figures of merit: macro-F1, average precision, recall at a precision, calibration error,
clustering F1.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from sklearn.metrics import average_precision_score, f1_score, precision_recall_curve

Array = np.ndarray


def score(probabilities: Array) -> Array:
    """Return P(escalation-related) of rows of six probabilities."""
    return probabilities[:, 2:].sum(1)


def recall_at(truth: Array, scores: Array, precision: float = 0.90) -> float:
    """Return the best recall at which the precision is at least `precision`."""
    found, recall, _ = precision_recall_curve(truth, scores)
    return float(recall[found >= precision].max())


def label_figures(labels: Array, probabilities: Array) -> dict[str, float]:
    """Return macro-F1 over six labels, AP of escalation-related, recall of coercion or force at
    0.90 precision.
    """
    return {
        "macro_f1": float(
            f1_score(
                labels, probabilities.argmax(1), average="macro", labels=range(6), zero_division=0
            )
        ),
        "ap": float(average_precision_score(labels >= 2, score(probabilities))),
        "recall_at_090": recall_at(labels >= 4, probabilities[:, 4:].sum(1)),
    }


def calibration_error(labels: Array, scores: Array, bins: int = 15) -> float:
    """Return the expected calibration error of the score, equal-width bins."""
    place = np.minimum((scores * bins).astype(int), bins - 1)
    related = (labels >= 2).astype(float)
    gaps = [
        abs(related[place == i].mean() - scores[place == i].mean()) * (place == i).mean()
        for i in range(bins)
        if (place == i).any()
    ]
    return float(sum(gaps))


def greedy_clusters(vectors: Array, threshold: float) -> list[int]:
    """Put each entry in the cluster of the nearest earlier one, if near enough."""
    clusters: list[int] = []
    for i, vector in enumerate(vectors):
        near = vectors[:i] @ vector if i else np.zeros(0)
        best = int(near.argmax()) if i else -1
        clusters.append(clusters[best] if i and near[best] >= threshold else i)
    return clusters


def pair_f1(stories: Sequence[Any], clusters: Sequence[Any], allowed: Array) -> float:
    """Return F1 of the pairs put together, among the `allowed` (n, n) pairs."""
    upper = np.triu(np.ones((len(stories), len(stories)), bool), 1) & allowed
    true = np.equal.outer(np.array(stories), np.array(stories)) & upper
    found = np.equal.outer(np.array(clusters), np.array(clusters)) & upper
    return float(2 * (true & found).sum() / max(1, true.sum() + found.sum()))


def story_figures(
    windows: Sequence[Sequence[dict[str, Any]]], vectors: Sequence[Array]
) -> dict[str, float]:
    """Return the best pair F1 over thresholds, mean over windows, with that of pairs that cross
    languages there.
    """
    best = {"pair_f1": 0.0, "cross_f1": 0.0, "threshold": 0.0}
    for threshold in np.arange(0.30, 0.96, 0.02):
        pairs, crosses = [], []
        for window, matrix in zip(windows, vectors, strict=True):
            stories = [row["story"] for row in window]
            languages = np.array([row["lang"] for row in window])
            clusters = greedy_clusters(matrix, threshold)
            pairs.append(pair_f1(stories, clusters, np.ones((len(stories),) * 2, bool)))
            crosses.append(pair_f1(stories, clusters, languages[:, None] != languages[None]))
        found = {
            "pair_f1": float(np.mean(pairs)),
            "cross_f1": float(np.mean(crosses)),
            "threshold": float(threshold),
        }
        if found["pair_f1"] + found["cross_f1"] > best["pair_f1"] + best["cross_f1"]:
            best = found
    return best

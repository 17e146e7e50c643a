"""How likely it is that two entries tell the same story: a logistic regression over plain features.

The coefficients stand in ``data/likeness.json``, fitted by ``training/stories.py``; every feature is
a function of the two entries alone, so that nothing else in the window can change the answer.
"""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from importlib.resources import files
from typing import Any

import numpy as np

from monitor.stories.commonness import weight
from monitor.stories.traits import Traits
from monitor.stories.types import StoryItem

FEATURES = (
    "bias", "cosine", "cosine_high", "cross", "cosine_cross", "words", "words_whole", "copy", "names", "towns",
    "towns_differ", "numbers", "numbers_differ", "actors", "actors_differ", "outlet", "one_summary",
)  # fmt: skip
FREE_HOURS = 6.0
"""Gap in time that costs nothing: the news of half a day is told all along it."""
COST_PER_HOUR = 0.12
"""Log-odds lost for each further hour: at two days' distance only a copy would still join."""


@dataclass(frozen=True, slots=True)
class Told:
    """An entry and its traits."""

    item: StoryItem
    traits: Traits


def features(a: Told, b: Told, cosine: float | None = None) -> tuple[float, ...]:
    """Return the features of a pair in the order of ``FEATURES``; symmetric in the two."""
    x, y = a.traits, b.traits
    cross = a.item.language != b.item.language
    if cosine is None:
        cosine = _cosine(x, y)
    z = _standardised(cosine, cross)
    towns = len(x.towns & y.towns)
    actors = x.actors | y.actors
    return (
        1.0,
        z,
        max(0.0, z - 4.0),
        float(cross),
        z * cross,
        _overlap(x.stems & y.stems, min(x.stem_weight, y.stem_weight)),
        min(1.0, _sum(x.all_stems & y.all_stems) / 60.0),
        _copy(x, y),
        min(1.5, sum(weight(f"~{n}") - 4 for n in x.names & y.names if weight(f"~{n}") > 4) / 12.0),
        float(min(towns, 2)),
        float(bool(x.title_towns and y.title_towns) and not towns),
        min(2.0, sum(1.0 if len(n) > 1 else 0.5 for n in x.numbers & y.numbers)),
        float(bool(x.numbers and y.numbers) and not x.numbers & y.numbers),
        len(x.actors & y.actors) / len(actors) if actors else 0.0,
        float(bool(x.title_actors and y.title_actors) and not x.actors & y.actors),
        float(a.item.outlet == b.item.outlet),
        float(bool(a.item.summary) != bool(b.item.summary)),
    )


def log_odds(a: Told, b: Told, cosine: float | None = None) -> float:
    """Return the log-odds that two entries tell one story, less what their distance in time costs."""
    has_vectors = a.traits.vector is not None and b.traits.vector is not None
    weights = _model()["with_vectors" if has_vectors else "without_vectors"]
    value = float(sum(map(float.__mul__, weights, features(a, b, cosine))))
    return value - time_cost(a.item.time, b.item.time)


def time_cost(a: datetime, b: datetime) -> float:
    """Return the log-odds lost to the gap between two times."""
    hours = abs((a - b).total_seconds()) / 3600
    return COST_PER_HOUR * max(0.0, hours - FREE_HOURS)


def probability(value: float) -> float:
    """Return the probability that belongs to log-odds."""
    return 1 / (1 + math.exp(-max(-60.0, min(60.0, value))))


def threshold(name: str) -> float:
    """Return a fitted threshold in log-odds: ``join`` or ``merge``."""
    return float(_model()[name])


def _cosine(x: Traits, y: Traits) -> float:
    if x.vector is None or y.vector is None:
        return 0.0
    return float(np.dot(x.vector, y.vector))


def _standardised(cosine: float, cross: bool) -> float:
    """Return a cosine in standard deviations above that of unrelated entries of the encoder."""
    mean, deviation = _model()["unrelated"]["cross" if cross else "same"]
    return float((cosine - mean) / deviation)


def _overlap(shared: frozenset[str], most: float) -> float:
    return _sum(shared) / most if most > 0 else 0.0


def _sum(stems: frozenset[str]) -> float:
    return sum(map(weight, stems))


def _copy(x: Traits, y: Traits) -> float:
    """Return the Jaccard likeness of shingles: 1 for the same title."""
    union = len(x.shingles | y.shingles)
    return len(x.shingles & y.shingles) / union if union else 0.0


@lru_cache(maxsize=1)
def _model() -> dict[str, Any]:
    text = (files("monitor.stories") / "data" / "likeness.json").read_text(encoding="utf-8")
    model: dict[str, Any] = json.loads(text)
    return model

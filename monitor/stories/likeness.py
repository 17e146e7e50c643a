"""How likely it is that two entries tell the same story: a logistic regression over plain
features.

The coefficients stand in ``data/likeness.json``, fitted by ``training/stories.py``; every feature
is a function of the two entries alone, so that nothing else in the window can change the answer.
"""

from __future__ import annotations

import json
import math
import operator
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from importlib.resources import files
from typing import Any

import numpy as np

from monitor.stories.commonness import weight
from monitor.stories.places import apart
from monitor.stories.traits import Traits
from monitor.stories.types import StoryItem

FEATURES = (
    "bias",
    "cosine",
    "cross",
    "cosine_cross",
    "words",
    "carried",
    "bridge",
    "bridge_whole",
    "names",
    "towns",
    "towns_differ",
    "numbers",
    "numbers_title",
    "actors",
    "actors_each",
    "lead_same",
    "people",
    "people_differ",
    "subjects",
    "subjects_told",
    "outlet",
    "roundup",
    "gap",
)
_SOON_HOURS = 2.0
"""The gap up to which sooner is likelier: the windows that the coefficients come from are no
longer.
"""
_MOST_DEVIATIONS = 7.0
"""Beyond, meaning says no more: what names and numbers say must still count."""
FREE_HOURS = 2.0
"""Gap in time that costs nothing more than the feature ``gap`` says."""
COST_PER_HOUR = 0.15
"""Log-odds lost for each further hour: a death toll may rise all day, but this morning's sirens are
not tonight's, and at two days' distance not even a copy joins. Without so high a cost, days of
strikes on one town become one story.
"""


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
    carried = _sum(x.bridge & y.bridge)
    same_subjects = _sum(x.subjects & y.subjects)
    return (
        1.0,
        z,
        float(cross),
        z * cross,
        0.0 if cross else _share(_sum(x.stems & y.stems), min(x.stem_weight, y.stem_weight)),
        0.0 if cross else _share(carried, math.sqrt(x.bridge_weight * y.bridge_weight)),
        _share(carried, min(x.bridge_weight, y.bridge_weight)) if cross else 0.0,
        min(1.0, _sum(x.all_bridge & y.all_bridge) / 60.0) if cross else 0.0,
        min(2.0, _telling(x.title_names & y.title_names) / 10.0),
        float(min(towns, 2)),
        float(apart(x.title_spots, y.title_spots)),
        min(2.0, sum(1.0 if len(n) > 1 else 0.5 for n in x.numbers & y.numbers)),
        float(min(2, len(x.title_numbers & y.title_numbers))),
        len(x.actors & y.actors) / len(actors) if actors else 0.0,
        float(bool(x.title_actors - y.actors and y.title_actors - x.actors)),
        float(bool(x.lead) and x.lead == y.lead),
        float(min(2, len(x.people & y.people))),
        float(bool(x.title_people - y.people and y.title_people - x.people)),
        _share(same_subjects, math.sqrt(x.subject_weight * y.subject_weight)),
        min(2.0, same_subjects / 8.0),
        float(a.item.outlet == b.item.outlet),
        float(x.roundup or y.roundup),
        min(1.0, _hours(a.item.time, b.item.time) / _SOON_HOURS),
    )


def log_odds(a: Told, b: Told, cosine: float | None = None) -> float:
    """Return by how much two entries are likelier than needed to tell one story, in log-odds.

    Zero is the fitted threshold. Their distance in time is taken off.
    """
    model = _model()
    if a.traits.vector is None or b.traits.vector is None:
        weights, least = model["without_vectors"], model["join_without_vectors"]
    else:
        weights, least = model["with_vectors"], model["join"]
    value = float(sum(map(operator.mul, weights, features(a, b, cosine))))
    return value - float(least) - time_cost(a.item.time, b.item.time)


def time_cost(a: datetime, b: datetime) -> float:
    """Return the log-odds lost to the gap between two times."""
    return COST_PER_HOUR * max(0.0, _hours(a, b) - FREE_HOURS)


def _hours(a: datetime, b: datetime) -> float:
    return abs((a - b).total_seconds()) / 3600


def probability(value: float) -> float:
    """Return the probability, 0 to 1, that belongs to the log-odds above the threshold."""
    odds = value + float(_model()["join"])
    return 1 / (1 + math.exp(-max(-60.0, min(60.0, odds))))


def _cosine(x: Traits, y: Traits) -> float:
    if x.vector is None or y.vector is None:
        return 0.0
    return float(np.dot(x.vector, y.vector))


def _standardised(cosine: float, cross: bool) -> float:
    """Return a cosine in standard deviations above that of unrelated entries of the encoder."""
    mean, deviation = _model()["unrelated"]["cross" if cross else "same"]
    return max(-2.0, min(_MOST_DEVIATIONS, float((cosine - mean) / deviation)))


def _share(shared: float, whole: float) -> float:
    return shared / whole if whole > 0 else 0.0


def _sum(keys: frozenset[str]) -> float:
    return sum(map(weight, keys)) if keys else 0.0


def _telling(names: frozenset[str]) -> float:
    """Return by how much names' weights exceed six bits: one headline in 64 has a name of six."""
    return sum(max(0.0, weight(name) - 6.0) for name in names)


def shipped() -> Mapping[str, Any]:
    """Return the model that is shipped: coefficients, thresholds, and the encoder they were
    fitted for.
    """
    model: Mapping[str, Any] = json.loads(
        (files("monitor.stories") / "data" / "likeness.json").read_text(encoding="utf-8")
    )
    return model


def use(model: Mapping[str, Any]) -> None:
    """Take a model in place of the shipped one: for fitting, which has none yet."""
    _models[:] = [model]


def _model() -> Mapping[str, Any]:
    if not _models:
        _models.append(shipped())
    return _models[0]


_models: list[Mapping[str, Any]] = []

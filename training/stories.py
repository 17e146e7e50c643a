"""Fit how likely two entries are to tell one story, for the encoder that is shipped.

Command: `python -m training.stories [--write] [--model FOLDER]`. Windows of news grouped by
reading: the two of `stories/`, and those that `training/stories_windows.tsv` groups, their entries
named by hashes. Coefficients are fitted with the sign that each feature must have, and judged with
each window held out in turn; `--write` fits on all and writes `monitor/stories/data/likeness.json`.
Run it again whenever the encoder changes; `--model` takes another one than that shipped.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from benchmarks.story_measures import Measures, measure
from monitor.scoring.builtin import MODEL, load_builtin
from monitor.scoring.classifier import Classifier, Headline
from monitor.stories import likeness
from monitor.stories.cluster import Clusterer
from monitor.stories.polls import by_poll
from monitor.stories.traits import traits_of
from monitor.stories.types import StoryItem
from training import grouped
from training.paths import DATA, ROOT

TARGET = ROOT / "monitor" / "stories" / "data" / "likeness.json"
ALIKE = ["cosine", "words", "carried", "bridge", "bridge_whole", "names", "towns", "numbers"]
ALIKE += ["numbers_title", "actors", "lead_same", "people", "subjects", "subjects_told"]
UNLIKE = ["towns_differ", "actors_each", "people_differ", "roundup", "gap"]
SIGNS: Mapping[str, int] = {**dict.fromkeys(ALIKE, 1), **dict.fromkeys(UNLIKE, -1)}
VECTOR_FEATURES = frozenset({"cosine", "cosine_cross"})
L2 = 60.0
SPEAKS_FOR = 3
"""Entries of its story for which an entry speaks in the fit: else a speech that one agency told in
sixteen flashes would outweigh all else.
"""
AT_MOST_TOWNS_DIFFER = -9.0
"""Log-odds that two towns cost at least: like strikes on two towns are rarer in the windows than
in a war.
"""
THRESHOLDS = tuple(step / 8 for step in range(-18, -1))

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Kind:
    """What is fitted for entries with, or without, vectors, and under which keys it is kept."""

    weights: str
    join: str
    features: Sequence[str]


KINDS = (
    Kind("with_vectors", "join", likeness.FEATURES),
    Kind(
        "without_vectors",
        "join_without_vectors",
        [name for name in likeness.FEATURES if name not in VECTOR_FEATURES],
    ),
)


@dataclass(frozen=True)
class Window:
    """One window: its entries with traits, their true stories, and features of all pairs."""

    items: list[likeness.Told]
    stories: list[str]
    pairs: Floats
    same: Floats
    weights: Floats
    """By pair: those of a story of n entries count as n * SPEAKS_FOR at most, not as n * n."""


Fold = tuple[Window, Floats]
"""A window, and the coefficients fitted on all the others."""


def read_windows() -> list[tuple[list[dict[str, Any]], list[str]]]:
    """Return the rows and true stories of each window."""
    windows = []
    for path in sorted((DATA / "stories").glob("*.jsonl")):
        rows = [json.loads(line) for line in path.read_text().splitlines()]
        windows.append((rows, [row["story"] for row in rows]))
    return windows + _grouped_by_hash()


def _grouped_by_hash() -> list[tuple[list[dict[str, Any]], list[str]]]:
    """Return the windows whose entries are named by hashes, each in order of publication."""
    entries = grouped.grouped_windows()
    known = _rows_by_hash({digest for _, digest, _ in entries})
    windows: dict[str, list[tuple[dict[str, Any], str]]] = {}
    for window, digest, story in entries:
        if digest in known:
            entry = known[digest], digest if story == "-" else story
            windows.setdefault(window, []).append(entry)
    ordered = [sorted(window, key=lambda e: _time(e[0])) for window in windows.values()]
    return [([row for row, _ in window], [story for _, story in window]) for window in ordered]


def _rows_by_hash(wanted: Set[str]) -> dict[str, dict[str, Any]]:
    """Return the rows with these hashes that have a time of day; some files give the day alone."""
    found: dict[str, dict[str, Any]] = {}
    for name in ("unlabelled", "train", "dev", "parallel_headlines"):
        for line in (DATA / f"{name}.jsonl").read_text().splitlines():
            row = json.loads(line)
            digest = grouped.window_key(row["outlet"], row["title"])
            published = row.get("date") or row.get("published") or ""
            if digest in wanted and "T" in published:
                found.setdefault(digest, {**row, "published": published})
    return found


def _time(row: Mapping[str, Any]) -> datetime:
    time = datetime.fromisoformat(row["published"])
    return time.replace(tzinfo=UTC) if time.tzinfo is None else time.astimezone(UTC)


def told(rows: Sequence[dict[str, Any]], classifier: Classifier) -> list[likeness.Told]:
    """Score the rows and work out their traits."""
    scores = classifier.score([Headline(row["title"], row.get("summary") or "") for row in rows])
    items = [
        StoryItem(
            i,
            _time(row),
            row["lang"],
            row["outlet"],
            row["title"],
            row.get("summary") or "",
            s.vector,
        )
        for i, (row, s) in enumerate(zip(rows, scores, strict=True))
    ]
    return [likeness.Told(item, traits_of(item)) for item in items]


def unrelated(windows: Sequence[Sequence[likeness.Told]]) -> dict[str, list[float]]:
    """Return median and robust deviation of the cosine of two entries, same language and across."""
    cosines: dict[str, list[Floats]] = {"same": [], "cross": []}
    for window in windows:
        vectors = np.stack([one.traits.vector for one in window if one.traits.vector is not None])
        languages = np.array([one.item.language for one in window])
        i, j = np.tril_indices(len(window), -1)
        values, cross = (vectors @ vectors.T)[i, j], languages[i] != languages[j]
        cosines["same"].append(values[~cross])
        cosines["cross"].append(values[cross])
    result = {}
    for kind, listed in cosines.items():
        joined = np.concatenate(listed)
        centre = float(np.median(joined))
        result[kind] = [round(centre, 4), round(float(np.percentile(joined, 84)) - centre, 4)]
    return result


def build(items: list[likeness.Told], stories: list[str]) -> Window:
    """Work out the features of all pairs of a window."""
    i, j = np.tril_indices(len(items), -1)
    pairs = np.array([likeness.features(items[a], items[b]) for a, b in zip(i, j, strict=True)])
    named, sizes = np.array(stories), Counter(stories)
    same = named[i] == named[j]
    most = np.array([min(1.0, SPEAKS_FOR / sizes[story]) for story in stories])
    return Window(items, stories, pairs, same.astype(float), np.where(same, most[i], 1.0))


def fit(windows: Sequence[Window], features: Sequence[str]) -> Floats:
    """Fit the coefficients of all features, zero for those not in `features`, under `SIGNS`."""
    columns = [k for k, name in enumerate(likeness.FEATURES) if name in features]
    x = np.concatenate([window.pairs[:, columns] for window in windows])
    y = np.concatenate([window.same for window in windows])
    weights = np.concatenate([window.weights for window in windows])
    scale = x.std(axis=0)
    scale[scale == 0] = 1.0
    z = x / scale

    def loss(w: Floats) -> tuple[float, Floats]:
        s = z @ w
        value = float(weights @ (np.logaddexp(0, s) - y * s) + L2 / 2 * (w[1:] ** 2).sum())
        gradient = z.T @ (weights * (1 / (1 + np.exp(-s)) - y))
        gradient[1:] += L2 * w[1:]
        return value, gradient

    signs = [SIGNS.get(likeness.FEATURES[k], 0) for k in columns]
    most = {"towns_differ": AT_MOST_TOWNS_DIFFER}
    limits = [most.get(likeness.FEATURES[k], 0.0) * scale[n] for n, k in enumerate(columns)]
    bounds = [
        (0 if s > 0 else None, m if s < 0 else None) for s, m in zip(signs, limits, strict=True)
    ]
    found = minimize(loss, np.zeros(len(columns)), jac=True, method="L-BFGS-B", bounds=bounds)
    coefficients = np.zeros(len(likeness.FEATURES))
    coefficients[columns] = found.x / scale
    return coefficients


def online(told: Sequence[likeness.Told]) -> list[int]:
    """Group entries as the daemon would, five minutes of news at a poll."""
    clusterer = Clusterer()
    for poll in by_poll([one.item for one in told], lambda item: item.time):
        clusterer.place_all(poll)
    return [clusterer.story_of(one.item.key) or 0 for one in told]


def judge(window: Window, model: Mapping[str, Any]) -> Measures:
    """Measure the grouping of a window by a model against its true stories."""
    likeness.use(model)
    languages = [one.item.language for one in window.items]
    return measure(window.stories, online(window.items), languages)


def judged(folds: Sequence[Fold], kind: Kind, model: Mapping[str, Any]) -> Floats:
    """Return the sum of measures by window and threshold, each window with its own coefficients."""
    return np.array(
        [
            [
                sum(judge(window, {**model, kind.weights: [*weights], kind.join: least}).main)
                for least in THRESHOLDS
            ]
            for window, weights in folds
        ]
    )


def best_threshold(sums: Floats) -> float:
    """Return the middle of the thresholds that serve windows best, each with the coefficients that
    were fitted without it: a single best threshold is chance.
    """
    around = np.convolve(np.pad(sums.sum(axis=0), 1, mode="edge"), np.ones(3), mode="valid")
    return THRESHOLDS[int(np.argmax(around))]


def held_out(windows: Sequence[Window], features: Sequence[str]) -> list[Fold]:
    """Return each window with the coefficients fitted on all the others."""
    return [
        (window, fit([*windows[:k], *windows[k + 1 :]], features))
        for k, window in enumerate(windows)
    ]


def without_vectors(windows: Sequence[Window]) -> list[Window]:
    """Return the windows as another classifier would hand them over, which gives no vectors."""
    bare = []
    for window in windows:
        items = [replace(one.item, vector=None) for one in window.items]
        bare.append(replace(window, items=[likeness.Told(i, traits_of(i)) for i in items]))
    return bare


def model_for(
    windows: Sequence[tuple[list[likeness.Told], list[str]]], base: Mapping[str, Any]
) -> dict[str, Any]:
    """Return a model fitted on the given windows alone, `base` giving what is not fitted."""
    model: dict[str, Any] = {**base, "unrelated": unrelated([items for items, _ in windows])}
    likeness.use(model)
    built = [build(items, stories) for items, stories in windows]
    kind = KINDS[0]
    model[kind.weights] = [round(float(w), 4) for w in fit(built, kind.features)]
    model[kind.join] = best_threshold(judged(held_out(built, kind.features), kind, model))
    return model


def main() -> None:
    """Run the command."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--model", type=Path, default=MODEL)
    arguments = parser.parse_args()
    classifier = load_builtin(arguments.model)
    read = read_windows()
    items = [told(rows, classifier) for rows, _ in read]
    model: dict[str, Any] = {"unrelated": unrelated(items)}
    likeness.use(model)
    windows = [build(one, stories) for one, (_, stories) in zip(items, read, strict=True)]
    for kind in KINDS:
        seen = windows if kind.weights == "with_vectors" else without_vectors(windows)
        folds = held_out(seen, kind.features)
        sums = judged(folds, kind, model)
        for k, (window, weights) in enumerate(folds):
            least = best_threshold(np.delete(sums, k, axis=0))
            found = judge(window, {**model, kind.weights: [*weights], kind.join: least})
            print(f"{kind.weights}, window {k + 1} held out, threshold {least}: {found}")
        model[kind.weights] = [round(float(w), 4) for w in fit(seen, kind.features)]
        model[kind.join] = best_threshold(sums)
    model["encoder"] = classifier.name
    print(json.dumps(dict(zip(likeness.FEATURES, model["with_vectors"], strict=True))))
    if arguments.write:
        TARGET.write_text(json.dumps(model, indent=1) + "\n")
        print(f"written to {TARGET}")


if __name__ == "__main__":
    main()

"""Fit how likely two entries are to tell one story, for the encoder that is shipped.

Command: `python -m training.stories [--write]`. Three windows of news grouped by reading: the two
of `stories/`, and one that `training/stories_window.tsv` groups, its entries named by hashes.
Coefficients are fitted with the sign that each feature must have, and judged with each window
held out in turn; `--write` fits on all three and writes `monitor/stories/data/likeness.json`. Run
it again whenever the encoder changes.
"""

from __future__ import annotations

import argparse
import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from benchmarks.story_measures import Measures, measure
from monitor.scoring.classifier import Headline, load_classifier
from monitor.stories import likeness
from monitor.stories.agglomerate import agglomerate
from monitor.stories.traits import traits_of
from monitor.stories.types import StoryItem
from training.paths import DATA, ROOT

TARGET = ROOT / "monitor" / "stories" / "data" / "likeness.json"
GROUPED = ROOT / "training" / "stories_window.tsv"
ALIKE = ["cosine", "words", "bridge", "bridge_whole", "names", "towns", "numbers", "actors"]
ALIKE += ["lead_same", "people"]
UNLIKE = ["towns_differ", "towns_each", "numbers_differ", "actors_differ", "actors_each"]
UNLIKE += ["lead_differs", "people_differ", "roundup", "gap"]
SIGNS: Mapping[str, int] = {**dict.fromkeys(ALIKE, 1), **dict.fromkeys(UNLIKE, -1)}
VECTOR_FEATURES = frozenset({"cosine", "cosine_cross"})
L2 = 3.0
AT_MOST_TOWNS_DIFFER = -9.0
"""Log-odds that two towns cost at least: like strikes on two towns are rarer in the windows than
in a war.
"""
THRESHOLDS = np.arange(-3.5, 1.01, 0.25)

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Window:
    """One window: its entries with traits, their true stories, and features of all pairs."""

    items: list[likeness.Told]
    stories: list[str]
    pairs: Floats
    same: Floats


def read_windows() -> list[tuple[list[dict[str, Any]], list[str]]]:
    """Return the rows and true stories of each window."""
    windows = []
    for path in sorted((DATA / "stories").glob("*.jsonl")):
        rows = [json.loads(line) for line in path.read_text().splitlines()]
        windows.append((rows, [row["story"] for row in rows]))
    windows.append(_grouped_by_hash())
    return windows


def _grouped_by_hash() -> tuple[list[dict[str, Any]], list[str]]:
    lines = [line for line in GROUPED.read_text().splitlines() if not line.startswith("#")]
    groups = dict(line.split("\t") for line in lines)
    found: dict[str, dict[str, Any]] = {}
    for name in ("unlabelled", "train", "dev", "parallel_headlines"):
        for line in (DATA / f"{name}.jsonl").read_text().splitlines():
            row = json.loads(line)
            digest = hashlib.sha256(f"{row['outlet']}\t{row['title']}".encode()).hexdigest()[:16]
            if digest in groups:
                row["published"] = row.get("date") or row.get("published")
                found.setdefault(digest, row)
    rows = sorted(found.items(), key=lambda item: _time(item[1]))
    stories = [d if groups[d] == "-" else groups[d] for d, _ in rows]
    return [row for _, row in rows], stories


def _time(row: Mapping[str, Any]) -> datetime:
    return datetime.fromisoformat(row["published"]).astimezone(UTC)


def told(rows: Sequence[dict[str, Any]]) -> list[likeness.Told]:
    """Score the rows with the shipped classifier and work out their traits."""
    scores = load_classifier("builtin").score(
        [Headline(row["title"], row.get("summary") or "") for row in rows]
    )
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
    named = np.array(stories)
    return Window(items, stories, pairs, (named[i] == named[j]).astype(float))


def fit(windows: Sequence[Window], features: Sequence[str]) -> Floats:
    """Fit the coefficients of all features, zero for those not in `features`, under `SIGNS`."""
    columns = [k for k, name in enumerate(likeness.FEATURES) if name in features]
    x = np.concatenate([window.pairs[:, columns] for window in windows])
    y = np.concatenate([window.same for window in windows])
    scale = x.std(axis=0)
    scale[scale == 0] = 1.0
    z = x / scale

    def loss(w: Floats) -> tuple[float, Floats]:
        s = z @ w
        value = float((np.logaddexp(0, s) - y * s).sum() + L2 / 2 * (w[1:] ** 2).sum())
        gradient = z.T @ (1 / (1 + np.exp(-s)) - y)
        gradient[1:] += L2 * w[1:]
        return value, gradient

    signs = [SIGNS.get(likeness.FEATURES[k], 0) for k in columns]
    most = {"towns_differ": AT_MOST_TOWNS_DIFFER}
    limits = [most.get(likeness.FEATURES[k], 0.0) * scale[n] for n, k in enumerate(columns)]
    bounds = [
        (0 if s > 0 else None, m if s < 0 else None) for s, m in zip(signs, limits, strict=True)
    ]
    found = minimize(loss, np.zeros(len(columns)), jac=True, method="L-BFGS-B", bounds=bounds)
    weights = np.zeros(len(likeness.FEATURES))
    weights[columns] = found.x / scale
    return weights


def cluster(window: Window, weights: Floats, least: float) -> list[int]:
    """Group a window as one poll with the given coefficients and threshold."""
    count = len(window.items)
    odds = np.full((count, count), -50.0)
    i, j = np.tril_indices(count, -1)
    odds[i, j] = odds[j, i] = window.pairs @ weights
    near = [(int(a), int(b)) for a, b in zip(i, j, strict=True) if odds[a, b] > -3.0]
    unions, _ = agglomerate(
        {k: [k] for k in range(count)}, near, lambda a, b: float(odds[a, b]), least
    )
    root = list(range(count))
    for union in unions:
        root = [union.kept if r == union.absorbed else r for r in root]
    return root


def judge(window: Window, weights: Floats, least: float) -> Measures:
    """Measure the grouping of a window against its true stories."""
    languages = [one.item.language for one in window.items]
    return measure(window.stories, cluster(window, weights, least), languages)


def best_threshold(windows: Sequence[Window], weights: Floats) -> float:
    """Return the threshold with the best sum of measures over windows."""

    def total(least: float) -> float:
        return sum(sum(judge(w, weights, least).main) for w in windows)

    return float(max(THRESHOLDS, key=total))


def model_for(
    windows: Sequence[tuple[list[likeness.Told], list[str]]], base: Mapping[str, Any]
) -> dict[str, Any]:
    """Return a model fitted on the given windows alone, `base` giving what is not fitted."""
    model: dict[str, Any] = {**base, "unrelated": unrelated([items for items, _ in windows])}
    likeness.use(model)
    built = [build(items, stories) for items, stories in windows]
    weights = fit(built, likeness.FEATURES)
    model["with_vectors"] = [round(float(w), 4) for w in weights]
    model["join"] = best_threshold(built, weights)
    return model


def main() -> None:
    """Run the command."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true")
    write = parser.parse_args().write
    read = read_windows()
    items = [told(rows) for rows, _ in read]
    model: dict[str, Any] = {"unrelated": unrelated(items)}
    likeness.use(model)
    windows = [build(one, stories) for one, (_, stories) in zip(items, read, strict=True)]
    for kind, features in (
        ("with_vectors", likeness.FEATURES),
        ("without_vectors", [f for f in likeness.FEATURES if f not in VECTOR_FEATURES]),
    ):
        thresholds = []
        for k, held_out in enumerate(windows):
            others = [w for n, w in enumerate(windows) if n != k]
            weights = fit(others, features)
            least = best_threshold(others, weights)
            thresholds.append(least)
            print(
                f"{kind}, window {k + 1} held out, threshold {least}: "
                f"{judge(held_out, weights, least)}"
            )
        model[kind] = [round(float(w), 4) for w in fit(windows, features)]
        model["join" if kind == "with_vectors" else "join_without_vectors"] = float(
            np.median(thresholds)
        )
    model["encoder"] = load_classifier("builtin").name
    print(json.dumps(dict(zip(likeness.FEATURES, model["with_vectors"], strict=True))))
    if write:
        TARGET.write_text(json.dumps(model, indent=1) + "\n")
        print(f"written to {TARGET}")


if __name__ == "__main__":
    main()

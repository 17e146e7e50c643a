"""Measure the runs that held outlets and late months out, on what each of them has not seen.

Command: `python -m training.validate --run fold0 fold1 ...`, after `training.teach` of each; writes
results/validation.json: figures on the held-out outlets' rows that were drawn at random, as dev's
were, on the late months of those, and on the rows that were chosen because they are hard.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence

import numpy as np

from training import data, measures
from training.paths import RESULTS, RUNS
from training.teach import held_out


def read(run: str, rows: Sequence[data.Row]) -> np.ndarray:
    """Return what a run made of rows, (n, 6)."""
    with np.load(RUNS / run / "readings.npz", allow_pickle=False) as stored:
        by_key = dict(zip(stored["keys"].tolist(), stored["probabilities"], strict=True))
    return np.array([by_key[data.key(row)] for row in rows])


def main() -> None:
    """Run the command."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--run", nargs="+", required=True, help="in the order of their folds")
    arguments = parser.parse_args()
    rows: list[data.Row] = []
    found: list[np.ndarray] = []
    report: dict[str, object] = {"runs": arguments.run}
    for fold, run in enumerate(arguments.run):
        own = [row for row in held_out(fold) if data.fold(row) == fold]
        rows += own
        found.append(read(run, own))
        drawn = np.array([not row.hard for row in own])
        report[run] = figures([own[i] for i in np.flatnonzero(drawn)], found[-1][drawn])
    every = np.concatenate(found)
    kinds = {
        "outlets": [not row.hard for row in rows],
        "late": [not row.hard and data.is_late(row) for row in rows],
        "hard": [row.hard for row in rows],
    }
    for name, kind in kinds.items():
        report[name] = figures([rows[i] for i in np.flatnonzero(kind)], every[kind])
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / "validation.json").write_text(json.dumps(report, indent=1) + "\n")
    print(json.dumps(report, indent=1))


def figures(rows: Sequence[data.Row], found: np.ndarray) -> dict[str, float]:
    """Return the figures of merit and how many rows they rest on."""
    labels = np.array([row.label for row in rows])
    return {**measures.label_figures(labels, found), "rows": len(rows)}


if __name__ == "__main__":
    main()

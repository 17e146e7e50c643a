"""Measure the runs that held outlets and late months out, on what each of them has not seen.

Command: `python -m training.validate --run fold0 fold1 ...`, after `training.teach` of each; writes
results/validation.json: figures on the held-out outlets' rows that were drawn at random, as dev's
were, on the late months of those, and on the rows that were chosen because they are hard. Each run
is calibrated, as what ships is, on rows that neither it nor its calibration shares outlets with:
those that the other runs held out.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence

import numpy as np

from training import data, measures
from training.calibrate import best_calibration, raised
from training.paths import RESULTS, RUNS
from training.teach import held_out


def read(run: str, rows: Sequence[data.Row]) -> np.ndarray:
    """Return what a run made of rows, (n, 6)."""
    with np.load(RUNS / run / "readings.npz", allow_pickle=False) as stored:
        by_key = dict(zip(stored["keys"].tolist(), stored["probabilities"], strict=True))
    return np.array([by_key[data.key(row)] for row in rows])


def calibrated(rows: Sequence[data.Row], found: np.ndarray, folds: np.ndarray) -> np.ndarray:
    """Return what the run of each fold made of its rows, (n, 6), under the calibration of the other
    runs on theirs that were drawn at random.
    """
    labels = np.array([row.label for row in rows])
    drawn = np.array([not row.hard for row in rows])
    logits = np.log(found + 1e-9)
    better = np.zeros(found.shape)
    for fold in set(folds.tolist()):
        others = drawn & (folds != fold)
        calibration = best_calibration(logits[others], labels[others])
        better[folds == fold] = raised(logits[folds == fold], calibration)
    return better


def main() -> None:
    """Run the command."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--run", nargs="+", required=True, help="in the order of their folds")
    runs: list[str] = parser.parse_args().run
    if len(runs) < 2:
        parser.error("name two runs at least: each is calibrated on what the others held out")
    held = [[row for row in held_out(n) if data.fold(row) == n] for n in range(len(runs))]
    rows = [row for own in held for row in own]
    folds = np.repeat(range(len(runs)), [len(own) for own in held])
    found = np.concatenate([read(run, own) for run, own in zip(runs, held, strict=True)])
    better = calibrated(rows, found, folds)
    drawn = np.array([not row.hard for row in rows])
    late = np.array([data.is_late(row) for row in rows])
    report: dict[str, object] = {"runs": runs}
    report |= {run: figures(rows, better, drawn & (folds == n)) for n, run in enumerate(runs)}
    report["outlets"] = figures(rows, better, drawn)
    report["late"] = figures(rows, better, drawn & late)
    report["hard"] = figures(rows, better, ~drawn)
    report["outlets_before_calibration"] = figures(rows, found, drawn)
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / "validation.json").write_text(json.dumps(report, indent=1) + "\n")
    print(json.dumps(report, indent=1))


def figures(rows: Sequence[data.Row], found: np.ndarray, kind: np.ndarray) -> dict[str, float]:
    """Return the figures of merit on the rows of a kind, and how many those are."""
    labels = np.array([row.label for row in rows])
    return {**measures.label_figures(labels[kind], found[kind]), "rows": int(kind.sum())}


if __name__ == "__main__":
    main()

"""Fit the calibration of an exported model on dev, which it was not trained on, and store it with
the model: a temperature, and a bias of each label, since the rows trained on hold more of the rare
labels than the news does.

Command: `python -m training.calibrate [--model DIR] --run NAME`. The figures it states are of
grouped validation: each row's calibration was fitted on other outlets (languages and months where
no outlet is named).
"""

from __future__ import annotations

import argparse
import hashlib
import json
from pathlib import Path
from typing import Any

import numpy as np
from scipy.optimize import minimize

from monitor.scoring.classifier import Headline
from training import data, measures
from training.paths import RESULTS, SHIPPED
from training.runtime import outputs, probabilities

GROUPS = 5
PRIOR = 0.02
"""Weight of the squared bias against the mean log loss: a label of few rows moves little."""


def raised(logits: np.ndarray, calibration: np.ndarray) -> np.ndarray:
    """Return probabilities under (log temperature, bias of each label), as the daemon does."""
    return probabilities(logits / np.exp(calibration[0]) + calibration[1:])


def best_calibration(logits: np.ndarray, labels: np.ndarray) -> np.ndarray:
    """Return the (log temperature, biases) at which the labels are likeliest."""

    def loss(calibration: np.ndarray) -> float:
        found = raised(logits, calibration)[range(len(labels)), labels]
        return float(-np.log(found + 1e-12).mean() + PRIOR * (calibration[1:] ** 2).sum())

    found = minimize(loss, np.zeros(1 + logits.shape[1]), method="L-BFGS-B").x
    return np.asarray(found)


def grouped(logits: np.ndarray, labels: np.ndarray, groups: np.ndarray) -> np.ndarray:
    """Return probabilities (n, 6) under calibrations of the other groups."""
    found = np.zeros(logits.shape)
    for group in range(GROUPS):
        held = groups == group
        found[held] = raised(logits[held], best_calibration(logits[~held], labels[~held]))
    return found


def fit(logits: np.ndarray, rows: list[data.Row]) -> dict[str, Any]:
    """Return the calibration and its measured errors."""
    labels = np.array([row.label for row in rows])
    groups = np.array(
        [data.bucket(row.outlet or f"{row.language} {row.month}", GROUPS) for row in rows]
    )
    plain = probabilities(logits)
    held = grouped(logits, labels, groups)
    best = best_calibration(logits, labels)
    return {
        "calibration": {
            "temperature": round(float(np.exp(best[0])), 4),
            "bias": [round(float(value), 4) for value in best[1:]],
            "by_language": {},
        },
        "ece_before": measures.calibration_error(labels, measures.score(plain)),
        "ece_grouped": measures.calibration_error(labels, measures.score(held)),
        "before": measures.label_figures(labels, plain),
        "grouped": measures.label_figures(labels, held),
        "rows": len(rows),
    }


def store(folder: Path, calibration: dict[str, Any]) -> None:
    """Write the calibration into config.json, with a new version."""
    config = json.loads((folder / "config.json").read_text())
    config["calibration"] = calibration
    parts = [(folder / name).read_bytes() for name in ("model.onnx", "model.bin")]
    parts.append(json.dumps(calibration, sort_keys=True).encode())
    config["version"] = hashlib.sha256(b"".join(parts)).hexdigest()[:10]
    part = folder / ".config.part"
    part.write_text(json.dumps(config, indent=2) + "\n")
    part.replace(folder / "config.json")


def main() -> None:
    """Run the command."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--model", type=Path, default=SHIPPED)
    parser.add_argument("--run", required=True, help="names the file under training/results")
    arguments = parser.parse_args()
    rows = data.rows("dev")
    logits, _ = outputs(arguments.model, [Headline(r.title, r.summary, r.language) for r in rows])
    found = fit(logits, rows)
    store(arguments.model, found["calibration"])
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / f"calibration-{arguments.run}.json").write_text(json.dumps(found, indent=2) + "\n")
    print(json.dumps(found, indent=2))


if __name__ == "__main__":
    main()

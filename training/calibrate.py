"""Fit the temperature of an exported model on dev, which it was not trained on, and store it with
the model.

Command: `python -m training.calibrate [--model DIR] [--run NAME]`. The error it states is of
grouped validation: each
row's temperature was fitted on other outlets (languages and months where no outlet is named).
"""

from __future__ import annotations

import argparse
import hashlib
import json
from pathlib import Path
from typing import Any

import numpy as np

from monitor.scoring.classifier import Headline
from training import data, measures
from training.paths import RESULTS, SHIPPED
from training.runtime import outputs, probabilities

GROUPS = 5
TEMPERATURES = np.exp(np.linspace(np.log(0.4), np.log(3), 80))


def best_temperature(logits: np.ndarray, labels: np.ndarray) -> float:
    """Return the temperature at which the labels are likeliest."""
    losses = [
        -np.log(probabilities(logits, t)[range(len(labels)), labels] + 1e-12).mean()
        for t in TEMPERATURES
    ]
    return round(float(TEMPERATURES[int(np.argmin(losses))]), 3)


def grouped_scores(logits: np.ndarray, labels: np.ndarray, groups: np.ndarray) -> np.ndarray:
    """Return scores calibrated by temperatures of the other groups."""
    scores = np.zeros(len(labels))
    for group in range(GROUPS):
        held = groups == group
        temperature = best_temperature(logits[~held], labels[~held])
        scores[held] = measures.score(probabilities(logits[held], temperature))
    return scores


def fit(logits: np.ndarray, rows: list[data.Row]) -> dict[str, Any]:
    """Return the calibration and its measured errors."""
    labels = np.array([row.label for row in rows])
    groups = np.array(
        [data.bucket(row.outlet or f"{row.language} {row.month}", GROUPS) for row in rows]
    )
    plain = measures.score(probabilities(logits))
    return {
        "calibration": {
            "temperature": best_temperature(logits, labels),
            "bias": [0.0] * 6,
            "by_language": {},
        },
        "ece_before": measures.calibration_error(labels, plain),
        "ece_grouped": measures.calibration_error(labels, grouped_scores(logits, labels, groups)),
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

"""From logits to calibrated probabilities.

Temperature and bias are fitted on rows that the network was not trained on (training.calibrate),
the temperature by group of languages where there were rows enough (Guo et al., 2017, "On
Calibration of Modern Neural Networks").
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from monitor.errors import ModelError

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Calibration:
    """Temperatures by language, one for the rest, and a bias added to the logits."""

    temperature: float
    bias: tuple[float, ...]
    by_language: Mapping[str, float]

    def probabilities(self, logits: Floats, languages: Sequence[str]) -> Floats:
        """Return probabilities (n, labels) for logits (n, labels); each row sums to 1."""
        warmth = [self.by_language.get(language, self.temperature) for language in languages]
        scaled = logits / np.array(warmth, np.float32)[:, None] + np.array(self.bias, np.float32)
        raised = np.exp(scaled - scaled.max(axis=1, keepdims=True))
        shares: Floats = (raised / raised.sum(axis=1, keepdims=True)).astype(np.float32)
        return shares


def read_calibration(stored: Mapping[str, Any], labels: int) -> Calibration:
    """Read what training stored with the model; raise ModelError if it does not fit."""
    try:
        found = Calibration(
            temperature=float(stored["temperature"]),
            bias=tuple(float(value) for value in stored["bias"]),
            by_language={k: float(v) for k, v in stored.get("by_language", {}).items()},
        )
    except (KeyError, TypeError, ValueError) as error:
        raise ModelError(f"calibration in config.json cannot be read: {error!r}") from error
    warmth = (found.temperature, *found.by_language.values())
    if len(found.bias) != labels or min(warmth) <= 0:
        raise ModelError(f"calibration in config.json needs {labels} biases, temperatures above 0")
    return found

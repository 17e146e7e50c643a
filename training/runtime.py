"""Run an exported model over rows, through the daemon's own code."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from monitor.scoring.builtin import load_builtin
from monitor.scoring.classifier import Headline


def outputs(
    folder: Path, texts: Sequence[Headline], threads: int = 1
) -> tuple[np.ndarray, np.ndarray]:
    """Return raw logits (n, 6) and story vectors (n, size)."""
    logits, stories, _ = load_builtin(folder, threads).run(texts)
    return logits, stories


def probabilities(logits: np.ndarray) -> np.ndarray:
    """Return the softmax of logits."""
    raised = np.exp(logits - logits.max(1, keepdims=True))
    return raised / raised.sum(1, keepdims=True)

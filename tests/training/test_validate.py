"""Validation by folds: what calibrates a run has seen none of the rows that it is measured on."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from training.data import LABELS, Row

pytest.importorskip("torch")
FOLDS = np.array([0, 1] * 60)


def rows() -> list[Row]:
    """Return rows whose labels go round."""
    labels = np.arange(len(FOLDS)) // 2 % len(LABELS)
    return [Row(f"row {n}", "", "en", "", "", int(label), "t") for n, label in enumerate(labels)]


def test_a_run_is_calibrated_on_what_the_others_held_out_alone() -> None:
    from training.validate import calibrated

    found = np.random.default_rng(1).dirichlet(np.ones(len(LABELS)), len(FOLDS))
    before = rows()
    after = [
        replace(row, label=0) if fold == 0 else row for row, fold in zip(before, FOLDS, strict=True)
    ]
    one, other = (calibrated(some, found, FOLDS) for some in (before, after))
    assert np.array_equal(one[FOLDS == 0], other[FOLDS == 0])
    assert not np.allclose(one[FOLDS == 1], other[FOLDS == 1])
    assert np.allclose(one.sum(1), 1)


def test_rows_chosen_as_hard_calibrate_nothing() -> None:
    from training.validate import calibrated

    found = np.random.default_rng(2).dirichlet(np.ones(len(LABELS)), len(FOLDS))
    hard = [replace(row, hard=n >= 80) for n, row in enumerate(rows())]
    otherwise = [replace(row, label=0) if row.hard else row for row in hard]
    assert np.array_equal(calibrated(hard, found, FOLDS), calibrated(otherwise, found, FOLDS))

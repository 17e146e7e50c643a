"""What a run of `training.train` learns from: rows, and how likely each label of each is."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from training import data, written
from training.readings import elsewhere, readings
from training.teach import read_all, worth_reading

SMOOTHING = 0.05
TEACHER_SHARE = 0.4


def hard_targets(rows: list[data.Row]) -> np.ndarray:
    """Return smoothed one-hot labels, (n, 6)."""
    targets = np.full((len(rows), 6), SMOOTHING / 6, np.float32)
    targets[range(len(rows)), [row.label for row in rows]] += 1 - SMOOTHING
    return targets


def training_rows(fold: int | None, real: bool) -> list[data.Row]:
    """Return train, written and our own rows, without one group of outlets and the late months if
    `fold` is given; with `real` those alone that outlets published, or that are written as hard.
    """
    rows = data.rows("train") + readings()
    if fold is None:
        rows += written.weak_spots()
    else:
        rows = [row for row in rows if data.fold(row) != fold and not data.is_late(row)]
    rows += written.of_hours() + written.borders()
    return rows if real else rows + data.rows("written") + written.written_here()


def taught(
    rows: list[data.Row], teachers: Sequence[Path], unread: Path | None
) -> tuple[list[data.Row], np.ndarray]:
    """Return rows and their targets, (n, 6), with what teachers read mixed in, and with the
    unlabelled rows that they read or, where `unread` is given, those of this file.
    """
    soft = read_all(teachers)
    targets = hard_targets(rows)
    for place, row in enumerate(rows):
        if (teacher := soft.get(data.key(row))) is not None:
            targets[place] = (1 - TEACHER_SHARE) * targets[place] + TEACHER_SHARE * teacher
    known = {data.key(row) for row in rows}
    added = read_all([unread]) if unread else soft
    among = (*data.rows("unlabelled"), *elsewhere()) if unread else worth_reading()
    more = {data.key(row): row for row in among}
    names = [name for name in more if name in added and name not in known]
    read = np.array([added[name] for name in names], np.float32).reshape(-1, 6)
    return rows + [more[name] for name in names], np.concatenate([targets, read])

"""What was read for training: each digest still names a headline, and none that is measured."""

from __future__ import annotations

from pathlib import Path

from training import data
from training.readings import MEASURED, READINGS, measured, readings


def test_every_reading_finds_its_headline(shared: Path) -> None:
    found = readings()
    assert len(found) == len(READINGS.read_text(encoding="utf-8").splitlines())
    assert {row.source for row in found} == {"unlabelled", "pairs", "feeds"}
    assert min(row.label for row in found) >= 0
    assert len(measured()) == len(MEASURED.read_text(encoding="utf-8").splitlines())


def test_nothing_that_is_measured_is_trained_on(shared: Path) -> None:
    read = {data.normalise(row.title) for row in readings()}
    kept = {data.normalise(row.title) for row in [*data.rows("dev"), *measured()]}
    assert len(kept) > 1_500
    assert not read & kept

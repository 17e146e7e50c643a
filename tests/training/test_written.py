"""What was written for training: whole, and no outlet's text."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from training import data, grouped, written


def test_a_story_of_a_written_hour_is_told_at_least_twice() -> None:
    hours = written.hours()
    assert hours
    for hour in hours:
        told = Counter(story for _, story in hour if story != "-")
        assert min(told.values()) >= 2
        assert len({row.title for row, _ in hour}) == len(hour)


def test_no_written_headline_is_one_of_the_data(shared: Path) -> None:
    ours = {
        data.normalise(row.title)
        for row in [
            *written.written_here(),
            *written.borders(),
            *written.weak_spots(),
            *written.of_hours(),
        ]
    }
    published = {
        data.normalise(row.title)
        for name in ("train", "dev", "unlabelled", "written")
        for row in data.rows(name)
    }
    published |= {
        data.normalise(entry["title"]) for window in grouped.story_windows() for entry in window
    }
    assert len(ours) > 17_000
    assert not ours & published

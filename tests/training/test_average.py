"""Means of weights, with and without layers that serve stories alone."""

from __future__ import annotations

import pytest

torch = pytest.importorskip("torch")


def test_layers_for_stories_are_kept_from_the_runs_that_learnt_them() -> None:
    from training.average import mean_weights

    plain = {"labels.weight": torch.tensor([0.0]), "story.weight": torch.tensor([9.0])}
    branched = {
        "labels.weight": torch.tensor([4.0]),
        "story.weight": torch.tensor([1.0]),
        "story_layers.0.bias": torch.tensor([2.0]),
    }
    mean = mean_weights([plain, branched, plain], [1.0, 2.0, 1.0])
    assert {name: float(value) for name, value in mean.items()} == {
        "labels.weight": 2.0,
        "story.weight": 1.0,
        "story_layers.0.bias": 2.0,
    }


def test_without_such_layers_every_weight_counts() -> None:
    from training.average import mean_weights

    parts = [{"story.weight": torch.tensor([v])} for v in (1.0, 5.0)]
    assert float(mean_weights(parts, [3.0, 1.0])["story.weight"]) == pytest.approx(2.0)

"""The story that the project began from: two presidents begin a video call amid fears of war."""

from __future__ import annotations

import pytest

from demo.newsroom import Newsroom, read_newsrooms
from monitor.scoring.builtin import BuiltinClassifier, load_builtin
from monitor.scoring.classifier import Headline


@pytest.fixture(scope="module")
def classifier() -> BuiltinClassifier:
    """Return the built-in classifier."""
    return load_builtin()


@pytest.mark.parametrize("room", read_newsrooms(), ids=lambda room: room.feed)
def test_it_scores_high_in_every_language(classifier: BuiltinClassifier, room: Newsroom) -> None:
    (score,) = classifier.score([Headline(room.call.title, room.call.summary, room.language)])
    assert score.score >= 0.7
    assert score.severity >= 1

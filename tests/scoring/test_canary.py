"""The canary's wording passes the canary's watch by far, in the built-in classifier's eyes."""

from __future__ import annotations

from monitor.alerts import canary
from monitor.scoring.builtin import BuiltinClassifier
from monitor.scoring.classifier import Headline
from tests.support.examples import NOW


def test_a_canary_is_an_escalation(builtin: BuiltinClassifier) -> None:
    entry = canary.entry_at(NOW)
    (score,) = builtin.score([Headline(entry.title, entry.summary, entry.language)])
    assert score.score > 2 * canary.MINIMUM_SCORE

"""An alert is raised once for a story, and every silence has its reason."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from monitor.alerts.policy import Facts, Raised, Rung, decide
from monitor.domain import Suppression
from tests.support.examples import NOW, a_scored_entry, an_alert

FRESH = Facts(watch="talks", refusal=None, held_back=None, story_id=1, earlier=())
CLIMBED = Rung("rung:two-outlets", "a second, independent outlet reports it")


def test_the_first_report_of_a_story_is_raised() -> None:
    raised = decide(a_scored_entry(), FRESH, NOW)
    assert isinstance(raised, Raised)
    assert raised.alert == an_alert()


def test_a_repeated_report_is_silent_and_says_since_when_it_is_known() -> None:
    decided = decide(a_scored_entry(), replace(FRESH, earlier=(an_alert(),)), NOW)
    assert isinstance(decided, Suppression)
    assert decided.reason.startswith("story 1 was alerted at 2021-12-07 15:30 UTC")


def test_a_story_that_climbed_is_told_as_an_update() -> None:
    decided = decide(a_scored_entry(), replace(FRESH, earlier=(an_alert(),), climbed=CLIMBED), NOW)
    assert isinstance(decided, Raised)
    assert (decided.alert.kind, decided.rung) == ("update", CLIMBED.name)
    assert decided.alert.reason == CLIMBED.reason


def test_a_limit_of_the_watch_is_the_reason_for_silence() -> None:
    decided = decide(a_scored_entry(), replace(FRESH, refusal="score 0.20 is below 0.60"), NOW)
    assert decided == Suppression("talks", 1, "score 0.20 is below 0.60")


@given(
    refusal=st.none() | st.just("below"),
    climbed=st.none() | st.just(CLIMBED),
    known=st.booleans(),
)
def test_what_is_held_back_never_alerts(
    refusal: str | None, climbed: Rung | None, known: bool
) -> None:
    facts = Facts("talks", refusal, "too old", 1, (an_alert(),) if known else (), climbed)
    assert decide(a_scored_entry(), facts, NOW) == Suppression("talks", 1, "too old")


@given(refusal=st.none() | st.just("below"), known=st.booleans())
def test_without_a_climb_a_story_alerts_at_most_once(refusal: str | None, known: bool) -> None:
    facts = Facts("talks", refusal, None, 1, (an_alert(),) if known else ())
    raised = isinstance(decide(a_scored_entry(), facts, NOW), Raised)
    assert raised == (refusal is None and not known)

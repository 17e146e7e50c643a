"""What a story has to tell by several watches is decided as one, and told in one message."""

from __future__ import annotations

from dataclasses import replace
from datetime import time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.alerts.compose import together
from monitor.alerts.dispatch import Circumstances, Event, Verdict, covering, decide
from monitor.alerts.muting import mute_over
from monitor.domain import AlertKind, Message, Subscriber, TermHit
from monitor.timing import Cap, Cooldown, Heard, Mute, QuietHours, Timing, Told
from tests.alerts.strategies import moments, timings, told_before
from tests.support.examples import NOW, a_message

EVENING = QuietHours(time(15), time(7), except_severity=4)


def one(watch: str, severity: int = 2, kind: AlertKind = "raise", alert_id: int = 1) -> Message:
    message = replace(a_message(alert_id), watch=watch, severity=severity, kind=kind)
    return replace(message, keywords=(TermHit(watch, watch, 0, len(watch)),))


def decided(
    *messages: Message, timing: Timing | None = None, known: Circumstances | None = None
) -> tuple[Verdict, ...]:
    desk = Subscriber("desk", (), timing=timing or Timing())
    event = Event(1, messages)
    return decide(event, desk, known or Circumstances((), ()), NOW)


def mute(watch: str, hours: int | None = None) -> Mute:
    return Mute(None, watch, "", NOW + timedelta(hours=hours) if hours else None, "ann", NOW)


def told(watch: str, severity: int = 2, story: int = 9) -> Told:
    return Told(50, story, watch, severity, NOW - timedelta(minutes=5), True)


def test_a_mute_of_one_watch_leaves_the_other_watchs_reason_to_tell() -> None:
    known = Circumstances((), (mute("talks"),))
    muted, open_one = decided(one("talks"), one("strait"), known=known)
    assert (muted.decision, open_one.decision) == ("muted", "told")


def test_the_gravest_alert_of_an_event_opens_quiet_hours_and_caps_for_all_of_it() -> None:
    for timing in (Timing(quiet_hours=(EVENING,)), Timing(cap=Cap(1, timedelta(hours=1)))):
        known = Circumstances((told("other"),), ())
        mild = decided(one("talks"), one("strait"), timing=timing, known=known)
        assert {verdict.decision for verdict in mild} <= {"quiet", "cap"}
        grave = decided(one("talks"), one("strait", 4), timing=timing, known=known)
        assert {verdict.decision for verdict in grave} == {"told"}


def test_a_watchs_cooldown_waits_only_where_every_watch_of_the_event_cools() -> None:
    timing = Timing(cooldown=Cooldown(watch=timedelta(minutes=30)))
    for before, decision in (
        ([told("talks")], "told"),
        ([told("talks"), told("strait")], "cooldown"),
        ([told("talks"), told("strait", severity=1)], "told"),
    ):
        known = Circumstances(before, ())
        verdicts = decided(one("talks"), one("strait"), timing=timing, known=known)
        assert {verdict.decision for verdict in verdicts} == {decision}


def test_of_a_story_that_was_told_as_grave_another_watch_is_nothing_new() -> None:
    heard = [Heard(3, 1), Heard(4, 2), Heard(5, 1)]
    (verdict,) = decided(one("strait"), known=Circumstances((), (), None, heard))
    assert (verdict.decision, verdict.covered_by, verdict.release_at) == ("covered", 4, None)
    assert verdict.reason == "alert 4 of the same story told it"


@pytest.mark.parametrize(
    "message", [one("strait", 3), one("strait", kind="update"), one("strait", kind="rise")]
)
def test_what_is_graver_an_update_or_a_rise_is_new(message: Message) -> None:
    assert covering([message], [Heard(4, 2)]) is None
    assert covering([one("talks"), message], [Heard(4, 2)]) is None


@given(st.data(), timings(), moments(), st.lists(st.integers(0, 4), min_size=1, max_size=3))
def test_what_is_left_of_an_event_has_one_verdict_and_no_lower_cooldown_holds_it(
    data: st.DataObject, timing: Timing, now: object, severities: list[int]
) -> None:
    messages = tuple(
        one(watch, severity, alert_id=number)
        for number, (watch, severity) in enumerate(
            zip(("talks", "strait", "border"), severities, strict=False)
        )
    )
    before = data.draw(told_before(NOW))
    known = Circumstances([item for item in before if item.severity < max(severities)], ())
    verdicts = decided(*messages, timing=timing, known=known)
    assert len(set(verdicts)) == 1
    assert verdicts[0].decision != "cooldown"


def test_a_message_of_several_watches_is_muted_until_the_first_of_their_mutes_ends() -> None:
    both = [mute("talks", 1), mute("strait", 3), mute("talks", 2)]
    found = mute_over(both, "desk", 1, ["talks", "strait"], NOW)
    assert found is not None
    assert (found.watch, found.until) == ("talks", NOW + timedelta(hours=2))
    assert mute_over(both[:1], "desk", 1, ["talks", "strait"], NOW) is None


def test_together_leads_with_the_gravest_and_names_all_watches() -> None:
    mild, grave = one("talks", alert_id=1), one("strait", 3, alert_id=2)
    both = together([mild, grave])
    assert (both.alert_id, both.severity, both.watches) == (2, 3, ("strait", "talks"))
    assert [hit.term for hit in both.keywords] == ["strait", "talks"]
    elsewhere = together([replace(mild, headline="Another entry"), grave])
    assert [hit.term for hit in elsewhere.keywords] == ["strait"]
    assert together([mild]) == mild

"""What an alert comes to: held with a reason and a release, or told, and never against a wish."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from monitor.alerts import dispatch
from monitor.alerts.caps import is_over, used
from monitor.alerts.cooldown import cooling
from monitor.alerts.dispatch import Circumstances, Event, Verdict, digest_after
from monitor.alerts.quiet import quiet_until
from monitor.domain import Message, Subscriber
from monitor.timing import (
    Cap,
    Cooldown,
    DigestTimes,
    Mute,
    QuietHours,
    Timing,
    Told,
    quiet_for_all_week,
)
from tests.alerts.strategies import messages, moments, timings, told_before
from tests.support.examples import NOW, a_message

NIGHT = QuietHours(time(22), time(7))
FORCE = replace(a_message(9), severity=4)
WORDS = replace(a_message(8), severity=2)
NOTHING = Circumstances((), ())


def subscriber(timing: Timing) -> Subscriber:
    return Subscriber("desk", (), timing=timing)


def decide(
    message: Message, subscriber: Subscriber, known: Circumstances, now: datetime
) -> Verdict:
    (verdict,) = dispatch.decide(Event(message.story_id, (message,)), subscriber, known, now)
    return verdict


def told(severity: int, minutes_ago: int = 5, story: int = 1) -> Told:
    at = NOW - timedelta(minutes=minutes_ago)
    return Told(1, story, "talks", severity, at, True)


@given(st.data(), timings(), messages(), moments())
def test_what_is_held_has_a_reason_and_is_released_later_and_when_it_is_not_quiet(
    data: st.DataObject, timing: Timing, message: Message, now: datetime
) -> None:
    assume(not quiet_for_all_week(timing.quiet_hours))
    known = Circumstances(data.draw(told_before(now)), ())
    verdict = decide(message, subscriber(timing), known, now)
    zone = ZoneInfo(timing.zone)
    assert verdict.reason
    if verdict.decision == "told":
        assert verdict.release_at is None
        assert quiet_until(timing.quiet_hours, message.severity, now, zone) is None
    else:
        assert verdict.release_at is not None
        assert verdict.release_at > now
        severity = 0 if verdict.decision in ("digest", "cap") else message.severity
        assert quiet_until(timing.quiet_hours, severity, verdict.release_at, zone) is None


@given(st.data(), timings(), messages(), moments())
def test_a_higher_severity_is_never_held_back_by_the_cooldown_of_a_lower_one(
    data: st.DataObject, timing: Timing, message: Message, now: datetime
) -> None:
    before = data.draw(told_before(now))
    lower = [one for one in before if one.severity < message.severity]
    verdict = decide(message, subscriber(timing), Circumstances(lower, ()), now)
    assert verdict.decision != "cooldown"
    alone = decide(message, subscriber(timing), NOTHING, now)
    if verdict.decision == "quiet":
        assert verdict.release_at == alone.release_at


@given(st.data(), messages(), moments())
def test_no_stretch_of_the_caps_length_has_more_than_it_allows(
    data: st.DataObject, message: Message, now: datetime
) -> None:
    cap = Cap(data.draw(st.integers(1, 3)), timedelta(hours=1), except_severity=5)
    before = data.draw(told_before(now))
    alone = [one for one in before if one.single and one.at > now - cap.per]
    assert used(cap, before, now) == len(alone)
    assert is_over(cap, message.severity, before, now) == (len(alone) >= cap.alerts)
    assert not is_over(cap, message.severity, before, now + cap.per)
    assert not is_over(
        replace(cap, except_severity=message.severity), message.severity, before, now
    )


@pytest.mark.parametrize(
    ("timing", "message", "known", "decision", "release"),
    [
        (Timing(), WORDS, NOTHING, "told", None),
        (Timing(quiet_hours=(NIGHT,)), WORDS, NOTHING, "told", None),
        (Timing(quiet_hours=(QuietHours(time(15), time(7)),)), WORDS, NOTHING, "quiet", "08T07:00"),
        (Timing(quiet_hours=(QuietHours(time(15), time(7)),)), FORCE, NOTHING, "told", None),
        (
            Timing(digest_only=True, digest=DigestTimes((time(7), time(19)))),
            FORCE,
            NOTHING,
            "digest",
            "07T19:00",
        ),
        (
            Timing(digest_only=True, digest=DigestTimes((time(7),), except_severity=4)),
            FORCE,
            NOTHING,
            "told",
            None,
        ),
        (
            Timing(digest_only=True, digest=DigestTimes((time(23),)), quiet_hours=(NIGHT,)),
            WORDS,
            NOTHING,
            "digest",
            "08T07:00",
        ),
        (
            Timing(cooldown=Cooldown(story=timedelta(minutes=30))),
            WORDS,
            Circumstances((told(2),), ()),
            "cooldown",
            "07T15:55",
        ),
        (
            Timing(cooldown=Cooldown(story=timedelta(minutes=30))),
            FORCE,
            Circumstances((told(3),), ()),
            "told",
            None,
        ),
        (
            Timing(cooldown=Cooldown(watch=timedelta(hours=8)), quiet_hours=(NIGHT,)),
            WORDS,
            Circumstances((told(2, story=5),), ()),
            "cooldown",
            "08T07:00",
        ),
        (
            Timing(cap=Cap(2, timedelta(hours=1))),
            WORDS,
            Circumstances((told(2, 50), told(2, 20)), ()),
            "cap",
            "07T16:30",
        ),
        (
            Timing(cap=Cap(2, timedelta(hours=1)), digest=DigestTimes((time(19),))),
            WORDS,
            Circumstances((told(2, 50), told(2, 20)), ()),
            "cap",
            "07T19:00",
        ),
        (
            Timing(cap=Cap(2, timedelta(hours=1))),
            WORDS,
            Circumstances((told(2, 50), told(2, 20)), (), NOW + timedelta(minutes=3)),
            "cap",
            "07T15:33",
        ),
        (
            Timing(cap=Cap(1, timedelta(hours=1))),
            FORCE,
            Circumstances((told(2), told(4)), ()),
            "told",
            None,
        ),
    ],
)
def test_what_each_wish_does(
    timing: Timing, message: Message, known: Circumstances, decision: str, release: str | None
) -> None:
    verdict = decide(message, subscriber(timing), known, NOW)
    assert verdict.decision == decision
    assert (f"{verdict.release_at:%dT%H:%M}" if verdict.release_at else None) == release


def mute(story: int | None = None, watch: str = "", who: str = "", hours: int = 0) -> Mute:
    until = NOW + timedelta(hours=hours) if hours else None
    return Mute(story, watch, who, until, "ann", NOW)


def test_what_is_muted_for_good_is_not_told_and_for_a_while_is_told_after_it() -> None:
    desk = subscriber(Timing())
    for_good = decide(WORDS, desk, Circumstances((), (mute(story=1),)), NOW)
    assert (for_good.decision, for_good.release_at) == ("muted", None)
    assert for_good.reason == "story 1 was muted by ann for good"
    a_while = decide(WORDS, desk, Circumstances((), (mute(watch="talks", hours=2),)), NOW)
    assert a_while.release_at == NOW + timedelta(hours=2)
    assert "watch talks was muted by ann until 2021-12-07 17:30 UTC" in a_while.reason
    both = Circumstances((), (mute(story=1), mute(watch="talks", hours=2)))
    assert decide(WORDS, desk, both, NOW).release_at is None


@pytest.mark.parametrize(
    "other", [mute(story=2), mute(watch="strait"), mute(story=1, who="analyst")]
)
def test_a_mute_covers_its_story_or_watch_and_its_subscriber_only(other: Mute) -> None:
    assert decide(WORDS, subscriber(Timing()), Circumstances((), (other,)), NOW).decision == "told"


def test_a_mute_that_has_ended_mutes_nothing() -> None:
    ended = replace(mute(story=1, hours=1), until=NOW)
    assert decide(WORDS, subscriber(Timing()), Circumstances((), (ended,)), NOW).decision == "told"


def test_a_clock_that_was_set_back_lengthens_no_cooldown() -> None:
    ahead = replace(told(4), at=NOW + timedelta(days=1))
    wait = cooling(Cooldown(story=timedelta(minutes=30)), 1, ["talks"], 2, [ahead], NOW)
    assert wait is not None
    assert wait.until == NOW + timedelta(minutes=30)


def test_without_a_digest_none_is_due() -> None:
    assert digest_after(Timing(), datetime(2021, 1, 1, tzinfo=UTC)) is None

"""Digests come at their local times, once each, and put first what is most severe."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, time
from itertools import pairwise
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from monitor.alerts.digests import grouped, next_digest, title_of
from monitor.alerts.localtime import moment_of
from monitor.domain import Message
from monitor.timing import DigestTimes
from tests.alerts.strategies import digest_times, messages, moments, times, zones
from tests.support.examples import a_message

KYIV = ZoneInfo("Europe/Kyiv")
MORNING = DigestTimes((time(7),))


@given(digest_times(), moments(), zones())
def test_the_next_digest_is_later_and_none_is_between(
    digest: DigestTimes, now: datetime, zone: ZoneInfo
) -> None:
    following = next_digest(digest, now, zone)
    assert following > now
    middle = now + (following - now) / 2
    assert next_digest(digest, middle, zone) == following


@given(moments(), times(), zones())
def test_a_time_of_day_is_shown_by_the_clock_or_jumped_over(
    now: datetime, at: time, zone: ZoneInfo
) -> None:
    day = now.astimezone(zone).date()
    first = moment_of(day, at, zone)
    last = moment_of(day, at, zone, last=True)
    assert first <= last
    shown = first.astimezone(zone).replace(tzinfo=None)
    assert shown >= datetime.combine(day, at)
    if shown == datetime.combine(day, at):
        assert last.astimezone(zone).replace(tzinfo=None) == shown
    else:
        just_before = datetime.fromtimestamp(first.timestamp() - 1, UTC).astimezone(zone)
        assert just_before.replace(tzinfo=None) < datetime.combine(day, at)


def test_a_daily_digest_comes_once_a_day_through_both_changes_of_the_clock() -> None:
    for start in (datetime(2021, 3, 26, tzinfo=UTC), datetime(2021, 10, 29, tzinfo=UTC)):
        moments = [start]
        for _ in range(4):
            moments.append(next_digest(DigestTimes((time(3, 30),)), moments[-1], KYIV))
        days = [moment.astimezone(KYIV).date() for moment in moments[1:]]
        assert all((later - earlier).days == 1 for earlier, later in pairwise(days))


def test_a_digest_is_at_seven_local_time_in_summer_and_winter() -> None:
    for month, hour in ((7, 4), (12, 5)):
        assert next_digest(MORNING, datetime(2021, month, 1, tzinfo=UTC), KYIV) == datetime(
            2021, month, 1, hour, tzinfo=UTC
        )


@given(st.lists(messages(), max_size=12, unique_by=lambda message: message.alert_id))
def test_nothing_is_left_out_and_the_most_severe_stands_first(told: list[Message]) -> None:
    groups = grouped(told, {})
    laid_out = [message for group in groups for message in group.messages]
    assert sorted(message.alert_id for message in laid_out) == sorted(
        message.alert_id for message in told
    )
    heights = [max(message.severity for message in group.messages) for group in groups]
    assert heights == sorted(heights, reverse=True)
    for group in groups:
        assert {message.watch for message in group.messages} == {group.watch}
        stories = [message.story_id for message in group.messages]
        assert len([one for one, other in pairwise(stories) if one != other]) < len(
            set(stories)
        ) + (not stories)
        assert max(message.severity for message in group.messages) == max(
            message.severity for message in group.messages if message.story_id == stories[0]
        )


def test_a_story_is_told_in_the_order_of_its_alerts() -> None:
    early, late = replace(a_message(1), severity=4), replace(a_message(2), severity=2)
    ((group),) = grouped([late, early], {"talks": (1.0, 2.0)})
    assert group.messages == (early, late)
    assert group.index == (1.0, 2.0)


def test_a_digest_is_named_by_its_hour_or_by_why_it_waited() -> None:
    slot = datetime(2021, 12, 8, 5, 0, tzinfo=UTC)
    assert title_of(slot, ["cap", "digest"], KYIV) == "07:00 digest"
    assert title_of(None, ["quiet", "quiet"], KYIV) == "What waited through quiet hours"
    assert title_of(None, ["quiet", "cap"], KYIV) == "What waited"

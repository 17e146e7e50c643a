"""Intensity, what is usual, and what is not."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.stories.index import Bucket, Observation, rise, series
from monitor.stories.silence import silence
from tests.stories.support import START

HOUR = timedelta(hours=1)


def seen(story, hours=0.0, severity=4, direction="up", rung=3):
    return Observation(story, START + hours * HOUR, severity, direction, rung)


def test_a_story_counts_once_an_hour_at_its_height():
    (bucket,) = series([seen(1, severity=2), seen(1, 0.5, severity=4)], START, START + HOUR)
    assert bucket == Bucket(START, up=6.0, down=0.0, stories=1)


def test_cooperation_is_summed_apart_and_context_not_at_all():
    observations = [seen(1, severity=1, direction="down"), seen(2, severity=0, direction=None)]
    (bucket,) = series(observations, START, START + HOUR)
    assert (bucket.up, bucket.down, bucket.stories) == (0.0, 1.0, 1)


def test_a_single_outlet_counts_half():
    (bucket,) = series([seen(1, rung=1)], START, START + HOUR)
    assert bucket.up == pytest.approx(3.0)


def test_empty_hours_and_days_are_listed():
    assert len(series([], START, START + 24 * HOUR)) == 24
    assert len(series([], START, START + timedelta(days=3), "day")) == 4


def quiet(weeks=8, level=1.0):
    hours = weeks * 7 * 24
    return [Bucket(START - n * HOUR, level + (n % 3) * 0.2, 0.0, 1) for n in range(hours, 0, -1)]


def test_an_unusual_rise_is_seen_and_explained():
    found = rise(quiet(), Bucket(START, 30.0, 0.0, 6))
    assert found.unusual
    assert found.baseline.scope == "weekday"
    assert "usually" in found.reason


def test_the_usual_is_not_unusual():
    assert not rise(quiet(), Bucket(START, 1.4, 0.0, 1)).unusual


def test_little_history_says_so():
    found = rise(quiet()[-30:], Bucket(START, 30.0, 0.0, 6))
    assert not found.unusual
    assert "too little history" in found.reason


def test_a_rise_from_nothing_to_little_is_not_unusual():
    assert not rise(quiet(level=0.0), Bucket(START, 2.0, 0.0, 1)).unusual


@given(st.permutations([seen(n, n / 3, severity=1 + n % 4, rung=1 + n % 5) for n in range(6)]))
def test_the_order_of_observations_does_not_matter(observations):
    straight = series(sorted(observations, key=lambda o: o.time), START, START + 4 * HOUR)
    assert series(observations, START, START + 4 * HOUR) == straight


def published(days=28, every=1):
    return [START - n * HOUR for n in range(0, days * 24, every)]


def test_a_long_silence_of_a_busy_outlet_is_unusual():
    found = silence(published(), START + 36 * HOUR)
    assert found.unusual
    assert found.chance < 1e-4
    assert "silent for 36.0 hours" in found.reason


def test_a_night_in_which_an_outlet_always_sleeps_is_not_unusual():
    by_day = [time for time in published() if 8 <= time.hour < 20]
    last = max(by_day)
    assert not silence(by_day, last + 11 * HOUR).unusual


def test_a_new_outlet_is_not_judged():
    assert not silence(published(days=3), START + 100 * HOUR).unusual
    assert silence([], START).since is None

"""Rounds come once a minute, and at once when the clock jumps."""

from __future__ import annotations

from datetime import timedelta

from monitor.app.upkeep import ClockWatch
from tests.support.examples import NOW

SECOND = timedelta(seconds=1)


def test_a_clock_that_keeps_time_has_not_moved() -> None:
    watch = ClockWatch(NOW, 100.0)
    assert watch.moved(NOW + 60 * SECOND, 160.0) == timedelta()


def test_a_jump_is_seen_once_with_its_direction() -> None:
    watch = ClockWatch(NOW, 100.0)
    assert watch.moved(NOW - 3540 * SECOND, 160.0) == timedelta(hours=-1)
    assert watch.moved(NOW - 3535 * SECOND, 165.0) == timedelta()
    assert watch.moved(NOW + 3600 * SECOND, 200.0) == timedelta(seconds=7100)

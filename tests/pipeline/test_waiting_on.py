"""What waits goes on waiting, or does not, where the reason for it changes meanwhile."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, time, timedelta

import pytest
from sqlalchemy.exc import OperationalError
from structlog.testing import capture_logs

from monitor.delivery.wording import nothing_to_tell
from monitor.domain import Address, Digest, Subscriber
from monitor.pipeline import release, respond
from monitor.pipeline.audience import Audience
from monitor.pipeline.hush import hushed_until
from monitor.pipeline.release import release_now
from monitor.store import deliveries
from monitor.store.engine import Store
from monitor.timing import Cap, Cooldown, DigestTimes, QuietHours, Timing
from tests.support.duty import DOMAIN, Duty
from tests.support.examples import NOW

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
DESK = Subscriber("desk", (Address("email", "email:1"),))
EVENING = replace(
    DESK, timing=Timing(digest_only=True, digest=DigestTimes((time(19),)), zone="Europe/Kyiv")
)


def mute(duty: Duty, until: datetime) -> None:
    with duty.store.write() as connection:
        respond.mute_story(connection, 1, None, until, "ann", duty.now)


def test_cooldowns_that_end_all_the_hour_are_no_way_around_the_cap(store: Store) -> None:
    wishes = Timing(cap=Cap(2, HOUR), cooldown=Cooldown(story=5 * MINUTE))
    duty = Duty(store, replace(DESK, timing=wishes), now=NOW)
    raised = []
    for minute in range(60):
        duty.pass_time(NOW + minute * MINUTE)
        raised += [duty.raise_alert(1)] if minute % 10 in (0, 1) else []
    single = [one for one in duty.owed() if not isinstance(one.message, Digest)]
    assert (len(single), len(duty.owed())) == (2, 2)
    assert duty.routing(raised[-1]).reason.endswith("told in the digest of 2021-12-07 16:40 UTC")
    duty.pass_time(NOW + 70 * MINUTE)
    assert duty.told()[2:] == [raised[2:]]


def test_a_digest_of_the_cap_takes_along_what_ends_its_cooldown_then(sqlite_store: Store) -> None:
    wishes = Timing(cap=Cap(1, HOUR), cooldown=Cooldown(story=HOUR))
    duty = Duty(sqlite_store, replace(DESK, timing=wishes), now=NOW)
    first, cooling = duty.raise_alert(1), duty.raise_alert(1)
    over = duty.raise_alert(2)
    duty.pass_time(NOW + HOUR / 2)
    force = duty.raise_alert(3, severity=4)
    duty.pass_time(NOW + HOUR)
    assert duty.told()[:2] == [first, force]
    assert [sorted(digest) for digest in duty.told()[2:]] == [[cooling, over]]  # type: ignore[call-overload]


def test_force_goes_over_the_cap_after_its_cooldown_too(sqlite_store: Store) -> None:
    wishes = Timing(cap=Cap(1, HOUR), cooldown=Cooldown(story=5 * MINUTE))
    duty = Duty(sqlite_store, replace(DESK, timing=wishes), now=NOW)
    first, second = duty.raise_alert(severity=4), duty.raise_alert(severity=4)
    duty.pass_time(NOW + 5 * MINUTE)
    assert duty.told()[0] == first
    assert duty.routing(second).state == "told"


def test_who_is_left_out_of_the_file_for_a_moment_loses_nothing(store: Store) -> None:
    duty = Duty(store, EVENING, now=NOW)
    duty.pass_time(NOW)
    alert = duty.raise_alert()
    duty.audience = Audience((), DOMAIN)
    duty.pass_time(NOW + MINUTE)
    duty.audience = Audience((EVENING,), DOMAIN)
    duty.pass_time(NOW + 2 * MINUTE)
    duty.pass_time(NOW + 12 * HOUR)
    assert duty.told() == [[alert]]


def test_what_is_due_to_who_is_no_subscriber_any_more_is_noted(sqlite_store: Store) -> None:
    duty = Duty(sqlite_store, EVENING, now=NOW)
    duty.pass_time(NOW)
    alert = duty.raise_alert()
    duty.audience = Audience((), DOMAIN)
    duty.pass_time(NOW + MINUTE)
    assert duty.routing(alert).state == "waiting"
    with capture_logs() as logs:
        duty.pass_time(NOW + 12 * HOUR)
        duty.pass_time(NOW + 13 * HOUR)
    assert duty.routing(alert).state == "not_told"
    assert [(one["subscriber"], one["alerts"]) for one in logs] == [("desk", 1)]


def test_what_waited_for_a_longer_mute_waits_for_the_shorter_one_in_its_place(
    store: Store,
) -> None:
    duty = Duty(store, DESK, now=NOW)
    first = duty.raise_alert()
    mute(duty, NOW + 10 * HOUR)
    held = duty.raise_alert()
    mute(duty, NOW + HOUR)
    duty.pass_time(NOW + MINUTE)
    assert duty.told() == [first]
    assert duty.routing(held).release_at == NOW + HOUR
    duty.pass_time(NOW + HOUR)
    assert duty.told() == [first, held]


def test_what_waited_for_a_mute_is_not_told_once_that_is_for_good(sqlite_store: Store) -> None:
    duty = Duty(sqlite_store, DESK, now=NOW)
    duty.raise_alert()
    mute(duty, NOW + HOUR)
    held = duty.raise_alert()
    with sqlite_store.write() as connection:
        respond.mute_story(connection, 1, None, None, "ann", NOW)
    duty.pass_time(NOW + MINUTE)
    assert duty.routing(held).state == "not_told"


def test_a_digest_does_not_call_a_day_quiet_on_which_alerts_were_told(sqlite_store: Store) -> None:
    wish = DigestTimes((time(19),), all_quiet=True, except_severity=4)
    timing = Timing(digest_only=True, digest=wish)
    duty = Duty(sqlite_store, replace(DESK, timing=timing), now=NOW)
    duty.pass_time(NOW)
    duty.now += MINUTE
    duty.raise_alert(severity=4)
    for hours in (6, 30):
        duty.pass_time(NOW + hours * HOUR)
    _, evening, next_evening = (one.message for one in duty.owed())
    assert isinstance(evening, Digest)
    assert isinstance(next_evening, Digest)
    said = {one.apart: nothing_to_tell(one) for one in (evening, next_evening)}
    assert said == {
        1: "Nothing more: 1 alert was sent to you before.",
        0: "All quiet: nothing passed your watches.",
    }


def test_force_that_waited_for_its_cooldown_at_night_is_sent_at_night(sqlite_store: Store) -> None:
    night = QuietHours(time(0), time(23, 59))
    wishes = Timing(quiet_hours=(night,), cooldown=Cooldown(watch=5 * MINUTE))
    duty = Duty(sqlite_store, replace(DESK, timing=wishes), now=NOW)
    for story in (1, 2, 3):
        duty.raise_alert(story, severity=4)
    duty.pass_time(NOW + 5 * MINUTE)
    duty.raise_alert(4, severity=2)
    duty.raise_alert(5, severity=4)
    with sqlite_store.write() as connection:
        release_now(connection, duty.audience.subscribers[0], DOMAIN, duty.now)
        _, grave, mixed = deliveries.open_deliveries(connection)
    assert duty.told()[1:] == [[3, 2], [5, 4]]
    assert hushed_until(grave, {"desk": wishes}, duty.now) is None
    assert hushed_until(mixed, {"desk": wishes}, duty.now) is not None


def test_a_database_that_is_away_is_one_line_for_each_subscriber(
    sqlite_store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    duty = Duty(sqlite_store, EVENING, now=NOW)

    def fail(*_: object) -> None:
        raise OperationalError("UPDATE", {}, Exception("database or disk is full"))

    monkeypatch.setattr(release, "_release", fail)
    with capture_logs() as logs:
        duty.pass_time(NOW)
    (line,) = logs
    assert (line["event"], line["reason"]) == ("release failed", "database or disk is full")
    assert "exc_info" not in line

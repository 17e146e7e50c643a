"""A clock that is set back lengthens nothing that waits."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

import pytest

from monitor.domain import Address, Subscriber
from monitor.pipeline import respond
from monitor.store import mutes
from monitor.store.clock import follow_back
from monitor.store.engine import Store
from monitor.timing import Cooldown, DigestTimes, Escalation, QuietHours, Timing
from tests.support.duty import Duty
from tests.support.examples import NOW

MINUTE = timedelta(minutes=1)
TEN = 10 * MINUTE
ZONE = "Europe/Kyiv"
QUIET = QuietHours(time(17), time(7))
MORNING = datetime(2021, 12, 8, 5, 0, tzinfo=UTC)
"""When the quiet hours after NOW end."""
DESK = Subscriber("desk", (Address("email", "email:1"),))
OFFICER = Subscriber("officer", (Address("slack", "slack:1"),), escalations_only=True)


@pytest.mark.parametrize("back", [timedelta(hours=1), timedelta(days=400)])
def test_a_clock_set_back_holds_nothing_longer_than_meant(store: Store, back: timedelta) -> None:
    sleeper = replace(DESK, timing=Timing(zone=ZONE, quiet_hours=(QUIET,)))
    wish = Timing(zone=ZONE, digest_only=True, digest=DigestTimes((time(7),)))
    reader = Subscriber("reader", (Address("email", "email:2"),), timing=wish)
    duty = Duty(store, sleeper, reader, now=NOW + back)
    duty.pass_time(duty.now)
    asleep = duty.raise_alert(1, severity=2)
    told = duty.raise_alert(2, severity=4)
    with store.write() as connection:
        respond.mute_story(connection, 2, "desk", duty.now + 5 * MINUTE, "ann", duty.now)
        follow_back(connection, NOW)
    duty.pass_time(NOW)
    assert duty.told("desk") == [told]
    duty.pass_time(MORNING)
    assert duty.told("desk") == [told, asleep]
    assert duty.told("reader") == [[told, asleep]]
    with store.read() as connection:
        assert mutes.active_mutes(connection, NOW + 5 * MINUTE) == []


def test_a_clock_set_back_lengthens_no_contacts_turn_and_no_cooldown(store: Store) -> None:
    wish = Timing(
        cooldown=Cooldown(story=timedelta(minutes=30)), escalation=Escalation(("officer",), TEN)
    )
    duty = Duty(store, replace(DESK, timing=wish), OFFICER, now=NOW)
    duty.raise_alert(1, severity=4)
    cooled = duty.raise_alert(1, severity=4)
    assert duty.routing(cooled).decision == "cooldown"
    back = NOW - timedelta(hours=1)
    with store.write() as connection:
        follow_back(connection, back)
    duty.pass_time(back + TEN)
    assert len(duty.owed("officer")) == 1
    duty.pass_time(back + timedelta(minutes=30))
    assert duty.routing(cooled).state == "told"

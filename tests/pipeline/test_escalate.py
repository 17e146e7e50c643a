"""Armed force that nobody acknowledges goes on to the next contact, until somebody does."""

from __future__ import annotations

from dataclasses import replace
from datetime import time, timedelta

import pytest

from monitor.domain import Address, Message, Subscriber
from monitor.errors import MonitorError
from monitor.pipeline import respond
from monitor.pipeline.audience import Audience
from monitor.store import escalations
from monitor.store.disabled import disable_target
from monitor.store.engine import Store
from monitor.timing import Cap, Escalation, QuietHours, Timing
from tests.support.duty import DOMAIN, Duty
from tests.support.examples import NOW

TEN = timedelta(minutes=10)
DESK = Subscriber(
    "desk",
    (Address("email", "email:1"),),
    timing=Timing(escalation=Escalation(("officer", "ambassador"), TEN)),
)
ASLEEP = Timing(quiet_hours=(QuietHours(time(0), time(23, 59), except_severity=5),),
                cap=Cap(1, TEN, except_severity=5))  # fmt: skip
OFFICER = Subscriber("officer", (Address("slack", "slack:1"),), escalations_only=True)
AMBASSADOR = Subscriber("ambassador", (Address("email", "email:3"),), timing=ASLEEP)


def on_duty(store: Store) -> Duty:
    return Duty(store, DESK, OFFICER, AMBASSADOR, now=NOW)


def test_each_contact_is_told_in_time_and_why(sqlite_store: Store) -> None:
    duty = on_duty(sqlite_store)
    alert = duty.raise_alert(severity=4)
    (first,) = duty.owed()
    assert isinstance(first.message, Message)
    assert first.message.asks == (
        f"Acknowledge it by 15:40 UTC, or officer is told next (monitor ack {alert})."
    )
    duty.pass_time(NOW + TEN - timedelta(seconds=1))
    assert len(duty.owed()) == 1
    duty.pass_time(NOW + TEN)
    duty.pass_time(NOW + TEN)
    (paged,) = duty.owed("officer")
    assert isinstance(paged.message, Message)
    assert paged.message.escalated
    assert paged.message.reason == (
        "not acknowledged by desk within 10 minutes; first report of this story"
    )
    duty.pass_time(NOW + 2 * TEN)
    (last,) = duty.owed("ambassador")
    assert isinstance(last.message, Message)
    assert "not acknowledged by desk and officer within" in last.message.reason
    assert "nobody is told after you" in last.message.asks
    assert duty.routing(alert, "ambassador").state == "told"
    duty.pass_time(NOW + timedelta(days=1))
    assert len(duty.owed()) == 3
    with sqlite_store.read() as connection:
        steps = escalations.steps_of(connection, alert)
        (end,) = escalations.ends_of(connection, alert)
    assert [(step.contact, step.at) for step in steps] == [
        ("officer", NOW + TEN),
        ("ambassador", NOW + 2 * TEN),
    ]
    assert end.ended is not None
    assert "nobody acknowledged it" in end.ended


def test_what_is_less_severe_is_not_escalated(sqlite_store: Store) -> None:
    duty = on_duty(sqlite_store)
    duty.raise_alert(severity=3)
    duty.pass_time(NOW + TEN)
    assert duty.owed("officer") == []


def test_acknowledging_stops_it_for_all_alerts_of_the_story(store: Store) -> None:
    duty = on_duty(store)
    one, other = duty.raise_alert(severity=4), duty.raise_alert(severity=4, watch="strait")
    apart = duty.raise_alert(2, severity=4)
    with store.write() as connection:
        said = respond.acknowledge(connection, one, "ann", NOW + timedelta(minutes=5))
    assert said == (
        f"Alert {one} is acknowledged by ann, and so is alert {other} of the same story. "
        "officer and ambassador will not be told."
    )
    with store.write() as connection:
        again = respond.acknowledge(connection, one, "bob", NOW + TEN)
    assert again == f"Alert {one} was acknowledged by ann at 2021-12-07 15:35 UTC already."
    duty.pass_time(NOW + TEN)
    assert duty.told("officer") == [apart]
    later = duty.raise_alert(severity=4)
    duty.pass_time(NOW + 2 * TEN)
    assert duty.told("officer") == [apart, later]


def test_acknowledging_again_says_what_it_took_on_besides(sqlite_store: Store) -> None:
    duty = Duty(sqlite_store, DESK, OFFICER, now=NOW)
    first = duty.raise_alert(severity=4)
    with sqlite_store.write() as connection:
        respond.acknowledge(connection, first, "ann", NOW)
    second, third = duty.raise_alert(severity=4), duty.raise_alert(severity=4)
    with sqlite_store.write() as connection:
        again = respond.acknowledge(connection, first, "bob", NOW)
    assert f"already, and so are alerts {second}, {third} of the same story now." in again
    assert again.endswith(" officer and ambassador will not be told.")


def test_there_must_be_an_alert_or_a_story_to_answer_to(sqlite_store: Store) -> None:
    with sqlite_store.write() as connection:
        with pytest.raises(MonitorError, match="no alert 5"):
            respond.acknowledge(connection, 5, "ann", NOW)
        with pytest.raises(MonitorError, match="no story 5"):
            respond.mute_story(connection, 5, None, None, "ann", NOW)


def test_who_cannot_be_told_is_passed_over_with_a_reason(store: Store) -> None:
    duty = on_duty(store)
    muted = duty.raise_alert(1, severity=4)
    with store.write() as connection:
        respond.mute_story(connection, 1, "officer", None, "ann", NOW)
    duty.pass_time(NOW + TEN)
    with store.read() as connection:
        steps = escalations.steps_of(connection, muted)
    assert [(step.contact, step.refusal) for step in steps] == [
        ("officer", "story 1 was muted by ann for good"),
        ("ambassador", None),
    ]
    gone = duty.raise_alert(2, severity=4)
    with store.write() as connection:
        recipient = ("ambassador", "email", "email:3")
        disable_target(connection, recipient, "550", duty.now, "")
    duty.audience = Audience((DESK, AMBASSADOR), DOMAIN)
    duty.pass_time(duty.now + TEN)
    with store.read() as connection:
        steps = escalations.steps_of(connection, gone)
    assert [(step.contact, step.refusal) for step in steps] == [
        ("officer", "no subscriber of that name is configured any more"),
        ("ambassador", "all of its addresses are disabled"),
    ]


def test_two_chains_tell_a_contact_once(sqlite_store: Store) -> None:
    second = replace(DESK, name="second", addresses=(Address("email", "email:9"),))
    duty = Duty(sqlite_store, DESK, second, OFFICER, AMBASSADOR, now=NOW)
    alert = duty.raise_alert(severity=4)
    duty.pass_time(NOW + TEN)
    assert duty.told("officer") == [alert]
    assert duty.told("ambassador") == [alert]
    duty.pass_time(NOW + 2 * TEN)
    assert duty.told("ambassador") == [alert]
    with sqlite_store.read() as connection:
        passed_over = [step.refusal for step in escalations.steps_of(connection, alert)]
    assert "was told already, when desk did not acknowledge it" in passed_over


def test_a_subscriber_that_is_a_contact_too_is_asked_again(sqlite_store: Store) -> None:
    chief = replace(OFFICER, escalations_only=False)
    duty = Duty(sqlite_store, DESK, chief, now=NOW)
    alert = duty.raise_alert(severity=4)
    duty.pass_time(NOW + TEN)
    assert duty.told("officer") == [alert, alert]
    assert len({item.message_id for item in duty.owed("officer")}) == 2


def test_time_runs_from_when_an_alert_is_told(sqlite_store: Store) -> None:
    night = QuietHours(time(12), time(7), except_severity=5)
    patient = replace(DESK, timing=replace(DESK.timing, quiet_hours=(night,)))
    duty = Duty(sqlite_store, patient, OFFICER, now=NOW)
    alert = duty.raise_alert(severity=4)
    duty.pass_time(NOW + timedelta(hours=1))
    assert duty.owed() == []
    morning = NOW.replace(day=8, hour=7, minute=0)
    duty.pass_time(morning)
    duty.pass_time(morning + TEN)
    assert (duty.told("desk"), duty.told("officer")) == ([alert], [alert])

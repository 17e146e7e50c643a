"""One message tells a subscriber of a story, whatever watches it passes and however it waits."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

from monitor.domain import Address, Digest, Message, Subscriber
from monitor.pipeline import respond
from monitor.pipeline.told import follow
from monitor.store import alerts, escalations
from monitor.store.engine import Store
from monitor.timing import Cap, DigestTimes, Escalation, QuietHours, Timing
from tests.support.duty import Duty
from tests.support.examples import NOW

MINUTE = timedelta(minutes=1)
MORNING = datetime(2021, 12, 8, 7, 0, tzinfo=UTC)
QUIET = QuietHours(time(15), time(7))
DESK = Subscriber("desk", (Address("email", "email:1"), Address("slack", "slack:1")))


def with_timing(**wishes: object) -> Subscriber:
    return replace(DESK, timing=Timing(**wishes))  # type: ignore[arg-type]


def watches_of(duty: Duty) -> list[tuple[str, ...]]:
    """Return the watches that the messages to the desk by e-mail name."""
    owed = [item for item in duty.owed("desk") if item.channel == "email"]
    return [item.message.all_watches for item in owed if isinstance(item.message, Message)]


def test_what_waited_is_one_message_that_names_all_its_watches(store: Store) -> None:
    duty = Duty(store, with_timing(quiet_hours=(QUIET,)), now=NOW)
    first = duty.raise_alert(watch=["talks", "strait"])
    duty.pass_time(NOW + MINUTE)
    later = duty.raise_alert(watch="border")
    duty.pass_time(MORNING)
    assert watches_of(duty) == [("talks", "strait", "border")]
    assert {duty.routing(number).told_at for number in (first, later)} == {MORNING}
    with store.read() as connection:
        for stored in alerts.list_alerts(connection, 10):
            way = follow(connection, stored, (DESK,))
            assert [step.channel for step in way.told] == ["email", "slack"]


def test_a_watch_muted_meanwhile_drops_out_of_what_waited(sqlite_store: Store) -> None:
    duty = Duty(sqlite_store, with_timing(quiet_hours=(QUIET,)), now=NOW)
    duty.raise_alert(watch=["talks", "strait"])
    with sqlite_store.write() as connection:
        respond.mute_watch(connection, "talks", "desk", None, "ann", NOW)
    duty.pass_time(MORNING)
    assert watches_of(duty) == [("strait",)]


def test_what_waited_is_not_told_once_another_watch_told_the_story(sqlite_store: Store) -> None:
    duty = Duty(sqlite_store, DESK, now=NOW)
    with sqlite_store.write() as connection:
        respond.mute_watch(connection, "talks", "desk", NOW + 10 * MINUTE, "ann", NOW)
    muted = duty.raise_alert(watch=["talks", "strait"])
    duty.pass_time(NOW + 10 * MINUTE)
    assert watches_of(duty) == [("strait",)]
    routing = duty.routing(muted)
    assert (routing.decision, routing.state) == ("covered", "told")
    assert routing.reason.endswith("; then alert 2 of the same story told it")


def test_a_shared_message_counts_once_against_the_cap(sqlite_store: Store) -> None:
    duty = Duty(sqlite_store, with_timing(cap=Cap(2, timedelta(hours=1))), now=NOW)
    for story in (1, 2, 3):
        duty.now += MINUTE
        duty.raise_alert(story, watch=["talks", "strait"])
    assert len(watches_of(duty)) == 2
    assert duty.routing(5).decision == "cap"


def test_a_digest_shows_a_story_once_and_its_other_watches(sqlite_store: Store) -> None:
    wish = DigestTimes((time(19),))
    duty = Duty(sqlite_store, with_timing(digest_only=True, digest=wish), now=NOW)
    duty.pass_time(NOW)
    lead = duty.raise_alert(watch=["talks", "strait"])
    duty.pass_time(NOW + timedelta(hours=12))
    (digest,) = [item.message for item in duty.owed() if item.channel == "email"]
    assert isinstance(digest, Digest)
    assert [(group.watch, len(group.messages)) for group in digest.groups] == [("talks", 1)]
    assert digest.groups[0].messages[0].watches == ("talks", "strait")
    duty.now = NOW + timedelta(hours=13)
    covered = duty.raise_alert(watch="border")
    assert duty.routing(covered).decision == "covered"
    assert duty.routing(lead).digest_id is not None


def test_a_chain_begins_once_for_an_event_and_its_contact_hears_of_all(store: Store) -> None:
    officer = Subscriber("officer", (Address("slack", "slack:2"),), escalations_only=True)
    wish = Escalation(("officer",), 10 * MINUTE)
    duty = Duty(store, with_timing(escalation=wish), officer, now=NOW)
    lead = duty.raise_alert(severity=4, watch=["talks", "strait"])
    duty.pass_time(NOW + 10 * MINUTE)
    (told,) = duty.owed("officer")
    assert isinstance(told.message, Message)
    assert told.message.all_watches == ("talks", "strait")
    with store.read() as connection:
        assert len(escalations.ends_of(connection, lead)) == 1
        assert escalations.ends_of(connection, lead + 1) == []


def test_a_mute_of_one_watch_does_not_keep_a_contact_from_the_others(sqlite_store: Store) -> None:
    officer = Subscriber("officer", (Address("slack", "slack:2"),), escalations_only=True)
    wish = Escalation(("officer",), 10 * MINUTE)
    duty = Duty(sqlite_store, with_timing(escalation=wish), officer, now=NOW)
    duty.raise_alert(severity=4, watch=["talks", "strait"])
    with sqlite_store.write() as connection:
        respond.mute_watch(connection, "talks", "officer", None, "ann", NOW)
    duty.pass_time(NOW + 10 * MINUTE)
    assert len(duty.owed("officer")) == 1

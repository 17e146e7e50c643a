"""What waits is told when its time comes, once, in words that say why it waited."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

import pytest

from monitor.domain import Address, Digest, Message, Subscriber
from monitor.pipeline import release, respond
from monitor.pipeline.audience import Audience
from monitor.store import deliveries, mutes, stories
from monitor.store.engine import Store
from monitor.timing import Cap, Cooldown, DigestTimes, Escalation, QuietHours, Timing
from tests.support.duty import DOMAIN, Duty
from tests.support.examples import NOW

MINUTE = timedelta(minutes=1)
MORNING = datetime(2021, 12, 8, 5, 0, tzinfo=UTC)
DESK = Subscriber("desk", (Address("email", "email:1"),))
QUIET = QuietHours(time(17), time(7))
ZONE = "Europe/Kyiv"


def with_timing(**wishes: object) -> Subscriber:
    return replace(DESK, timing=Timing(zone=ZONE, **wishes))  # type: ignore[arg-type]


def test_the_only_alert_of_a_night_is_told_in_the_morning_by_itself(sqlite_store: Store) -> None:
    duty = Duty(sqlite_store, with_timing(quiet_hours=(QUIET,)), now=NOW)
    alert = duty.raise_alert()
    held = duty.routing(alert)
    assert (held.decision, held.state, held.release_at) == ("quiet", "waiting", MORNING)
    duty.pass_time(MORNING - MINUTE)
    assert duty.owed() == []
    duty.pass_time(MORNING)
    duty.pass_time(MORNING)
    (owed,) = duty.owed()
    assert isinstance(owed.message, Message)
    assert owed.message.reason == (
        "first report of this story; delivered late: quiet hours until 2021-12-08 07:00 Europe/Kyiv"
    )
    assert duty.routing(alert).told_at == MORNING


def test_several_alerts_of_a_night_come_in_one_digest(store: Store) -> None:
    duty = Duty(store, with_timing(quiet_hours=(QUIET,)), now=NOW)
    mild, harsh = duty.raise_alert(1, severity=2), duty.raise_alert(2, severity=3)
    force = duty.raise_alert(3, severity=4)
    assert duty.told() == [force]
    duty.pass_time(MORNING)
    assert duty.told() == [force, [harsh, mild]]
    digest = duty.owed()[-1].message
    assert isinstance(digest, Digest)
    assert digest.title == "What waited through quiet hours"
    assert (digest.since, digest.until) == (NOW, MORNING)
    assert duty.routing(mild).digest_id == duty.routing(harsh).digest_id is not None


def test_a_digest_that_was_given_up_has_told_nobody(store: Store) -> None:
    duty = Duty(store, with_timing(quiet_hours=(QUIET,)), now=NOW)
    duty.raise_alert(1, severity=2)
    duty.raise_alert(2, severity=2)
    duty.pass_time(MORNING)
    with store.write() as connection:
        deliveries.record_dead(connection, duty.owed()[-1].delivery_id, MORNING, "552 too big")
    again = duty.raise_alert(1, severity=2, watch="troops")
    assert duty.told()[1:] == [again]
    covered = duty.raise_alert(1, severity=2, watch="border")
    assert duty.told()[1:] == [again]
    assert duty.routing(covered).decision == "covered"


def test_a_digest_comes_at_its_time_and_not_when_nothing_happened(store: Store) -> None:
    wish = DigestTimes((time(7), time(19)))
    duty = Duty(store, with_timing(digest_only=True, digest=wish), now=NOW)
    duty.pass_time(NOW)
    one, other = duty.raise_alert(1), duty.raise_alert(1, severity=3)
    duty.pass_time(datetime(2021, 12, 7, 16, 59, tzinfo=UTC))
    assert duty.told() == []
    duty.pass_time(datetime(2021, 12, 7, 17, 0, tzinfo=UTC))
    assert duty.told() == [[one, other]]
    digest = duty.owed()[0].message
    assert isinstance(digest, Digest)
    assert (digest.title, digest.since) == ("19:00 digest", NOW)
    duty.pass_time(MORNING + MINUTE)
    assert len(duty.owed()) == 1


def test_all_quiet_is_said_when_asked(sqlite_store: Store) -> None:
    wish = DigestTimes((time(7),), all_quiet=True)
    duty = Duty(sqlite_store, with_timing(digest_only=True, digest=wish), now=NOW)
    duty.pass_time(NOW)
    duty.pass_time(MORNING)
    duty.pass_time(MORNING + MINUTE)
    (owed,) = duty.owed()
    assert isinstance(owed.message, Digest)
    assert (owed.message.groups, owed.message.since) == ((), NOW)


def test_several_digests_missed_while_the_machine_was_off_come_as_one(sqlite_store: Store) -> None:
    wish = DigestTimes((time(7),))
    duty = Duty(sqlite_store, with_timing(digest_only=True, digest=wish), now=NOW)
    duty.pass_time(NOW)
    alert = duty.raise_alert()
    duty.pass_time(NOW + timedelta(days=5))
    assert duty.told() == [[alert]]


def test_digests_follow_changed_wishes(sqlite_store: Store) -> None:
    duty = Duty(
        sqlite_store, with_timing(digest_only=True, digest=DigestTimes((time(7),))), now=NOW
    )
    duty.pass_time(NOW)
    alert = duty.raise_alert()
    earlier = with_timing(digest_only=True, digest=DigestTimes((time(18),)))
    duty.audience = Audience((earlier,), DOMAIN)
    duty.pass_time(NOW + MINUTE)
    duty.pass_time(datetime(2021, 12, 7, 16, 0, tzinfo=UTC))
    assert duty.told() == [[alert]]


def test_what_goes_over_the_cap_comes_in_a_digest(sqlite_store: Store) -> None:
    duty = Duty(sqlite_store, with_timing(cap=Cap(2, timedelta(hours=1))), now=NOW)
    first, second = duty.raise_alert(1), duty.raise_alert(2)
    third = duty.raise_alert(3)
    force = duty.raise_alert(4, severity=4)
    assert duty.told() == [first, second, force]
    assert duty.routing(third).reason.startswith("the rate cap of 2 in 1 hour is used up")
    duty.pass_time(NOW + timedelta(hours=1))
    assert duty.told() == [first, second, force, [third]]


def test_a_cooldown_holds_what_is_no_more_severe_and_lets_what_is_pass(sqlite_store: Store) -> None:
    half_an_hour = timedelta(minutes=30)
    duty = Duty(sqlite_store, with_timing(cooldown=Cooldown(story=half_an_hour)), now=NOW)
    first = duty.raise_alert(severity=3)
    duty.now = NOW + 5 * MINUTE
    mild, harsher, other = (
        duty.raise_alert(severity=2),
        duty.raise_alert(severity=4),
        duty.raise_alert(2, severity=2),
    )
    assert duty.told() == [first, harsher, other]
    assert "cooldown of the story" in duty.routing(mild).reason
    duty.pass_time(NOW + half_an_hour)
    assert duty.told() == [first, harsher, other, mild]


def test_what_was_muted_for_a_while_is_told_after_it(sqlite_store: Store) -> None:
    duty = Duty(sqlite_store, DESK, now=NOW)
    first = duty.raise_alert()
    until = NOW + timedelta(hours=2)
    with sqlite_store.write() as connection:
        said = respond.mute_story(connection, 1, None, until, "ann", NOW)
    assert said == (
        "Story 1 is muted for everybody until 2021-12-07 17:30 UTC; what comes meanwhile is told "
        "then."
    )
    muted = duty.raise_alert()
    assert duty.told() == [first]
    duty.pass_time(until)
    assert duty.told() == [first, muted]


def test_unmuting_lets_go_what_waited(store: Store) -> None:
    duty = Duty(store, DESK, now=NOW)
    with store.write() as connection:
        respond.mute_watch(connection, "talks", "desk", NOW + timedelta(days=1), "ann", NOW)
    muted = duty.raise_alert()
    with store.write() as connection:
        assert "not muted for everybody" in respond.unmute_watch(connection, "talks", None, NOW)
        said = respond.unmute_watch(connection, "talks", "desk", NOW)
    assert said == (
        "Watch talks is no longer muted for desk. 1 alert that waited is told now, unless a digest "
        "or something else holds it."
    )
    duty.pass_time(NOW + MINUTE)
    assert duty.told() == [muted]


def test_a_story_muted_for_good_is_not_told_later_either(sqlite_store: Store) -> None:
    duty = Duty(sqlite_store, with_timing(quiet_hours=(QUIET,)), now=NOW)
    one, other = duty.raise_alert(1), duty.raise_alert(2)
    with sqlite_store.write() as connection:
        respond.mute_story(connection, 1, "desk", None, "ann", NOW)
    duty.pass_time(MORNING)
    assert duty.told() == [other]
    left_out = duty.routing(one)
    assert left_out.state == "not_told"
    assert left_out.reason.endswith("not told: story 1 was muted by ann for good")


def test_a_mute_stays_with_a_story_that_becomes_part_of_another(store: Store) -> None:
    duty = Duty(store, with_timing(quiet_hours=(QUIET,)), now=NOW)
    duty.raise_alert(1)
    held = duty.raise_alert(2)
    with store.write() as connection:
        respond.mute_story(connection, 2, None, None, "ann", NOW)
        stories.merge_stories(connection, survivor=1, absorbed=2, reason="alike")
        assert [mute.story_id for mute in mutes.active_mutes(connection, NOW)] == [1]
    duty.pass_time(MORNING)
    assert duty.told() == []
    assert duty.routing(held).state == "not_told"


def test_what_waits_for_nobody_any_more_says_so(sqlite_store: Store) -> None:
    duty = Duty(sqlite_store, with_timing(quiet_hours=(QUIET,)), now=NOW)
    alert = duty.raise_alert()
    duty.audience = Audience((replace(DESK, name="other"),), DOMAIN)
    duty.pass_time(MORNING)
    assert duty.owed() == []
    assert duty.routing(alert).reason.endswith("not told: desk is no subscriber any more")


def test_new_quiet_hours_hold_what_was_to_be_released_in_them(sqlite_store: Store) -> None:
    duty = Duty(sqlite_store, with_timing(cooldown=Cooldown(story=timedelta(hours=1))), now=NOW)
    first, second = duty.raise_alert(), duty.raise_alert()
    duty.audience = Audience((with_timing(quiet_hours=(QUIET,)),), DOMAIN)
    duty.pass_time(NOW + timedelta(hours=1))
    assert duty.told() == [first]
    assert "; then quiet hours until" in duty.routing(second).reason
    duty.pass_time(MORNING)
    assert duty.told() == [first, second]


def test_a_fault_with_one_subscriber_stops_no_other(
    sqlite_store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = with_timing(quiet_hours=(QUIET,))
    other = replace(desk, name="other", addresses=(Address("email", "email:2"),))
    duty = Duty(sqlite_store, desk, other, now=NOW)
    alert = duty.raise_alert()
    whole = release._tell_single

    def faulty(connection: object, subscriber: Subscriber, *rest: object) -> None:
        if subscriber.name == "desk":
            raise RuntimeError
        whole(connection, subscriber, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(release, "_tell_single", faulty)
    duty.pass_time(MORNING)
    assert (duty.told("desk"), duty.told("other")) == ([], [alert])
    monkeypatch.undo()
    duty.pass_time(MORNING + MINUTE)
    assert duty.told("desk") == [alert]


def test_a_digest_now_takes_all_that_waits(sqlite_store: Store) -> None:
    duty = Duty(sqlite_store, with_timing(quiet_hours=(QUIET,)), now=NOW)
    one, other = duty.raise_alert(1), duty.raise_alert(2)
    with sqlite_store.write() as connection:
        desk = duty.audience.subscribers[0]
        assert len(release.release_now(connection, desk, DOMAIN, NOW)) == 2
        assert release.release_now(connection, desk, DOMAIN, NOW) == []
    duty.pass_time(MORNING)
    assert duty.told() == [[other, one]]


def test_a_flood_over_the_cap_is_one_digest_a_stretch(sqlite_store: Store) -> None:
    duty = Duty(sqlite_store, with_timing(cap=Cap(2, timedelta(hours=1))), now=NOW)
    for minute in range(0, 120, 5):
        duty.pass_time(NOW + minute * MINUTE)
        duty.raise_alert(minute + 1)
    duty.pass_time(NOW + timedelta(hours=3))
    singles = [item for item in duty.told() if isinstance(item, int)]
    digests = [item for item in duty.told() if isinstance(item, list)]
    assert len(singles) == 4
    assert len(digests) == 2
    assert len({*singles, *(number for digest in digests for number in digest)}) == 24


def test_who_gets_digests_gets_what_was_muted_in_the_next(sqlite_store: Store) -> None:
    wish = DigestTimes((time(7), time(19)))
    duty = Duty(sqlite_store, with_timing(digest_only=True, digest=wish), now=NOW)
    duty.pass_time(NOW)
    early = duty.raise_alert()
    with sqlite_store.write() as connection:
        respond.mute_story(connection, 1, None, NOW + timedelta(hours=4), "ann", NOW)
    late = duty.raise_alert()
    duty.pass_time(datetime(2021, 12, 7, 17, 0, tzinfo=UTC))
    duty.pass_time(NOW + timedelta(hours=6))
    assert duty.told() == []
    assert duty.routing(early).decision == "muted"
    duty.pass_time(MORNING)
    assert duty.told() == [[early, late]]


def test_unmuting_says_for_whom_it_is_still_muted(sqlite_store: Store) -> None:
    duty = Duty(sqlite_store, DESK, now=NOW)
    duty.raise_alert()
    with sqlite_store.write() as connection:
        respond.mute_story(connection, 1, None, None, "ann", NOW)
        assert respond.unmute_story(connection, 1, "desk", NOW) == (
            "Story 1 is not muted for desk alone; see 'monitor mutes'. It is still muted for "
            "everybody."
        )
        respond.mute_story(connection, 1, "desk", None, "ann", NOW)
        assert respond.unmute_story(connection, 1, None, NOW) == (
            "Story 1 is no longer muted for everybody. It is still muted for desk."
        )


def test_unmuting_leaves_who_gets_digests_to_the_next(sqlite_store: Store) -> None:
    wish = DigestTimes((time(7), time(19)))
    reader = with_timing(digest_only=True, digest=wish)
    duty = Duty(sqlite_store, reader, replace(reader, name="night"), now=NOW)
    duty.pass_time(NOW)
    first = duty.raise_alert()
    with sqlite_store.write() as connection:
        respond.mute_story(connection, 1, None, NOW + timedelta(days=2), "ann", NOW)
    second = duty.raise_alert()
    with sqlite_store.write() as connection:
        said = respond.unmute_story(connection, 1, None, NOW + MINUTE)
    assert " 1 alert that waited is told now, unless a digest" in said
    duty.pass_time(NOW + MINUTE)
    assert duty.told() == []
    assert duty.routing(second).reason == (
        "story 1 was muted by ann until 2021-12-09 15:30 UTC; then gathered for the digest of "
        "2021-12-07 19:00 Europe/Kyiv"
    )
    duty.pass_time(datetime(2021, 12, 7, 17, 0, tzinfo=UTC))
    assert duty.told("desk") == duty.told("night") == [[first, second]]


def test_unmuting_lets_go_what_had_waited_for_another_reason_first(sqlite_store: Store) -> None:
    duty = Duty(sqlite_store, with_timing(quiet_hours=(QUIET,)), now=NOW)
    held = duty.raise_alert()
    with sqlite_store.write() as connection:
        respond.mute_story(connection, 1, None, MORNING + timedelta(hours=9), "ann", NOW)
    duty.pass_time(MORNING)
    assert duty.told() == []
    with sqlite_store.write() as connection:
        respond.unmute_story(connection, 1, None, MORNING + MINUTE)
    duty.pass_time(MORNING + MINUTE)
    assert duty.told() == [held]


def test_a_story_told_in_a_digest_counts_against_the_cap_once_it_is_told_alone_too(
    sqlite_store: Store,
) -> None:
    wishes = with_timing(quiet_hours=(QUIET,), cap=Cap(2, timedelta(hours=1)))
    duty = Duty(sqlite_store, wishes, now=NOW)
    one, two = duty.raise_alert(1), duty.raise_alert(2)
    duty.pass_time(MORNING)
    grave, other = duty.raise_alert(1, severity=4), duty.raise_alert(3)
    over = duty.raise_alert(4)
    assert duty.told() == [[two, one], grave, other]
    assert duty.routing(over).decision == "cap"


def test_what_came_after_the_acknowledgement_is_escalated_though_told_with_what_came_before(
    sqlite_store: Store,
) -> None:
    half_an_hour = timedelta(minutes=30)
    desk = with_timing(
        cooldown=Cooldown(story=half_an_hour), escalation=Escalation(("officer",), 10 * MINUTE)
    )
    officer = Subscriber("officer", (Address("email", "email:2"),), escalations_only=True)
    duty = Duty(sqlite_store, desk, officer, now=NOW)
    first, covered = duty.raise_alert(severity=4), duty.raise_alert(severity=4, watch="strait")
    before = duty.raise_alert(severity=4)
    with sqlite_store.write() as connection:
        respond.acknowledge(connection, first, "ann", NOW)
    after = duty.raise_alert(severity=4, watch="strait")
    assert duty.routing(covered).decision == "covered"
    assert duty.routing(before).decision == duty.routing(after).decision == "cooldown"
    duty.pass_time(NOW + half_an_hour)
    assert duty.told("desk") == [first, after]
    duty.pass_time(NOW + half_an_hour + 10 * MINUTE)
    assert duty.told("officer") == [after]

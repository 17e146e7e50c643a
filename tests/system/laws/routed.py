"""What must hold of every alert for every subscriber: it comes to something, on time."""

from __future__ import annotations

from collections import Counter

from sqlalchemy import select

from monitor.domain import Delivery, Digest
from monitor.store import tables
from monitor.store.routings import StoredRouting
from monitor.timing import Cooldown
from tests.system.laws.people import SUBSCRIBERS, shows_quiet
from tests.system.laws.seen import Seen, alerts_in
from tests.system.laws.world import World


def every_alert_came_to_something_for_everybody(world: World, seen: Seen) -> None:
    assert Counter(item.alert_id for item in seen.routings) == dict.fromkeys(
        seen.alerts, len(SUBSCRIBERS)
    )
    for item in seen.routings:
        assert item.reason
        assert (item.release_at is None) or item.decision not in ("told", "refused")
        if item.state == "waiting":
            assert item.release_at is not None
            assert item.message is not None
            assert item.release_at > world.ticks[-1]
        elif item.state == "told":
            assert (item.told_at is None) == (item.decision == "covered")


def what_is_told_is_owed_to_every_address(world: World, seen: Seen) -> None:
    alone = _told_of(world)
    gathered = {
        (seen.alerts[number].story_id, *_recipient(item.delivery))
        for item in seen.owed
        if isinstance(item.delivery.message, Digest)
        for number in alerts_in(item.delivery.message)
    }
    for item in seen.routings:
        for address in SUBSCRIBERS[item.subscriber].addresses:
            recipient = (item.subscriber, address.channel, address.target)
            if item.state == "told" and item.digest_id:
                assert (item.story_id, *recipient) in gathered
            elif item.decision == "told":
                assert (item.alert_id, *recipient) in alone
        assert item.decision != "covered" or _is_known(item, seen, alone)
    assert all(item.last_error for item in seen.owed if item.state == "dead")


def what_waits_is_told_on_time(world: World, seen: Seen) -> None:
    for item in seen.routings:
        if item.told_at is None:
            continue
        if item.decision == "told":
            severity = seen.alerts[item.alert_id].severity
            assert not shows_quiet(item.subscriber, severity, item.decided_at)
            continue
        assert item.told_at is not None
        assert item.release_at is not None
        due = world.first_tick_from(item.release_at)
        story = seen.alerts[item.alert_id].story_id
        contacts = {
            step.contact
            for number, alert in seen.alerts.items()
            if alert.story_id == story
            for step in seen.steps[number]
            if not step.refusal and step.at == item.told_at
        }
        # Lifting a mute, and being a contact, bring an alert sooner.
        assert item.told_at == due or (
            item.told_at < due and (item.decision == "muted" or item.subscriber in contacts)
        )


def a_higher_severity_is_never_held_back_by_a_lower_ones_cooldown(world: World, seen: Seen) -> None:
    for item in seen.routings:
        if item.decision == "cooldown":
            wish = SUBSCRIBERS[item.subscriber].timing.cooldown
            assert any(
                _cools(seen, item, other, wish)
                for other in seen.routings
                if other.subscriber == item.subscriber
            )


def _told_of(world: World) -> set[tuple[int, str, str, str]]:
    """Return which message of its own, or shared, tells whom of which alert."""
    columns = tables.delivery_alerts.c
    query = select(columns.alert_id, columns.subscriber, columns.channel, columns.target)
    with world.store.read() as connection:
        return {tuple(row) for row in connection.execute(query)}


def _is_known(item: StoredRouting, seen: Seen, alone: set[tuple[int, str, str, str]]) -> bool:
    """Return whether another message of a story tells a subscriber as grave a thing."""
    by_message = {alert_id for alert_id, name, *_ in alone if name == item.subscriber}
    in_digest = {
        one.alert_id for one in seen.routings if one.subscriber == item.subscriber and one.digest_id
    }
    mine = seen.alerts[item.alert_id]
    return mine.kind == "raise" and any(
        seen.alerts[other].story_id == mine.story_id
        and seen.alerts[other].severity >= mine.severity
        for other in (by_message | in_digest) - {item.alert_id}
    )


def _recipient(delivery: Delivery) -> tuple[str, str, str]:
    return (delivery.subscriber, delivery.channel, delivery.target)


def _cools(seen: Seen, item: StoredRouting, other: StoredRouting, wish: Cooldown) -> bool:
    """Return whether one alert may have had to wait because of another."""
    mine, told = seen.alerts[item.alert_id], seen.alerts[other.alert_id]
    if other.told_at is None or other.told_at > item.decided_at or told.severity < mine.severity:
        return False
    return (told.story_id == mine.story_id and other.told_at + wish.story > item.decided_at) or (
        told.watch == mine.watch and other.told_at + wish.watch > item.decided_at
    )

"""What must hold of every message that a channel took."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import datetime

from sqlalchemy import select

from monitor.domain import Content, Digest, Message
from monitor.store import tables
from monitor.store.routings import StoredRouting
from tests.system.laws.people import DESK, shows_quiet
from tests.system.laws.seen import Seen, alerts_in
from tests.system.laws.world import World


def nothing_is_sent_twice_but_for_a_crash_or_a_lost_answer(world: World, seen: Seen) -> None:
    """Each taking is on record, but for those that a crash came upon."""
    assert world.unrecorded() == world.lost_in_crashes
    with world.store.read() as connection:
        query = select(tables.attempts.c.delivery_id).where(tables.attempts.c.outcome == "sent")
        sent = Counter(connection.scalars(query))
    assert set(sent.values()) <= {1}
    names: dict[tuple[object, ...], set[str]] = defaultdict(set)
    for item in world.taken():
        content = item.delivery.message
        escalated = isinstance(content, Message) and content.escalated
        for number in alerts_in(content):
            names[item.address, number, escalated].add(item.delivery.message_id)
    assert all(len(found) == 1 for found in names.values())


def nothing_is_sent_in_quiet_hours(world: World) -> None:
    for item in world.taken():
        content = item.delivery.message
        if isinstance(content, Message) and content.escalated:
            continue
        told = [content] if isinstance(content, Message) else gathered_in(content)
        severity = min((one.severity for one in told), default=0)
        assert not shows_quiet(item.delivery.subscriber, severity, item.at)


def gathered_in(content: Content) -> list[Message]:
    groups = content.groups if isinstance(content, Digest) else ()
    return [message for group in groups for message in group.messages]


def the_cap_is_kept(world: World, seen: Seen) -> None:
    cap = DESK.timing.cap
    assert cap is not None
    shared: dict[tuple[datetime, int], list[StoredRouting]] = defaultdict(list)
    for item in seen.routings:
        if item.subscriber == "desk" and item.told_at and item.digest_id is None:
            shared[item.told_at, item.story_id].append(item)
    single = sorted(
        (
            at,
            min(item.id for item in items),
            max(seen.alerts[item.alert_id].severity for item in items),
        )
        for (at, _), items in shared.items()
    )
    for number, (at, _, severity) in enumerate(single):
        if severity < cap.except_severity:
            before = [one for one in single[: number + 1] if one[0] > at - cap.per]
            assert len(before) <= cap.alerts


def nothing_is_owed_and_nothing_is_lost(world: World, seen: Seen) -> None:
    """Hold once the world has come to rest."""
    assert {item.state for item in seen.owed} <= {"sent", "dead"}
    assert {item.state for item in seen.routings} <= {"told", "not_told"}
    arrived = {item.delivery.message_id for item in world.taken()}
    for item in seen.owed:
        assert item.state == "dead" or item.delivery.message_id in arrived

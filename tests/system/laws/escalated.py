"""What must hold of alerts that nobody answers, and of those that somebody does."""

from __future__ import annotations

from tests.system.laws.people import AFTER
from tests.system.laws.seen import Seen
from tests.system.laws.world import World


def escalation_is_on_time_and_stops_when_somebody_acknowledges(world: World, seen: Seen) -> None:
    for item in seen.routings:
        if item.subscriber != "desk":
            continue
        number, ends, steps = item.alert_id, seen.ends[item.alert_id], seen.steps[item.alert_id]
        acknowledged = seen.acknowledged.get(number)
        if item.told_at is None or seen.alerts[number].severity < 4:
            assert not ends
            continue
        if not ends:
            by_another = any(
                seen.ends[other.alert_id]
                for other in seen.routings
                if (other.told_at, other.story_id) == (item.told_at, item.story_id)
                and other.subscriber == "desk"
            )
            assert by_another or (acknowledged and acknowledged.at <= item.told_at)
            continue
        due = world.first_tick_from(item.told_at + AFTER)
        for step in steps:
            assert step.at == due
            assert acknowledged is None or step.at <= acknowledged.at
            due = due if step.refusal else world.first_tick_from(due + AFTER)
        (end,) = ends
        assert [step.contact for step in steps] == list(end.contacts[: len(steps)])
        if end.next_at is None:
            assert end.ended
        else:
            assert acknowledged is None
            assert end.next_at > world.ticks[-1]

"""Put together what waits for a subscriber: one message for each thing that a story has to tell."""

from __future__ import annotations

from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass
from datetime import datetime

from monitor.alerts.compose import together
from monitor.domain import Message
from monitor.store.routings import StoredRouting


@dataclass(frozen=True, slots=True)
class Held:
    """Alerts of one story that wait and are told in one message."""

    items: tuple[StoredRouting, ...]
    """In the order in which they were decided; at least one."""
    message: Message

    @property
    def ids(self) -> list[int]:
        """Return the ids of the routings."""
        return [item.id for item in self.items]

    @property
    def story_id(self) -> int:
        """Return the story as it is now."""
        return self.items[0].story_id

    @property
    def decided_at(self) -> datetime:
        """Return since when it waits."""
        return self.items[0].decided_at


def gather(items: Iterable[StoredRouting], acknowledged: Set[int] = frozenset()) -> list[Held]:
    """Return what waits, the oldest first; ``acknowledged`` are numbers of alerts.

    Alerts of a story that were decided together are told together, and with them those of other
    watches that the story passed later without being graver: they have nothing new to tell.
    """
    groups: list[list[StoredRouting]] = []
    newest: dict[int, list[StoredRouting]] = {}
    for item in items:
        group = newest.get(item.story_id)
        if group is not None and _belongs(item, group):
            group.append(item)
            continue
        newest[item.story_id] = [item]
        groups.append(newest[item.story_id])
    return [held for group in groups if (held := _held(group, acknowledged)) is not None]


def _belongs(item: StoredRouting, group: Sequence[StoredRouting]) -> bool:
    if item.message is None or item.message.watch in {
        one.message.watch for one in group if one.message
    }:
        return False
    if item.decided_at == group[0].decided_at:
        return True
    of_story = [one.message for one in group if one.message and one.message.kind != "rise"]
    severity = item.message.severity
    return item.message.kind == "raise" and any(one.severity >= severity for one in of_story)


def _held(group: Sequence[StoredRouting], acknowledged: Set[int]) -> Held | None:
    messages = [item.message for item in group if item.message is not None]
    return Held(tuple(group), together(messages, acknowledged)) if messages else None

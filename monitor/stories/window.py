"""What is remembered of recent entries: their traits, their stories, and how to find them."""

from __future__ import annotations

import heapq
from collections.abc import Sequence
from datetime import datetime

from monitor.stories.likeness import Told, log_odds
from monitor.stories.neighbours import Neighbours
from monitor.stories.types import StoryItem

Key = int | str


def canonical(item: StoryItem) -> tuple[datetime, str, str, str, str]:
    """Return the order in which entries count, whatever the order in which they arrive."""
    return item.time, item.outlet, item.title, item.summary, str(item.key)


class Window:
    """Entries by number, numbered as they are admitted, each in at most one story."""

    def __init__(self) -> None:
        self.told: dict[int, Told] = {}
        self.story: dict[int, int] = {}
        self.members: dict[int, list[int]] = {}
        self._numbers: dict[Key, int] = {}
        self._neighbours = Neighbours()
        self._by_time: list[tuple[datetime, int]] = []
        self._next = 0

    def number_of(self, key: Key) -> int | None:
        """Return the number of an entry, None where it is not in the window."""
        return self._numbers.get(key)

    def admit(self, told: Told) -> int:
        """Take in an entry that is not there, without a story yet."""
        number = self._next
        self._next += 1
        self._numbers[told.item.key] = number
        self.told[number] = told
        self._neighbours.add(number, told.traits)
        heapq.heappush(self._by_time, (told.item.time, number))
        return number

    def assign(self, number: int, story: int) -> None:
        """Put an entry into a story, out of any earlier one."""
        self._leave(number)
        self.story[number] = story
        self.members.setdefault(story, []).append(number)

    def absorb(self, survivor: int, absorbed: int) -> None:
        """Put all entries of one story into another."""
        for number in list(self.members.get(absorbed, ())):
            self.assign(number, survivor)

    def remove(self, number: int) -> None:
        """Forget an entry."""
        told = self.told.pop(number)
        del self._numbers[told.item.key]
        self._leave(number)
        self._neighbours.remove(number, told.traits)

    def prune(self, before: datetime) -> None:
        """Forget the entries published before a time."""
        while self._by_time and self._by_time[0][0] < before:
            _, number = heapq.heappop(self._by_time)
            if number in self.told:
                self.remove(number)

    def candidates(self, numbers: Sequence[int]) -> list[set[int]]:
        """Return for each entry the others worth comparing with it."""
        found = self._neighbours.candidates([self.told[number].traits for number in numbers])
        return [others - {number} for number, others in zip(numbers, found, strict=True)]

    def likeness(self, a: int, b: int) -> float:
        """Return the log-odds that two entries tell one story."""
        return log_odds(self.told[a], self.told[b])

    def _leave(self, number: int) -> None:
        story = self.story.pop(number, None)
        if story is not None:
            self.members[story].remove(number)
            if not self.members[story]:
                del self.members[story]

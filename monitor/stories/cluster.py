"""Group entries into stories, online and across languages.

Each poll's entries enter together, each as a story of its own; then the two most alike stories
become one, again and again, until no two are alike enough (agglomerative clustering; Sokal and
Michener, 1958, for the average link). Since only likeness decides, never the order of arrival,
one poll's order cannot matter; and since likeness is a function of two entries alone, unrelated
entries cannot matter either.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from functools import cache

from monitor.stories.agglomerate import Likeness, Union, agglomerate, linkage
from monitor.stories.likeness import Told, probability
from monitor.stories.reasons import reason_apart, reason_together
from monitor.stories.traits import traits_of
from monitor.stories.types import Merge, Move, Outcome, Placement, StoryItem
from monitor.stories.window import Key, Window, canonical

WINDOW = timedelta(hours=72)
NEAR = -2.5
"""Log-odds above the threshold from which one pair makes two groups worth comparing."""
_STAY = 1.0
"""Log-odds by which an edited entry's tie to its story may fall short before it leaves it."""
_FRESH = 1 << 48
"""Entries not yet in a story are groups numbered from here, so that stories come first."""


class Clusterer:
    """The stories of a window of recent entries; give it back what is stored to start again."""

    def __init__(self, window: timedelta = WINDOW, next_story: int = 1) -> None:
        """Start empty. ``next_story`` is the identifier that the first new story gets."""
        self._span = window
        self._next_story = next_story
        self._window = Window()
        self._survivor: dict[int, int] = {}
        self._latest: datetime | None = None

    def __len__(self) -> int:
        return len(self._window.told)

    def restore(self, rows: Iterable[tuple[StoryItem, int]]) -> None:
        """Take in entries already placed, as ``(item, story)``, without deciding anything."""
        for item, story in sorted(rows, key=lambda row: canonical(row[0])):
            self._window.assign(self._admit(item), story)
            self._next_story = max(self._next_story, story + 1)

    def place(self, item: StoryItem) -> Placement:
        """Place one entry; ``place_all`` also tells of merges and moves that it causes."""
        return self.place_all([item]).placements[0]

    def place_all(self, items: Sequence[StoryItem]) -> Outcome:
        """Place the entries of one poll; their order does not matter.

        An item whose key is known is an edit: it keeps its story unless it no longer fits there.
        """
        changed, homes = self._enter({item.key: item for item in items})
        likeness = cache(self._window.likeness)
        fresh = [n for n in changed if not self._stays(n, homes.get(n))]
        groups, related = self._groups(changed, likeness)
        unions, refused = agglomerate(groups, related, likeness, least=0.0)
        merges = self._settle(fresh, unions)
        placements = tuple(self._placement(item.key, unions, refused) for item in items)
        moves = self._moves({n: homes[n] for n in fresh if n in homes})
        self._prune()
        return Outcome(placements, moves, merges)

    def resolve(self, story: int) -> int:
        """Return the story that now stands for ``story``: itself unless it was merged."""
        while story in self._survivor:
            story = self._survivor[story]
        return story

    def story_of(self, key: Key) -> int | None:
        """Return the story of an entry within the window, or None."""
        number = self._window.number_of(key)
        return None if number is None else self._window.story[number]

    def keys_of(self, story: int) -> tuple[Key, ...]:
        """Return the entries of a story within the window, oldest first."""
        numbers = self._window.members.get(self.resolve(story), ())
        items = sorted((self._window.told[n].item for n in numbers), key=canonical)
        return tuple(item.key for item in items)

    def _admit(self, item: StoryItem) -> int:
        self._latest = max(self._latest, item.time) if self._latest else item.time
        return self._window.admit(Told(item, traits_of(item)))

    def _enter(self, items: dict[Key, StoryItem]) -> tuple[list[int], dict[int, int]]:
        """Admit what is new or changed; return the numbers, and the earlier stories of edits."""
        changed: list[int] = []
        homes: dict[int, int] = {}
        for item in sorted(items.values(), key=canonical):
            known = self._window.number_of(item.key)
            if known is not None and _same_text(self._window.told[known].item, item):
                continue
            home = None
            if known is not None:
                home = self._window.story[known]
                self._window.remove(known)
            number = self._admit(item)
            changed.append(number)
            if home is not None:
                homes[number] = home
        return changed, homes

    def _stays(self, number: int, home: int | None) -> bool:
        """Put an edited entry back into its story where it still fits, and say so."""
        if home is None:
            return False
        others = self._window.members.get(home, [])
        if others:
            tie = linkage([number], others, self._window.likeness)
            if tie < -_STAY:
                return False
        self._window.assign(number, home)
        return True

    def _groups(
        self, changed: list[int], likeness: Likeness
    ) -> tuple[dict[int, list[int]], set[tuple[int, int]]]:
        """Return the groups that the changed entries may unite, and which to compare."""
        groups: dict[int, list[int]] = {}
        related: set[tuple[int, int]] = set()
        for number, others in zip(changed, self._window.candidates(changed), strict=True):
            near = [other for other in others if _between(likeness, number, other) > NEAR]
            for one in (number, *near):
                group = self._group_of(one)
                groups.setdefault(group, self._window.members.get(group, [one]))
            related |= {(self._group_of(number), self._group_of(other)) for other in near}
        return groups, related

    def _group_of(self, number: int) -> int:
        return self._window.story.get(number, _FRESH + number)

    def _settle(self, fresh: list[int], unions: list[Union]) -> tuple[Merge, ...]:
        """Write the unions into the window; number the new stories."""
        taken = {union.absorbed: union.kept for union in unions}
        for number in fresh:
            root = _FRESH + number
            while root in taken:
                root = taken[root]
            if root >= _FRESH:
                founder = root - _FRESH
                if founder not in self._window.story:
                    self._window.assign(founder, self._next_story)
                    self._next_story += 1
                root = self._window.story[founder]
            if number not in self._window.story:
                self._window.assign(number, root)
        return tuple(self._merge(union) for union in unions if union.absorbed < _FRESH)

    def _merge(self, union: Union) -> Merge:
        kept, absorbed = self._window.told[union.pair[0]], self._window.told[union.pair[1]]
        self._window.absorb(union.kept, union.absorbed)
        self._survivor[union.absorbed] = union.kept
        reason = reason_together(absorbed, kept, self._alike(union))
        return Merge(union.kept, union.absorbed, probability(union.likeness), reason)

    def _placement(self, key: Key, unions: list[Union], refused: dict[int, float]) -> Placement:
        number = self._window.number_of(key)
        if number is None:
            raise KeyError(key)
        story = self._window.story[number]
        group = _FRESH + number
        union = next((u for u in unions if u.absorbed == group), None)
        if union is not None:
            mine, other = self._window.told[number], self._window.told[union.pair[0]]
            reason = reason_together(mine, other, self._alike(union))
            likely = probability(union.likeness)
            return Placement(key, story, False, likely, reason, other.item.key)
        if self._window.members[story] == [number] or any(u.kept == group for u in unions):
            best = refused.get(group)
            likely = 0.0 if best is None else probability(best)
            return Placement(key, story, True, likely, reason_apart(best))
        return Placement(key, story, False, 1.0, "in this story already")

    def _alike(self, union: Union) -> float:
        """Return how alike the most alike pair is, which a reason names; unbounded."""
        return self._window.likeness(*sorted(union.pair))

    def _moves(self, homes: dict[int, int]) -> tuple[Move, ...]:
        found = []
        for number, home in homes.items():
            target, source = self._window.story[number], self.resolve(home)
            if target != source:
                key = self._window.told[number].item.key
                reason = f"its edited text does not tell story {source} any more"
                found.append(Move(key, source, target, reason))
        return tuple(found)

    def _prune(self) -> None:
        if self._latest is not None:
            self._window.prune(self._latest - self._span)


def _between(likeness: Likeness, a: int, b: int) -> float:
    return likeness(a, b) if a < b else likeness(b, a)


def _same_text(a: StoryItem, b: StoryItem) -> bool:
    return (a.title, a.summary, a.vector) == (b.title, b.summary, b.vector)

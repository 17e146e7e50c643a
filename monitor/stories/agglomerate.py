"""Unite the most alike groups first, until none are alike enough.

Two groups are as alike as their members are on average, drawn a little towards their most alike
pair: a report of one side of an event need not resemble every other one. Ties are broken by the
groups' numbers, so that the result is a function of the groups alone.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

Likeness = Callable[[int, int], float]
MOST_COMPARED = 16
"""Members of a group that stand for it: its most recent ones, so that cost stays bounded."""
MOST_SAID = 2.5
"""Log-odds that one pair adds or takes away at most: what two members share by chance must not
outweigh all the others, and two reports of one event may differ in all but the moment.
"""
FORBIDS = -8.0
"""Log-odds from which a pair counts in full: two far towns, or days apart; unlike texts alone do
not come to that.
"""
CLOSEST_SHARE = 0.35
"""Weight of the most alike pair beside the average: a report of one side of an event need not
resemble every other one. Of 0.2, 0.35 and 0.5, with this bound or near it, the choice of the
windows that are measured; they differ little.
"""


@dataclass(frozen=True, slots=True)
class Union:
    """One group taken into another."""

    kept: int
    absorbed: int
    likeness: float
    """Log-odds that the two are one."""
    pair: tuple[int, int]
    """The most alike pair of members, of the kept and of the absorbed group."""


def agglomerate(
    groups: Mapping[int, list[int]],
    related: Iterable[tuple[int, int]],
    likeness: Likeness,
    least: float,
) -> tuple[list[Union], dict[int, float]]:
    """Unite groups whose average likeness is above ``least``; the lower number is kept.

    ``related`` names the pairs of groups worth comparing; a union inherits both sides' pairs.
    Returns the unions in order, and the best likeness refused by group.
    """
    members = {number: list(listed) for number, listed in groups.items()}
    neighbours: dict[int, set[int]] = {number: set() for number in members}
    heap: list[tuple[float, int, int, int, int]] = []
    refused: dict[int, float] = {}

    def consider(a: int, b: int) -> None:
        a, b = min(a, b), max(a, b)
        value = linkage(members[a], members[b], likeness)
        if value > least:
            heapq.heappush(heap, (-value, a, b, len(members[a]), len(members[b])))
        else:
            for one in (a, b):
                refused[one] = max(refused.get(one, value), value)

    for a, b in sorted({(min(pair), max(pair)) for pair in related if pair[0] != pair[1]}):
        neighbours[a].add(b)
        neighbours[b].add(a)
        consider(a, b)
    unions: list[Union] = []
    while heap:
        value, a, b, size_a, size_b = heapq.heappop(heap)
        if len(members.get(a, ())) != size_a or len(members.get(b, ())) != size_b:
            continue
        unions.append(Union(a, b, -value, _closest(members[a], members[b], likeness)))
        members[a] += members.pop(b)
        neighbours[a] |= neighbours.pop(b)
        neighbours[a] -= {a, b}
        for other in sorted(neighbours[a]):
            neighbours[other].discard(b)
            neighbours[other].add(a)
            consider(a, other)
    return unions, refused


def linkage(a: list[int], b: list[int], likeness: Likeness) -> float:
    """Return how alike two groups are, by their most recent members."""
    xs, ys = sorted(a)[-MOST_COMPARED:], sorted(b)[-MOST_COMPARED:]
    said = [likeness(x, y) if x < y else likeness(y, x) for x in xs for y in ys]
    values = [v if v < FORBIDS else max(-MOST_SAID, min(MOST_SAID, v)) for v in said]
    return CLOSEST_SHARE * max(values) + (1 - CLOSEST_SHARE) * sum(values) / len(values)


def _closest(a: list[int], b: list[int], likeness: Likeness) -> tuple[int, int]:
    xs, ys = sorted(a)[-MOST_COMPARED:], sorted(b)[-MOST_COMPARED:]
    return max(((x, y) for x in xs for y in ys), key=lambda pair: likeness(*sorted(pair)))

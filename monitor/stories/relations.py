"""Who does what to whom, where an entry's title says so plainly.

Plainly means: exactly one kind of move and exactly two actors, both close beside it, the move
before or between them (after them only where verbs come last), no negation and no word of
reaction between. The first named acts, as subject-verb-object and Arabic's verb-subject-object
both have it, unless a passive "by" turns it round. Whatever is not plain gives no relation rather
than a wrong one.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from monitor.stories.gazetteer import Gazetteer, Mention, tokens
from monitor.stories.tables import actors_in, table
from monitor.stories.wording import fold, plain

Move = Literal["force", "coercion", "verbal", "cooperation"]
_PASSIVE = frozenset(
    [
        "by",
        "von",
        "par",
        "por",
        "da",
        "przez",
        "door",
        "od",
        "av",
        "af",
        "tarafından",
        "από",
        "από",
        "от",
    ]
)
_HEDGES = frozenset(
    [
        "after",
        "following",
        "amid",
        "despite",
        "over",
        "intercepts",
        "intercepted",
        "intercept",
        "interception",
        "repels",
        "repelled",
        "wave",
        "not",
        "no",
        "never",
        "после",
        "из-за",
        "при",
        "отразили",
        "отразил",
        "отразила",
        "не",
        "нет",
        "на",
        "фоне",
        "nach",
        "nicht",
        "tras",
        "no",
        "apres",
        "pas",
        "dopo",
        "non",
        "بعد",
        "لم",
        "لا",
        "اعتراض",
        "پس",
        "از",
        "در",
        "پی",
        "نيست",
        "پس",
        "لא",
        "אחרי",
    ]
)
_VERB_LAST = frozenset({"fa", "tr", "hi", "ja", "ko", "ur", "az"})
_NEAR_BEFORE, _NEAR_AFTER = 2, 3
"""Words that may stand between the first actor and the move, and between the move and the second.
"""


@dataclass(frozen=True, slots=True)
class Relation:
    """One actor's move towards another."""

    source: str
    target: str
    move: Move

    @property
    def pair(self) -> tuple[str, str]:
        """Return the two actors in alphabetical order."""
        return pair_of(self.source, self.target)


def pair_of(a: str, b: str) -> tuple[str, str]:
    """Return two actors in the order that names their pair: alphabetical."""
    return (a, b) if a <= b else (b, a)


def relation_in(title: str, language: str) -> Relation | None:
    """Return the move that a title reports between two actors, or None where it is not plain."""
    text = plain(title)
    moves = _moves().find(text)
    kinds = {mention.named.code for mention in moves}
    actors = _distinct([m for m in actors_in(language).find(text) if not _inside(m, moves)])
    if len(kinds) != 1 or len(actors) != 2:
        return None
    first, second = actors
    move = moves[0]
    if not _beside(move, first, second, language):
        return None
    end = max(move.end, second.end)
    around = {fold(word) for word in tokens(text)[:end]}
    if around & _HEDGES:
        return None
    if around & _PASSIVE:
        first, second = second, first
    return Relation(first.named.code, second.named.code, _kind(move.named.code))


def _beside(move: Mention, first: Mention, second: Mention, language: str) -> bool:
    if first.end <= move.start and move.end <= second.start:
        return _gap(move, first) <= _NEAR_BEFORE and _gap(move, second) <= _NEAR_AFTER
    if move.end <= first.start:
        return _gap(move, first) <= 1 and second.start - first.end <= _NEAR_BEFORE
    return language in _VERB_LAST and second.start - first.end <= 2 and _gap(move, second) <= 2


def _kind(code: str) -> Move:
    kinds: dict[str, Move] = {
        "force": "force", "coercion": "coercion", "verbal": "verbal", "cooperation": "cooperation"
    }  # fmt: skip
    return kinds[code]


def _distinct(mentions: list[Mention]) -> list[Mention]:
    """Keep each actor's first mention."""
    first: dict[str, Mention] = {}
    for mention in mentions:
        first.setdefault(mention.named.code, mention)
    return list(first.values())


def _inside(mention: Mention, moves: tuple[Mention, ...]) -> bool:
    return any(move.start <= mention.start < move.end for move in moves)


def _gap(move: Mention, actor: Mention) -> int:
    return max(move.start - actor.end, actor.start - move.end, 0)


@lru_cache(maxsize=1)
def _moves() -> Gazetteer:
    return table("moves.tsv")

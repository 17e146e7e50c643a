"""Decide when subscribers who were alerted to a story are told of it again, and when not.

Told again: it climbs a rung above mere repetition, its severity rises, it turns from up to down,
it is denied, officially confirmed, corrected or withdrawn. Never for mere repetition, and never
twice for the same: what was told is remembered.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import reduce

from monitor.domain import Direction
from monitor.stories.corroborate import Corroboration, Rung

# Copies of one wire are the repetition that nobody wants to be told of: that rung is no news.
_RUNG_WORDS = {
    Rung.INDEPENDENT: "now reported by independent sources",
    Rung.BOTH_SIDES: "now reported by independent outlets of both sides",
    Rung.OFFICIAL: "now officially denied",
}
_OFFICIAL_WORD = frozenset({"denied", "confirmed"})
"""News that says already why a story is on its highest rung."""


@dataclass(frozen=True, slots=True)
class StoryState:
    """A story as it stands: what an update may be about."""

    rung: int
    severity: int
    direction: Direction | None
    denied: bool = False
    corrected: bool = False
    withdrawn: bool = False
    confirmed: bool = False
    """Whether it is confirmed officially."""


@dataclass(frozen=True, slots=True)
class News:
    """One thing that is new of a story."""

    key: str
    """Names it among all news of the story: ``rung:3``, ``severity:4``, ``down``, ``denied``,
    ``confirmed``, ``corrected`` or ``withdrawn``; told at most once."""
    reason: str
    """In words for its reader."""


@dataclass(frozen=True, slots=True)
class Update:
    """Tell subscribers again."""

    news: tuple[News, ...]
    """What is new, the most telling first; at least one."""

    @property
    def reasons(self) -> tuple[str, ...]:
        """Return why, in words for its reader."""
        return tuple(one.reason for one in self.news)

    @property
    def reason(self) -> str:
        """Return the reasons as one text."""
        return "; ".join(self.reasons)

    @property
    def rung(self) -> str:
        """Return the name under which the update is stored, so that it is told once."""
        return "+".join(one.key for one in self.news)


@dataclass(frozen=True, slots=True)
class NoUpdate:
    """Do not tell subscribers again."""

    reason: str


def state_of(
    corroboration: Corroboration, severity: int, direction: Direction | None
) -> StoryState:
    """Return the state of a story from its corroboration and its leading entry's severity."""
    return StoryState(
        int(corroboration.rung),
        severity,
        direction,
        corroboration.denied,
        corroboration.corrected,
        corroboration.withdrawn,
        corroboration.confirmed,
    )


def decide(told: StoryState, now: StoryState) -> tuple[Update | NoUpdate, StoryState]:
    """Compare what subscribers were told with what is; return the verdict and what they then
    know.

    Store the returned state with the alert and pass it as ``told`` the next time. It only ever
    grows (rung and severity never fall, denied stays denied), so that nothing can be told twice.
    """
    news = tuple(_news(told, now))
    verdict = Update(news) if news else NoUpdate("repetition: nothing new since the alert")
    return verdict, combined(told, now)


def combined(told: StoryState, more: StoryState) -> StoryState:
    """Return what is known to those who were told both, the first of them first."""
    return replace(
        told,
        rung=max(told.rung, more.rung),
        severity=max(told.severity, more.severity),
        direction="down" if _turned(told, more) else told.direction or more.direction,
        denied=told.denied or more.denied,
        corrected=told.corrected or more.corrected,
        withdrawn=told.withdrawn or more.withdrawn,
        confirmed=told.confirmed or more.confirmed,
    )


def all_told(states: Iterable[StoryState]) -> StoryState:
    """Return what is known after several alerts, oldest first.

    Raises TypeError where there are none.
    """
    return reduce(combined, states)


def _news(told: StoryState, now: StoryState) -> list[News]:
    news = []
    if now.withdrawn and not told.withdrawn:
        news.append(News("withdrawn", "withdrawn by an outlet that reported it"))
    if now.denied and not told.denied:
        news.append(News("denied", "denied"))
    if now.confirmed and not told.confirmed:
        news.append(News("confirmed", "now officially confirmed"))
    if now.corrected and not told.corrected:
        news.append(News("corrected", "corrected by an outlet that reported it"))
    if now.severity > told.severity:
        reason = f"severity has risen from {told.severity} to {now.severity}"
        news.append(News(f"severity:{now.severity}", reason))
    if _turned(told, now):
        news.append(News("down", "turned from escalation to de-escalation"))
    climbed = now.rung > told.rung and Rung(now.rung) in _RUNG_WORDS
    said = now.rung == Rung.OFFICIAL and any(one.key in _OFFICIAL_WORD for one in news)
    if climbed and not said:
        news.append(News(f"rung:{now.rung}", _RUNG_WORDS[Rung(now.rung)]))
    return news


def _turned(told: StoryState, now: StoryState) -> bool:
    return told.direction == "up" and now.direction == "down"

"""Decide when subscribers who were alerted to a story are told of it again, and when not.

Told again: it climbs a rung, its severity rises, it turns from up to down, it is denied,
corrected or withdrawn. Never for mere repetition, and never twice for the same: what was told is
remembered.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from monitor.domain import Direction
from monitor.stories.corroborate import Corroboration, Rung

_RUNG_WORDS = {
    Rung.SINGLE: "reported by one outlet",
    Rung.REPEATED: "repeated by other outlets",
    Rung.INDEPENDENT: "now reported by independent sources",
    Rung.BOTH_SIDES: "now reported by independent outlets of both sides",
    Rung.OFFICIAL: "now the subject of official word",
}


@dataclass(frozen=True, slots=True)
class StoryState:
    """A story as it stands: what an update may be about."""

    rung: int
    severity: int
    direction: Direction | None
    denied: bool = False
    corrected: bool = False
    withdrawn: bool = False


@dataclass(frozen=True, slots=True)
class Update:
    """Tell subscribers again."""

    reasons: tuple[str, ...]
    """Why, in words for its reader; at least one."""

    @property
    def reason(self) -> str:
        """Return the reasons as one text."""
        return "; ".join(self.reasons)


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
    )


def decide(told: StoryState, now: StoryState) -> tuple[Update | NoUpdate, StoryState]:
    """Compare what subscribers were told with what is; return the verdict and what they then
    know.

    Store the returned state with the alert and pass it as ``told`` the next time. It only ever
    grows (rung and severity never fall, denied stays denied), so that nothing can be told twice.
    """
    reasons = tuple(_news(told, now))
    verdict = Update(reasons) if reasons else NoUpdate("repetition: nothing new since the alert")
    known = replace(
        told,
        rung=max(told.rung, now.rung),
        severity=max(told.severity, now.severity),
        direction="down" if _turned(told, now) else told.direction or now.direction,
        denied=told.denied or now.denied,
        corrected=told.corrected or now.corrected,
        withdrawn=told.withdrawn or now.withdrawn,
    )
    return verdict, known


def _news(told: StoryState, now: StoryState) -> list[str]:
    news = []
    if now.withdrawn and not told.withdrawn:
        news.append("withdrawn by an outlet that reported it")
    if now.denied and not told.denied:
        news.append("denied")
    if now.corrected and not told.corrected:
        news.append("corrected by an outlet that reported it")
    if now.severity > told.severity:
        news.append(f"severity has risen from {told.severity} to {now.severity}")
    if _turned(told, now):
        news.append("turned from escalation to de-escalation")
    if now.rung > told.rung and not (now.rung == Rung.OFFICIAL and news and now.denied):
        news.append(_RUNG_WORDS[Rung(now.rung)])
    return news


def _turned(told: StoryState, now: StoryState) -> bool:
    return told.direction == "up" and now.direction == "down"

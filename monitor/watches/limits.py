"""Whether an entry's facts pass a watch's limits, and if not, which one it fails."""

from __future__ import annotations

from dataclasses import dataclass

from monitor.domain import Direction
from monitor.text.figures import shown_below
from monitor.watches.definition import Limit, Watch
from monitor.watches.relatives import same_language


@dataclass(frozen=True, slots=True)
class Facts:
    """What the limits of a watch look at; None for what is not known yet, which then passes."""

    outlet: str = ""
    kind: str = ""
    country: str = ""
    language: str = "und"
    score: float | None = None
    severity: int | None = None
    direction: Direction | None = None


@dataclass(frozen=True, slots=True)
class Judgement:
    """Whether the facts pass, and the reason in words where they do not."""

    passed: bool
    reason: str = ""


PASSED = Judgement(True)


def judge(watch: Watch, facts: Facts) -> Judgement:
    """Return whether ``facts`` pass all limits of ``watch``, else the first limit they fail."""
    named = {
        "outlets": ("outlet", facts.outlet),
        "kinds": ("kind of outlet", facts.kind),
        "countries": ("country", facts.country),
        "languages": ("language", facts.language),
    }
    for key, limit in watch.limits.items():
        what, value = named[key]
        if reason := _outside(limit, value, languages=key == "languages"):
            return Judgement(False, f"{what} {value or 'unknown'} is {reason}")
    return _measured(watch, facts)


def lets_all_through(watch: Watch) -> bool:
    """Return whether even an entry that is no news of conflict would alert, whatever its words."""
    return watch.rule is None and _measured(watch, Facts(score=0.0, severity=0)).passed


def _outside(limit: Limit, value: str, *, languages: bool) -> str:
    def among(values: tuple[str, ...]) -> bool:
        if languages:
            return any(same_language(value, other) for other in values)
        return value.casefold() in {other.casefold() for other in values}

    if limit.only and not among(limit.only):
        return f"not among {', '.join(limit.only)}"
    return "excepted" if among(limit.never) else ""


def _measured(watch: Watch, facts: Facts) -> Judgement:
    if facts.score is not None and facts.score < watch.minimum_score:
        score = shown_below(facts.score, watch.minimum_score)
        return Judgement(False, f"score {score} is below {watch.minimum_score:g}")
    if facts.severity is not None and facts.severity < watch.minimum_severity:
        return Judgement(False, f"severity {facts.severity} is below {watch.minimum_severity}")
    if watch.directions and facts.score is not None and facts.direction not in watch.directions:
        found = facts.direction or "none"
        return Judgement(False, f"direction {found} is not {' or '.join(watch.directions)}")
    return PASSED

"""Whether a watch's rule holds for the terms that were found, and if not, why."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import takewhile

from monitor.domain import TermHit
from monitor.watches.definition import Group, Leaf, Near, Rule, Term, Watch, leaves

_WORD = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3041-\u30ff\u3400-\u9fff]{1,2}|[^\\W_]+"
)


@dataclass(frozen=True, slots=True)
class Found:
    """Where each term stands in a text."""

    text: str
    hits: Mapping[Term, tuple[TermHit, ...]]

    def of(self, term: Term) -> tuple[TermHit, ...]:
        """Return where ``term`` stands, in order."""
        return self.hits.get(term, ())


NOTHING_FOUND = Found("", {})


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a watch makes of a text: its hits, or the reasons why it does not match."""

    watch: str
    matched: bool
    hits: tuple[TermHit, ...]
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Outcome:
    held: bool
    hits: tuple[TermHit, ...] = ()
    reason: str = ""


def decide(watch: Watch, found: Found) -> Verdict:
    """Return whether the keywords of ``watch`` are met by the terms ``found`` in a text."""
    outcome = _decide(watch.rule, found) if watch.rule else _Outcome(True)
    reasons = [] if outcome.held else [outcome.reason]
    for rule in watch.exclude:
        excluded = _decide(rule, found)
        if excluded.held and excluded.hits:
            hit = excluded.hits[0]
            reasons.append(f"excluded by {hit.term!r} (found: {hit.form!r})")
    if outcome.held and watch.rule and watch.minimum_weight:
        weight = sum(leaf.weight for leaf in set(leaves(watch.rule)) if found.of(leaf.term))
        if weight < watch.minimum_weight:
            reasons.append(f"terms found weigh {weight:g}, below {watch.minimum_weight:g}")
    hits = tuple(sorted(set(outcome.hits), key=lambda hit: (hit.start, hit.end, hit.term)))
    return Verdict(watch.name, not reasons, hits, tuple(reasons))


def matches_nothing(watch: Watch) -> bool:
    """Return whether the watch matches a text that holds none of its terms."""
    return decide(watch, NOTHING_FOUND).matched


def _decide(rule: Rule, found: Found) -> _Outcome:
    if isinstance(rule, Leaf):
        return _leaf(rule, found)
    if isinstance(rule, Near):
        return _near(rule, found)
    return _group(rule, [_decide(inner, found) for inner in rule.rules])


def _leaf(leaf: Leaf, found: Found) -> _Outcome:
    hits = found.of(leaf.term)
    if not hits:
        return _Outcome(False, (), f"{leaf.term.text!r} is not found")
    for term in leaf.unless:
        if beside := found.of(term):
            return _Outcome(
                False, (), f"{leaf.term.text!r} does not count beside {beside[0].form!r}"
            )
    return _Outcome(True, hits)


def _group(group: Group, outcomes: list[_Outcome]) -> _Outcome:
    hits = tuple(hit for outcome in outcomes if outcome.held for hit in outcome.hits)
    if group.kind == "none":
        if any(outcome.held for outcome in outcomes):
            named = hits[0].form if hits else "a group"
            return _Outcome(False, (), f"{named!r} is among what must not be there")
        return _Outcome(True)
    if group.kind == "all":
        failed = [outcome.reason for outcome in outcomes if not outcome.held]
        return _Outcome(not failed, hits if not failed else (), "; ".join(failed))
    if any(outcome.held for outcome in outcomes):
        return _Outcome(True, hits)
    return _Outcome(False, (), _none_of(outcomes))


def _none_of(outcomes: list[_Outcome]) -> str:
    telling = [o.reason for o in outcomes if not o.reason.endswith("is not found")]
    return "; ".join(telling) if telling else f"none of its {len(outcomes)} terms is found"


def _near(near: Near, found: Found) -> _Outcome:
    outcomes = [_decide(rule, found) for rule in near.rules]
    missing = [outcome.reason for outcome in outcomes if not outcome.held]
    if missing:
        return _Outcome(False, (), "; ".join(missing))
    words = [word.start() for word in _WORD.finditer(found.text)]
    placed = sorted(
        (
            _Placed(hit, bisect_right(words, hit.start), index)
            for index, outcome in enumerate(outcomes)
            for hit in outcome.hits
        ),
        key=lambda placed: (placed.hit.start, placed.hit.end),
    )
    close = {hit for window in _windows(placed, len(outcomes), near.within) for hit in window}
    if close:
        return _Outcome(True, tuple(close))
    named = ", ".join(repr(leaf.term.text) for rule in near.rules for leaf in leaves(rule))
    return _Outcome(False, (), f"{named} are not within {near.within} words of each other")


@dataclass(frozen=True, slots=True)
class _Placed:
    """A hit, the number of its first word in the text, and the rule that it belongs to."""

    hit: TermHit
    word: int
    rule: int


def _windows(placed: Sequence[_Placed], wanted: int, within: int) -> Iterable[list[TermHit]]:
    """Yield groups of hits, one of each rule at least, of which no two are too far apart."""
    for first, opening in enumerate(placed):
        window = list(
            takewhile(lambda later: later.word - opening.word <= within, placed[first:])
        )
        if len({one.rule for one in window}) == wanted:
            yield [one.hit for one in window]

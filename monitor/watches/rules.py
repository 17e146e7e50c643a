"""Whether a watch's rule holds for the terms that were found, and if not, why."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

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
class Choice:
    """An any-of group laid out so that only the terms that were found cost time."""

    size: int
    leaves: Mapping[Term, tuple[Leaf, ...]]
    branches: Mapping[Term, tuple[Plan, ...]]
    """Groups inside, by each term that may make them hold."""
    always: tuple[Plan, ...]
    """Groups inside that hold when nothing is found."""


@dataclass(frozen=True, slots=True)
class Branch:
    """A group or proximity of plans."""

    rule: Group | Near
    plans: tuple[Plan, ...]


Plan = Choice | Branch | Leaf


@dataclass(frozen=True, slots=True)
class Planned:
    """A watch whose rule and exclusions are laid out."""

    watch: Watch
    rule: Plan | None
    exclude: Plan | None


@dataclass(frozen=True, slots=True)
class _Outcome:
    held: bool
    hits: tuple[TermHit, ...] = ()
    reason: str = ""


def planned(watch: Watch) -> Planned:
    """Lay out a watch for ``decide``."""
    rule = _plan(watch.rule) if watch.rule else None
    return Planned(watch, rule, _plan(Group("any", watch.exclude)) if watch.exclude else None)


def _plan(rule: Rule) -> Plan:
    if isinstance(rule, Leaf):
        return rule
    if isinstance(rule, Near) or rule.kind != "any":
        return Branch(rule, tuple(map(_plan, rule.rules)))
    by_term: dict[Term, tuple[Leaf, ...]] = {}
    branches: dict[Term, tuple[Plan, ...]] = {}
    always: list[Plan] = []
    for inner in rule.rules:
        if isinstance(inner, Leaf):
            by_term[inner.term] = (*by_term.get(inner.term, ()), inner)
            continue
        plan = _plan(inner)
        if _decide(plan, NOTHING_FOUND).held:
            always.append(plan)
            continue
        for term in dict.fromkeys(leaf.term for leaf in leaves(inner)):
            branches[term] = (*branches.get(term, ()), plan)
    return Choice(len(rule.rules), by_term, branches, tuple(always))


def decide(plan: Planned, found: Found) -> Verdict:
    """Return whether the keywords of a watch are met by the terms ``found`` in a text."""
    watch = plan.watch
    outcome = _decide(plan.rule, found) if plan.rule else _Outcome(True)
    reasons = [] if outcome.held else [outcome.reason]
    excluded = _decide(plan.exclude, found) if plan.exclude else _Outcome(False)
    if excluded.hits:
        hit = excluded.hits[0]
        reasons.append(f"excluded by {hit.term!r} (found: {hit.form!r})")
    elif excluded.held:
        reasons.append("excluded, as none of what must be there is found")
    if outcome.held and watch.rule and watch.minimum_weight:
        weight = sum(leaf.weight for leaf in set(_wanted(watch.rule)) if _leaf(leaf, found).held)
        if weight < watch.minimum_weight:
            reasons.append(f"terms found weigh {weight:g}, below {watch.minimum_weight:g}")
    hits = tuple(sorted(set(outcome.hits), key=lambda hit: (hit.start, hit.end, hit.term)))
    return Verdict(watch.name, not reasons, hits, tuple(reasons))


def _wanted(rule: Rule) -> Iterator[Leaf]:
    """Yield the leaves that speak for a match: all but those of groups that must not hold."""
    if isinstance(rule, Leaf):
        yield rule
    elif isinstance(rule, Near) or rule.kind != "none":
        for inner in rule.rules:
            yield from _wanted(inner)


def matches_nothing(plan: Planned) -> bool:
    """Return whether the watch matches a text that holds none of its terms."""
    return decide(plan, NOTHING_FOUND).matched


def _decide(plan: Plan, found: Found) -> _Outcome:
    if isinstance(plan, Leaf):
        return _leaf(plan, found)
    if isinstance(plan, Choice):
        return _choice(plan, found)
    outcomes = [_decide(inner, found) for inner in plan.plans]
    if isinstance(plan.rule, Near):
        return _near(plan.rule, plan.plans, outcomes, found)
    return _group(plan.rule, outcomes)


def _choice(choice: Choice, found: Found) -> _Outcome:
    outcomes = [_leaf(leaf, found) for term in found.hits for leaf in choice.leaves.get(term, ())]
    touched = {id(b): b for term in found.hits for b in choice.branches.get(term, ())}
    outcomes += [_decide(branch, found) for branch in (*touched.values(), *choice.always)]
    if any(outcome.held for outcome in outcomes):
        return _Outcome(True, tuple(hit for o in outcomes if o.held for hit in o.hits))
    telling = [outcome.reason for outcome in outcomes]
    return _Outcome(False, (), "; ".join(telling) or f"none of its {choice.size} terms is found")


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
    failed = [outcome.reason for outcome in outcomes if not outcome.held]
    return _Outcome(not failed, () if failed else hits, "; ".join(failed))


def _near(near: Near, plans: Sequence[Plan], outcomes: list[_Outcome], found: Found) -> _Outcome:
    """Return whether all rules hold in the whole text, and within one window of it as well."""
    missing = [outcome.reason for outcome in outcomes if not outcome.held]
    if missing:
        return _Outcome(False, (), "; ".join(missing))
    terms = dict.fromkeys(leaf.term for rule in near.rules for leaf in leaves(rule))
    close: set[TermHit] = set()
    for window in _windows(found, terms, near.within):
        together = [_decide(plan, window) for plan in plans]
        if all(outcome.held for outcome in together):
            close.update(hit for outcome in together for hit in outcome.hits)
    if close:
        return _Outcome(True, tuple(close))
    named = ", ".join(repr(term.text) for term in terms)
    return _Outcome(False, (), f"{named} are not within {near.within} words of each other")


def _windows(found: Found, terms: Iterable[Term], within: int) -> Iterator[Found]:
    """Yield, for each hit of the terms, what of them is found from there on and not too far."""
    words = _word_starts(found.text)
    placed = sorted(
        ((bisect_right(words, hit.start), hit, term) for term in terms for hit in found.of(term)),
        key=lambda one: (one[1].start, one[1].end),
    )
    end = 0
    for first, (word, _, _) in enumerate(placed):
        while end < len(placed) and placed[end][0] <= word + within:
            end += 1
        hits: dict[Term, tuple[TermHit, ...]] = {}
        for _, hit, term in placed[first:end]:
            hits[term] = (*hits.get(term, ()), hit)
        yield Found(found.text, hits)


@lru_cache(maxsize=1)
def _word_starts(text: str) -> list[int]:
    return [word.start() for word in _WORD.finditer(text)]

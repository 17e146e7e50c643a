"""Judge who says so: how well a story is confirmed, from which outlets report it and whom they
cite.

The ladder, from the lowest rung: one outlet; several, but all from one source (copies of one wire
count once); two independent sources; independent sources on both sides; official word.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum
from functools import lru_cache
from heapq import merge
from typing import Literal

from monitor.domain import Outlet
from monitor.stories.actors import main_pair, pair_in
from monitor.stories.cues import bare_name, cited, cues_in, source_code
from monitor.stories.speakers import official_words
from monitor.stories.traits import shingles_of
from monitor.stories.wording import body, plain

Key = int | str
_COPY = 0.6
"""Jaccard likeness of shingles from which two titles, or two ledes, are one text."""
_LEDE = 60
"""Letters from which what the summary adds to a title tells whose text it is."""
_MEDIA = frozenset({"agency", "newspaper", "broadcaster", "online", "magazine", "other"})
"""Kinds of outlets that others cite for news; whoever cites a government tells what it said."""


class Rung(IntEnum):
    """How well a story is confirmed."""

    SINGLE = 1
    REPEATED = 2
    INDEPENDENT = 3
    BOTH_SIDES = 4
    OFFICIAL = 5


@dataclass(frozen=True, slots=True)
class Report:
    """One entry of a story, as evidence."""

    key: Key
    time: datetime
    outlet: Outlet
    language: str
    title: str
    summary: str = ""


@dataclass(frozen=True, slots=True)
class _Told:
    """What an entry's words say as evidence."""

    cues: frozenset[str]
    official: frozenset[str]
    """Which of denial and confirmation it gives in the name of a state, alliance or armed group."""
    pair: tuple[str, str] | None
    shingles: tuple[frozenset[str], frozenset[str]]
    """Of its title and of its lede, the latter empty where that is short."""


@dataclass(frozen=True, slots=True)
class Corroboration:
    """What a story's reports amount to."""

    rung: Rung
    official: Literal["confirmed", "denied"] | None
    outlets: tuple[str, ...]
    """Names of the outlets, in the order in which they reported it."""
    sources: tuple[str, ...]
    """The independent sources behind them, in that order."""
    countries: tuple[str, ...]
    sides: tuple[str, str] | None
    """The two actors that the story is between, where it names two."""
    state_controlled_only: bool
    denials: tuple[Key, ...] = ()
    confirmations: tuple[Key, ...] = ()
    corrections: tuple[Key, ...] = ()
    withdrawals: tuple[Key, ...] = ()
    reason: str = ""

    @property
    def denied(self) -> bool:
        """Return whether any report of the story denies it."""
        return bool(self.denials)

    @property
    def confirmed(self) -> bool:
        """Return whether any report of the story confirms it officially."""
        return bool(self.confirmations)

    @property
    def corrected(self) -> bool:
        """Return whether an outlet has corrected its report."""
        return bool(self.corrections)

    @property
    def withdrawn(self) -> bool:
        """Return whether an outlet has taken its report back."""
        return bool(self.withdrawals)


def corroborate(reports: Iterable[Report]) -> Corroboration:
    """Judge a story by its reports, in any order; raise ValueError where there are none."""
    listed = sorted(reports, key=lambda r: (r.time, r.outlet.name, r.title, str(r.key)))
    if not listed:
        raise ValueError("a story has at least one report")
    told = {report.key: _told(report.title, report.summary, report.language) for report in listed}
    cues = {key: one.cues for key, one in told.items()}
    telling = [r for r in listed if not cues[r.key] & {"correction", "withdrawal"}] or listed
    origins = _origins(telling)
    sides = main_pair(told[r.key].pair for r in listed)
    denials = tuple(r.key for r in listed if "denial" in cues[r.key])
    confirmations = tuple(r.key for r in listed if "confirmation" in told[r.key].official)
    denied_officially = any("denial" in told[r.key].official for r in listed)
    official: Literal["confirmed", "denied"] | None = (
        "denied" if denied_officially else "confirmed" if confirmations else None
    )
    rung = _rung(telling, origins, sides, official is not None)
    outlets = tuple(dict.fromkeys(r.outlet.name for r in listed))
    reporting = tuple(dict.fromkeys(r.outlet.name for r in telling))
    sources = tuple(dict.fromkeys(origins))
    return Corroboration(
        rung=rung,
        official=official,
        outlets=outlets,
        sources=sources,
        countries=tuple(dict.fromkeys(r.outlet.country for r in listed if r.outlet.country)),
        sides=sides,
        state_controlled_only=all(r.outlet.state_controlled is True for r in listed),
        denials=denials,
        confirmations=confirmations,
        corrections=tuple(r.key for r in listed if "correction" in cues[r.key]),
        withdrawals=tuple(r.key for r in listed if "withdrawal" in cues[r.key]),
        reason=_reason(rung, official, bool(confirmations), reporting, sources, sides),
    )


def _origins(reports: Sequence[Report]) -> list[str]:
    """Return for each report the source that it rests on: whom it cites or copies, else its outlet.

    A report that cites several rests on the first of them that another report already rests on.
    """
    origins: list[str] = []
    titles, ledes = zip(
        *(_told(report.title, report.summary, report.language).shingles for report in reports),
        strict=True,
    )
    media = {report.outlet.name for report in reports if report.outlet.kind in _MEDIA}
    names = {name: bare_name(name).casefold() for name in media}
    earlier = map(merge, _alike(titles), _alike(ledes))
    for i, (report, candidates) in enumerate(zip(reports, earlier, strict=True)):
        copied = next(
            (
                origins[j]
                for j in candidates
                if reports[j].language == report.language
                and (_are_one(titles[i], titles[j]) or _are_one(ledes[i], ledes[j]))
            ),
            None,
        )
        origins.append(_rests_on(report, names, origins) if copied is None else copied)
    return origins


def _rests_on(report: Report, names: Mapping[str, str], origins: Sequence[str]) -> str:
    own = source_code(report.outlet.name)
    others = sorted(_cited_in(report, names) - {own})
    known = [code for code in others if code in origins]
    return (known or others or [own])[0]


def _cited_in(report: Report, names: Mapping[str, str]) -> frozenset[str]:
    """Return whom a report cites, by the tables or by the names of outlets of its story."""
    text = f"{report.title} {report.summary}".casefold()
    named = frozenset(outlet for outlet, name in names.items() if name in text)
    return _cited(report.title, report.summary, report.language, named)


def _are_one(some: frozenset[str], others: frozenset[str]) -> bool:
    either = len(some | others)
    return bool(either) and len(some & others) / either >= _COPY


def _alike(shingles: Sequence[frozenset[str]]) -> Iterator[list[int]]:
    """Yield for each title or lede the earlier ones that may be its copies, in order.

    Two sets of a Jaccard likeness of ``_COPY`` share one of their first elements in a fixed order,
    counting as many as may differ and one more (prefix filter; Bayardo, Ma and Srikant, 2007); the
    rarest come first, since they find the fewest.
    """
    common = Counter(one for title in shingles for one in title)
    holders: dict[str, list[int]] = defaultdict(list)
    for number, title in enumerate(shingles):
        first = sorted(title, key=lambda one: (common[one], one))
        prefix = first[: len(first) - math.ceil(_COPY * len(first) - 1e-9) + 1]
        yield sorted({other for one in prefix for other in holders[one]})
        for one in prefix:
            holders[one].append(number)


_cited = lru_cache(maxsize=20_000)(cited)
"""Remembered for the same reason as ``_told``, and by the outlets that a story has."""


@lru_cache(maxsize=20_000)
def _told(title: str, summary: str, language: str) -> _Told:
    """Read an entry as evidence; remembered, since a story is judged anew with every report."""
    lede = body(title, summary)
    return _Told(
        cues_in(title, summary, language),
        official_words(title, language),
        pair_in(title, summary, language),
        (shingles_of(plain(title)), shingles_of(lede) if len(lede) >= _LEDE else frozenset()),
    )


def _rung(
    reports: Sequence[Report],
    origins: Sequence[str],
    sides: tuple[str, str] | None,
    official: bool,
) -> Rung:
    if official:
        return Rung.OFFICIAL
    own = [
        r
        for r, origin in zip(reports, origins, strict=True)
        if origin == source_code(r.outlet.name)
    ]
    if len(set(origins)) > 1 and sides and {*sides} <= {r.outlet.country for r in own}:
        return Rung.BOTH_SIDES
    if len(set(origins)) > 1:
        return Rung.INDEPENDENT
    return Rung.REPEATED if len({r.outlet.name for r in reports}) > 1 else Rung.SINGLE


def _reason(
    rung: Rung,
    official: str | None,
    confirmed: bool,
    outlets: tuple[str, ...],
    sources: tuple[str, ...],
    sides: tuple[str, str] | None,
) -> str:
    if official == "denied" and confirmed:
        return "officially denied, and officially confirmed"
    if rung is Rung.OFFICIAL:
        return f"officially {official}"
    if rung is Rung.BOTH_SIDES and sides:
        return f"independent outlets of both {sides[0]} and {sides[1]} report it"
    if rung is Rung.INDEPENDENT:
        return f"{len(sources)} independent sources: {', '.join(sources[:4])}"
    if rung is Rung.REPEATED:
        return f"{len(outlets)} outlets, all resting on {sources[0]}"
    second_hand = sources[0] != source_code(outlets[0])
    return f"{outlets[0]} alone reports it" + (f", resting on {sources[0]}" if second_hand else "")

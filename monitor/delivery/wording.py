"""Put the facts of an alert into words, once for all channels."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from itertools import islice
from typing import NamedTuple
from zoneinfo import ZoneInfo

from babel import Locale

from monitor.delivery.escape import one_line, shorten, web_link
from monitor.domain import (
    RUNG_WORDS,
    AlertKind,
    Digest,
    Direction,
    Label,
    Message,
    Outlet,
    TermHit,
)

HEADLINE_LIMIT = 500
SUMMARY_LIMIT = 800
REASON_LIMIT = 500
NAME_LIMIT = 120
KEYWORDS_SHOWN = 12
WORDS_SHOWN = 5
OUTLETS_SHOWN = 10

SEVERITY_WORDS = {
    Label.NONE: "no move",
    Label.CONTEXT: "background",
    Label.COOPERATION: "cooperation",
    Label.VERBAL: "hostile words",
    Label.COERCION: "coercion",
    Label.FORCE: "armed force",
}
KIND_WORDS = {
    "agency": "news agency",
    "government": "government body",
    "online": "online outlet",
    "other": "outlet",
}
KIND_MARKS: Mapping[AlertKind, str] = {"raise": "", "update": "Update", "rise": "Unusual rise"}


class Segment(NamedTuple):
    """A stretch of text, and whether a keyword was found there."""

    text: str
    hit: bool


@dataclass(frozen=True, slots=True)
class Wording:
    """All that an alert says, as plain text that templates and channels lay out and escape."""

    headline: str
    headline_parts: tuple[Segment, ...]
    summary: str
    summary_parts: tuple[Segment, ...]
    link: str
    """An http or https address, or "" where the entry has none that is safe."""
    language: str
    """ISO code of headline and summary."""
    language_name: str
    outlet: str
    """Name with country: ``Interfax (Russia)``."""
    outlet_kind: str
    state_control: str
    published: str
    severity: int
    severity_word: str
    direction: Direction | None
    direction_word: str
    score: str
    watch: str
    keywords: tuple[str, ...]
    reason: str
    raised_by: str
    """``the words “troops”, “border”``, or "" where nobody has asked which."""
    also_reported_by: tuple[str, ...]
    update: bool
    rise: bool
    """Whether it tells of an unusual rise of a watch's index, for which the entry stands."""
    confirmed: str
    """Who says so: ``independent sources; denied by TASS (reports)``."""
    asks: str
    """What the reader is asked to do, or ""."""
    escalated: bool
    """Whether others were told before, and have not acknowledged it."""
    mark: str
    """What it is other than the first alert of a story: ``Update``, ``Unusual rise``, ``Not
    acknowledged``, or ""."""
    other_watches: tuple[str, ...]
    """Watches that it tells of besides the first."""

    @property
    def news(self) -> bool:
        """Return whether ``reason`` says what is new, rather than why its reader gets it."""
        return (self.update or self.rise) and not self.escalated


def word(message: Message, zone: str = "UTC") -> Wording:
    """Return what ``message`` says to a reader in ``zone``."""
    headline = shorten(one_line(message.headline), HEADLINE_LIMIT) or "(no headline)"
    summary = shorten(one_line(message.summary), SUMMARY_LIMIT)
    summary_start = len(message.headline) + 1
    return Wording(
        headline=headline,
        headline_parts=segments(message.headline, headline, message.keywords, 0),
        summary=summary,
        summary_parts=segments(message.summary, summary, message.keywords, summary_start),
        link=web_link(message.link),
        language=message.language,
        language_name=language_name(message.language),
        outlet=outlet_name(message.outlet),
        outlet_kind=KIND_WORDS.get(message.outlet.kind, _name(message.outlet.kind)),
        state_control=state_control(message.outlet),
        published=moment(message.published, zone),
        severity=message.severity,
        severity_word=SEVERITY_WORDS[message.label],
        direction=message.direction,
        direction_word=direction_word(message.direction),
        score=f"{message.score:.2f}",
        watch=", ".join(map(_name, message.all_watches)),
        keywords=keywords(message.keywords),
        reason=shorten(one_line(message.reason), REASON_LIMIT),
        raised_by=raised_by(message.words),
        also_reported_by=other_outlets(message.also_reported_by),
        update=message.kind == "update",
        rise=message.kind == "rise",
        confirmed=confirmed(message),
        asks=shorten(one_line(message.asks), REASON_LIMIT),
        escalated=message.escalated,
        mark="Not acknowledged" if message.escalated else KIND_MARKS[message.kind],
        other_watches=tuple(map(_name, message.all_watches[1:])),
    )


def segments(
    original: str, shown: str, hits: tuple[TermHit, ...], offset: int
) -> tuple[Segment, ...]:
    """Part ``shown`` where keywords were found.

    ``offset`` is where ``original`` begins in the text that the hits count in. Where cleaning
    changed the text, the hits no longer fit and nothing is marked.
    """
    if not shown:
        return ()
    kept = len(shown) if shown == original else len(shown) - 1
    if original[:kept] != shown[:kept]:
        return (Segment(shown, False),)
    parts: list[Segment] = []
    at = 0
    for start, end in sorted((hit.start - offset, hit.end - offset) for hit in hits):
        if at <= start < end <= kept:
            parts += [Segment(shown[at:start], False)] if start > at else []
            parts.append(Segment(shown[start:end], True))
            at = end
    parts += [Segment(shown[at:], False)] if at < len(shown) else []
    return tuple(parts)


def keywords(hits: tuple[TermHit, ...]) -> tuple[str, ...]:
    """Return each term once, with the first form in which it was found where that differs."""
    forms: dict[str, str] = {}
    for hit in hits:
        forms.setdefault(hit.term, hit.form)
    shown = [_keyword(term, form) for term, form in islice(forms.items(), KEYWORDS_SHOWN)]
    return (*shown, *_more(len(forms) - KEYWORDS_SHOWN))


def raised_by(words: tuple[str, ...]) -> str:
    """Return which words raised the score, in words; "" where none is known."""
    shown = [f"“{_name(word)}”" for word in words[:WORDS_SHOWN]]
    return f"the {'words' if len(shown) > 1 else 'word'} {', '.join(shown)}" if shown else ""


def confirmed(message: Message) -> str:
    """Return who says so, in words: the rung, who controls the outlets, and who takes it back."""
    rung = RUNG_WORDS.get(message.rung, RUNG_WORDS[1])
    said = [f"officially {message.official}" if message.official else rung]
    if message.state_controlled_only:
        said.append("only state-controlled outlets report it")
    for what, outlets in (
        ("denial reported", message.denied_by),
        ("official confirmation reported", message.confirmed_by),
        ("corrected", message.corrected_by),
        ("withdrawn", message.withdrawn_by),
    ):
        if outlets:
            said.append(f"{what} by {', '.join(other_outlets(outlets))}")
    return "; ".join(said)


def outlet_name(outlet: Outlet) -> str:
    """Return the outlet's name with its country in words."""
    name = _name(outlet.name)
    country = _english().territories.get(outlet.country.upper(), outlet.country)
    return f"{name} ({_name(country)})" if country else name


def other_outlets(names: tuple[str, ...]) -> tuple[str, ...]:
    """Return the first of ``names`` and how many more there are."""
    return (*map(_name, names[:OUTLETS_SHOWN]), *_more(len(names) - OUTLETS_SHOWN))


def state_control(outlet: Outlet) -> str:
    """Return whether a state controls the outlet, in words."""
    if outlet.state_controlled is None:
        return "state control unknown"
    return "state-controlled" if outlet.state_controlled else "not state-controlled"


def language_name(code: str) -> str:
    """Return the English name of an ISO 639-1 code, or the code itself where it is unknown."""
    if code in ("", "und"):
        return "unknown"
    return str(_english().languages.get(code, one_line(code)))


def direction_word(direction: Direction | None) -> str:
    """Return the direction with an arrow, or "" where there is none."""
    return {"up": "▲ escalation", "down": "▼ de-escalation", None: ""}[direction]


def nothing_to_tell(digest: Digest) -> str:
    """Return what a digest says that has nothing to tell."""
    if not digest.apart:
        return "All quiet: nothing passed your watches."
    alerts = "1 alert was" if digest.apart == 1 else f"{digest.apart} alerts were"
    return f"Nothing more: {alerts} sent to you before."


def moment(time: datetime | None, zone: str = "UTC") -> str:
    """Return ``time`` in UTC and, where it differs, in ``zone``."""
    if time is None:
        return "time not stated"
    shown = f"{_date(time.astimezone(UTC))} UTC"
    local = time.astimezone(ZoneInfo(zone))
    if local.utcoffset() == UTC.utcoffset(None):
        return shown
    same_day = local.date() == time.astimezone(UTC).date()
    clock = f"{local:%H:%M}" if same_day else _date(local)
    return f"{shown} ({clock} {zone})"


def bars(index: tuple[float, ...]) -> list[int]:
    """Return the heights of a small chart, 0 to 8, the highest value at 8."""
    highest = max(index, default=0.0)
    return [round(8 * value / highest) for value in index] if highest > 0 else []


def sparkline(index: tuple[float, ...]) -> str:
    """Return a small chart as one line of text."""
    return "".join("▁▁▂▃▄▅▆▇█"[bar] for bar in bars(index))


def _date(time: datetime) -> str:
    month = _english().months["format"]["abbreviated"][time.month]
    return f"{time.day} {month} {time.year}, {time:%H:%M}"


def _name(text: str) -> str:
    return shorten(one_line(text), NAME_LIMIT)


def _keyword(term: str, form: str) -> str:
    term, form = _name(term), _name(form)
    return term if term.casefold() == form.casefold() else f"{term} (as “{form}”)"


def _more(count: int) -> tuple[str, ...]:
    return (f"{count} more",) if count > 0 else ()


@cache
def _english() -> Locale:
    return Locale("en")

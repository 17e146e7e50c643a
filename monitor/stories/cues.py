"""Find denials, confirmations, corrections and citations of other outlets in an entry's words."""

from __future__ import annotations

import re
from collections.abc import Iterable

from monitor.stories.gazetteer import Gazetteer, Mention, tokens
from monitor.stories.tables import ANY, table
from monitor.stories.wording import body, plain

_NEAR = 4
"""Words between a citing word and the outlet that it cites."""
_BRACKETED = re.compile(r"[(\[/]\s*([^()\[\]/]{2,30}?)\s*[)\]/]")
_LEADING = re.compile(r"^([^:|]{2,30}?)\s*[:|]\s")
_TRAILING = re.compile(r"\s[-–—|]\s*([^-–—|]{2,25})$")
_NOTICE_PHRASE = 2
"""The last word of a title at which a desk's notice of several words may begin: "Agency retracts
report".
"""
_HEAD = re.compile(r"^[(\[【（]?([^:|—–)\]】）]{2,40}?)\s*(?:[:|—–)\]】）]|-\s|-(?=[A-Z]))")
"""What stands in brackets at the start of a title, or before its first colon, bar or dash."""
_CLAUSE = re.compile(r"[:;,…—–、，。]|[.!?]\s|\s-\s")
"""What parts a negation from what it does not negate: "Not true: ministry denies"."""
_NEGATES = 1
"""Words that may stand between a negation and what it negates: "does not officially confirm"."""
_NEGATES_AFTER = 2
"""The same where the negation comes last: "bestätigt den Angriff nicht"."""


def cues_in(title: str, summary: str = "", language: str = "") -> frozenset[str]:
    """Return which of denial, confirmation, unconfirmed, correction and withdrawal the title says.

    A correction or withdrawal counts only where it opens title or summary, as desks write them; a
    denial or confirmation only where it is not negated.
    """
    text = plain(title)
    mentions = _cues(language).find(text)
    clauses = [number for number, one in enumerate(_CLAUSE.split(text)) for _ in tokens(one)]
    found = {
        mention.named.code
        for mention in mentions
        if mention.named.code in ("denial", "confirmation", "unconfirmed")
        and not _negated(
            mention, (one for one in mentions if clauses[one.start] == clauses[mention.start])
        )
    }
    found |= _notices(text, mentions)
    opening = plain(summary)
    found |= _notices(opening, _cues(language).find(opening)) & {"correction"}
    if "unconfirmed" in found:
        found.discard("confirmation")
    return frozenset(found)


def _notices(text: str, mentions: Iterable[Mention]) -> set[str]:
    """Return which notices of a desk open a text: a phrase, or one word and a colon or dash."""
    head = _HEAD.match(text)
    set_off = len(tokens(head[1])) if head else 0
    return {
        mention.named.code
        for mention in mentions
        if mention.named.code in ("correction", "withdrawal")
        and (
            (mention.start, mention.end) == (0, set_off)
            or (mention.end - mention.start > 1 and mention.start <= _NOTICE_PHRASE)
        )
    }


def _negated(mention: Mention, others: Iterable[Mention]) -> bool:
    return any(
        0 <= mention.start - other.end <= _NEGATES
        or (
            other.named.code == "negation after"
            and 0 <= other.start - mention.end <= _NEGATES_AFTER
        )
        for other in others
        if other.named.code.startswith("negation")
    )


def is_roundup(title: str) -> bool:
    """Say whether a title announces an overview or an opinion rather than one event."""
    return any(mention.named.code == "roundup" for mention in _cues("").find(title))


def cited(title: str, summary: str = "", language: str = "") -> frozenset[str]:
    """Return the codes of the outlets from which an entry says it has its news.

    Cited is what stands in brackets, before a colon at the start, after a dash at the end, or
    within four words of a citing word ("according to Interfax", «сообщает Интерфакс», «نقلا عن
    رويترز»).
    """
    text = plain(title)
    rest = summary.strip()[:400]
    found = {code for part in _set_apart(text, rest) for code in _sources_in(part, language)}
    for sentence in (text, body(title, summary)):
        found |= _near_citing_words(sentence, language)
    return frozenset(found)


def source_code(outlet: str) -> str:
    """Return one code for all names of an outlet: "TASS", "ТАСС" and "TASS English" are one."""
    base = re.sub(r"\s*[(\[].*$", "", outlet).strip()
    for mention in _sources(ANY).find(base):
        if mention.start == 0:
            return mention.named.code
    return base.casefold()


def _set_apart(title: str, summary: str) -> list[str]:
    parts = [m[1] for text in (title, summary) for m in _BRACKETED.finditer(text)]
    for pattern in (_LEADING, _TRAILING):
        match = pattern.search(title)
        if match is not None:
            parts.append(match[1])
    return parts


def _sources_in(text: str, language: str) -> set[str]:
    return {mention.named.code for mention in _sources(language).find(text)}


def _near_citing_words(text: str, language: str) -> set[str]:
    citing = [m for m in _cues(language).find(text) if m.named.code == "attribution"]
    return {
        source.named.code
        for source in _sources(language).find(text)
        if any(_distance(source, word) <= _NEAR for word in citing)
    }


def _distance(a: Mention, b: Mention) -> int:
    return max(a.start - b.end, b.start - a.end, 0)


def _cues(language: str) -> Gazetteer:
    return table("cues.tsv", language)


def _sources(language: str) -> Gazetteer:
    return table("sources.tsv", language)

"""Find denials, confirmations, corrections and citations of other outlets in an entry's words."""

from __future__ import annotations

import re
from functools import lru_cache

from monitor.stories.gazetteer import Gazetteer, Mention
from monitor.stories.tables import table
from monitor.stories.wording import body, plain

_NEAR = 4
"""Words between a citing word and the outlet that it cites."""
_BRACKETED = re.compile(r"[(\[/]\s*([^()\[\]/]{2,30}?)\s*[)\]/]")
_LEADING = re.compile(r"^([^:|]{2,30}?)\s*[:|]\s")
_TRAILING = re.compile(r"\s[-–—|]\s*([^-–—|]{2,25})$")
_OPENING = {"correction": 0, "withdrawal": 2}
"""The last word of a title at which a desk's own notice may begin."""
_ANNOUNCED = re.compile(r"^\s*(?:[^\w]*)([\w-]+)\s*[:—–-]")


def cues_in(title: str, summary: str = "") -> frozenset[str]:
    """Return which of denial, confirmation, unconfirmed, correction and withdrawal the title says.

    A correction or withdrawal counts only where it opens the title, as desks write them.
    """
    found: set[str] = set()
    text = plain(title)
    for mention in _cues().find(text):
        kind = mention.named.code
        if mention.start > _OPENING.get(kind, len(text)):
            continue
        if kind not in ("attribution", "roundup"):
            found.add(kind)
    if _ANNOUNCED.match(summary):
        opening = _cues().find(plain(summary)[:60])
        found |= {m.named.code for m in opening if m.start == 0 and m.named.code == "correction"}
    if "unconfirmed" in found:
        found.discard("confirmation")
    return frozenset(found)


def is_roundup(title: str) -> bool:
    """Say whether a title announces an overview or an opinion rather than one event."""
    return any(mention.named.code == "roundup" for mention in _cues().find(title))


def cited(title: str, summary: str = "") -> frozenset[str]:
    """Return the codes of the outlets from which an entry says it has its news.

    Cited is what stands in brackets, before a colon at the start, after a dash at the end, or
    within four words of a citing word ("according to Interfax", «сообщает Интерфакс», «نقلا عن
    رويترز»).
    """
    text = plain(title)
    rest = summary.strip()[:400]
    found = {code for part in _set_apart(text, rest) for code in _sources_in(part)}
    for sentence in (text, body(title, summary)):
        found |= _near_citing_words(sentence)
    return frozenset(found)


def source_code(outlet: str) -> str:
    """Return one code for all names of an outlet: "TASS", "ТАСС" and "TASS English" are one."""
    base = re.sub(r"\s*[(\[].*$", "", outlet).strip()
    for mention in _sources().find(base):
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


def _sources_in(text: str) -> set[str]:
    return {mention.named.code for mention in _sources().find(text)}


def _near_citing_words(text: str) -> set[str]:
    citing = [m for m in _cues().find(text) if m.named.code == "attribution"]
    return {
        source.named.code
        for source in _sources().find(text)
        if any(_distance(source, word) <= _NEAR for word in citing)
    }


def _distance(a: Mention, b: Mention) -> int:
    return max(a.start - b.end, b.start - a.end, 0)


@lru_cache(maxsize=1)
def _cues() -> Gazetteer:
    return table("cues.tsv")


@lru_cache(maxsize=1)
def _sources() -> Gazetteer:
    return table("sources.tsv")

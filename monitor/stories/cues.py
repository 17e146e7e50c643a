"""Find denials, confirmations, corrections and citations of other outlets in an entry's words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from monitor.stories.clauses import Clause, clauses_in
from monitor.stories.gazetteer import Gazetteer, Mention, Named, tokens
from monitor.stories.tables import ANY, table
from monitor.stories.withheld import is_withheld
from monitor.stories.wording import body, plain

_REACH = {"attribution": 4, "saying": 0}
"""Words between a citing word and the outlet that it cites."""
_ARTICLE = re.compile(r"^(?:the|der|die|das|le|la|el|il|o)\s+", re.IGNORECASE)
_QUOTING = re.compile(r"^(\S{2,12})\s+[\"“「]")
"""As in 로이터 "...": one word, then what it says."""
_BRACKETED = re.compile(r"[(\[/]\s*([^()\[\]/]{2,30}?)\s*[)\]/]")
_LEADING = re.compile(r"^([^:|：]{2,30}?)\s*(?:[:|]\s|：)")
_TRAILING = re.compile(r"(?:\s[-–—|]|[:：])\s*([^-–—|:：]{2,25})$")
_NOTICE_PHRASE = 2
"""The last word of a title at which a desk's notice of several words may begin: "Agency retracts
report".
"""
_HEAD = re.compile(r"^[(\[【（]?([^:|—–)\]】）]{2,40}?)\s*(?:[:|—–)\]】）]|-\s|-(?=[A-Z]))")
"""What stands in brackets at the start of a title, or before its first colon, bar or dash."""
_NEGATES = 1
"""Words that may stand between a negation and what it negates: "does not officially confirm"."""
_NEGATES_AFTER = 2
"""The same where the negation comes later: "bestätigt den Angriff nicht"."""
_NEGATING = {
    "denial": ("negation", "negation after"),
    "confirmation": ("negation", "negation after", "refusal"),
}
"""Who rejects and denies, denies; who rejects to confirm does not confirm."""


def cues_in(title: str, summary: str = "", language: str = "") -> frozenset[str]:
    """Return which of denial, confirmation, unconfirmed, correction and withdrawal the title says.

    A correction or withdrawal counts only where it opens title or summary, as desks write them; a
    denial or confirmation only where it is neither negated nor asked.
    """
    text = plain(title)
    mentions = _cues(language).find(text)
    found = {one.named.code for one in _stated(mentions, text)}
    found |= {"unconfirmed"} & {one.named.code for one in mentions}
    found |= _notices(text, mentions)
    opening = plain(summary)
    found |= _notices(opening, _cues(language).find(opening)) & {"correction"}
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


def statements_in(title: str, language: str = "") -> tuple[Mention, ...]:
    """Return where the title, as ``plain`` has it, denies or confirms, by word positions."""
    text = plain(title)
    mentions = _cues(language).find(text)
    return tuple(_stated(mentions, text))


def _stated(mentions: Sequence[Mention], text: str) -> list[Mention]:
    """Return the denials and confirmations that are neither negated nor asked.

    A title that calls anything unconfirmed confirms nothing.
    """
    words, clauses = tokens(text), clauses_in(text)
    unconfirmed = any(mention.named.code == "unconfirmed" for mention in mentions)
    stated: list[Mention] = []
    negated: list[Mention] = []
    for mention in mentions:
        if mention.named.code == "neither":
            negated.append(mention)
        if mention.named.code not in ("denial", "confirmation"):
            continue
        clause = next(clause for clause in clauses if clause.holds(mention.start))
        beside = [one for one in mentions if clause.holds(one.start)]
        shares = any(_joined(one, mention) for one in negated if clause.holds(one.start))
        # "признал, что" runs over the end of its clause.
        if is_withheld(words[mention.end - 1 : max(clause.end, mention.end)]):
            continue
        if shares or _negated(mention, beside, clause):
            negated.append(mention)
        elif not clause.asks and not (unconfirmed and mention.named.code == "confirmation"):
            stated.append(mention)
    return stated


def _joined(negated: Mention, mention: Mention) -> bool:
    """Say whether a negation reaches over "or": "refuses to confirm or deny"."""
    return mention.start - negated.end == 1 and mention.named.code != negated.named.code


def _negated(mention: Mention, beside: Iterable[Mention], clause: Clause) -> bool:
    return any(
        0 <= mention.start - other.end <= _NEGATES
        or (
            other.named.code == "negation after"
            and other.start >= mention.end
            and (other.start - mention.end <= _NEGATES_AFTER or other.end == clause.end)
        )
        for other in beside
        if other.named.code in _NEGATING[mention.named.code]
    )


def is_roundup(title: str) -> bool:
    """Say whether a title announces an overview or an opinion rather than one event."""
    return any(mention.named.code == "roundup" for mention in _cues("").find(title))


def cited(
    title: str, summary: str = "", language: str = "", outlets: frozenset[str] = frozenset()
) -> frozenset[str]:
    """Return the codes of the outlets from which an entry says it has its news.

    They are looked for among the table's sources and the names of ``outlets``.

    Cited is what stands in brackets, before a colon at the start, after a dash or colon at the end,
    beside a word of saying ("Interfax says"), or within four words of a citing word ("according to
    Interfax", «сообщает Интерфакс», «نقلا عن رويترز»).
    """
    text = plain(title)
    rest = summary.strip()[:400]
    found = {
        source.named.code
        for part in _set_apart(text, rest)
        for source in _named(part, language, outlets)
    }
    for sentence in (text, body(title, summary)):
        found |= _near_citing_words(sentence, language, outlets)
    return frozenset(found)


@lru_cache(maxsize=4_096)
def source_code(outlet: str) -> str:
    """Return one code for all names of an outlet: "TASS", "ТАСС" and "TASS English" are one."""
    base = _without_brackets(outlet)
    for text in (base, bare_name(base)):
        for mention in _sources(ANY).find(text):
            if mention.start == 0:
                return mention.named.code
    return base.casefold()


def bare_name(outlet: str) -> str:
    """Return an outlet's name as others write it in a sentence, without article and brackets."""
    return _ARTICLE.sub("", _without_brackets(outlet))


def _without_brackets(outlet: str) -> str:
    return re.sub(r"\s*[(\[].*$", "", outlet).strip()


def _set_apart(title: str, summary: str) -> list[str]:
    parts = [m[1] for text in (title, summary) for m in _BRACKETED.finditer(text)]
    for pattern in (_LEADING, _QUOTING, _TRAILING):
        match = pattern.search(title)
        if match is not None:
            parts.append(match[1])
    return parts


def _named(text: str, language: str, outlets: frozenset[str]) -> tuple[Mention, ...]:
    found = _sources(language).find(text)
    return (*found, *_outlets(outlets).find(text)) if outlets else found


def _near_citing_words(text: str, language: str, outlets: frozenset[str]) -> set[str]:
    citing = [m for m in _cues(language).find(text) if m.named.code in _REACH]
    return {
        source.named.code
        for source in _named(text, language, outlets)
        if any(_distance(source, word) <= _REACH[word.named.code] for word in citing)
    }


def _distance(a: Mention, b: Mention) -> int:
    return max(a.start - b.end, b.start - a.end, 0)


def _cues(language: str) -> Gazetteer:
    return table("cues.tsv", language)


def _sources(language: str) -> Gazetteer:
    return table("sources.tsv", language)


@lru_cache(maxsize=256)
def _outlets(names: frozenset[str]) -> Gazetteer:
    return Gazetteer(
        (f"={bare_name(name)}", Named(source_code(name), "cue", "name")) for name in names
    )

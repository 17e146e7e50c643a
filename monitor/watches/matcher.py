"""One matcher for all watches: an Aho-Corasick automaton, then each watch's rule."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import ahocorasick_rs

from monitor.domain import Match, TermHit
from monitor.watches.definition import Term, Watch
from monitor.watches.definition import terms as terms_of
from monitor.watches.fold import fold, is_word_character
from monitor.watches.paradigm import Stem
from monitor.watches.phrases import whole_phrase
from monitor.watches.relatives import UNKNOWN, base
from monitor.watches.rules import Found, Verdict, decide, matches_nothing, planned
from monitor.watches.shapes import Alternative, Expression, Phrase, Piece, Shown
from monitor.watches.verify import (
    Page,
    Region,
    holds,
    is_turned_round,
    stands_free,
    word_around,
)


@dataclass(frozen=True, slots=True)
class _Owner:
    """A phrase of a term that a pattern of the automaton may open."""

    term: Term
    phrase: Phrase
    shown_by: Shown | Stem | Piece


class Matcher:
    """Finds the terms of all watches in a text, and says which watches match and why."""

    def __init__(
        self, watches: Sequence[Watch], terms: Mapping[Term, Sequence[Alternative]]
    ) -> None:
        owners: dict[str, list[_Owner]] = defaultdict(list)
        self._expressions: list[tuple[Term, Expression]] = []
        for term, alternatives in terms.items():
            for alternative in alternatives:
                if isinstance(alternative, Expression):
                    self._expressions.append((term, alternative))
                else:
                    for pattern, shown_by in _patterns(alternative):
                        owners[pattern].append(_Owner(term, alternative, shown_by))
        self._owners = [tuple(found) for found in owners.values()]
        self._automaton = ahocorasick_rs.AhoCorasick(list(owners), store_patterns=False)
        self.terms = tuple(terms)
        """All terms of all watches, each once."""
        self.watches = tuple(watches)
        """All watches, in the order given."""
        self._watches_of: dict[Term, list[int]] = defaultdict(list)
        self._plans = [planned(watch) for watch in self.watches]
        self._always = [i for i, plan in enumerate(self._plans) if matches_nothing(plan)]
        for index, watch in enumerate(self.watches):
            for term in terms_of(watch.rule) if watch.rule else ():
                self._watches_of[term].append(index)

    def match(self, title: str, summary: str = "", language: str = "und") -> tuple[Match, ...]:
        """Return the watches whose keywords the text holds, with where each term stands.

        The offsets are into title, newline and summary (``Entry.text``). A watch without keywords
        matches every text. Terms of other languages than the text's do not count, unless its
        language is unknown ("und").
        """
        found = self.find(title, summary, language)
        if not found.hits and not self._always:
            return ()
        wanted = {index for term in found.hits for index in self._watches_of.get(term, ())}
        verdicts = (
            decide(self._plans[index], found) for index in sorted(wanted.union(self._always))
        )
        return tuple(Match(v.watch, v.hits) for v in verdicts if v.matched)

    def explain(self, title: str, summary: str = "", language: str = "und") -> tuple[Verdict, ...]:
        """Return what every watch makes of the text, with the reasons why not."""
        found = self.find(title, summary, language)
        return tuple(decide(plan, found) for plan in self._plans)

    def find(self, title: str, summary: str = "", language: str = "und") -> Found:
        """Return where each term of any watch stands in the text, in order."""
        text = f"{title}\n{summary}" if summary else title
        page = Page(fold(text), len(title))
        code = base(language)
        code = "" if code in UNKNOWN else code
        spans: dict[Term, set[tuple[int, int]]] = defaultdict(set)
        for owner, region in self._candidates(page, code):
            for whole in whole_phrase(owner.phrase, region, page):
                if not is_turned_round(whole[0], page):
                    spans[owner.term].add(page.folded.span(*whole))
        for term, expression in self._expressions:
            if _counts(expression.language, code):
                spans[term].update(_spans(expression, text))
        hits = {
            term: tuple(TermHit(term.text, text[a:b], a, b) for a, b in _longest(found))
            for term, found in spans.items()
            if found
        }
        return Found(text, hits)

    def _candidates(self, page: Page, code: str) -> Iterator[tuple[_Owner, Region]]:
        """Yield the anchors that the automaton finds and that stand as they must."""
        text = page.folded.text
        for pattern, start, end in self._automaton.find_matches_as_indexes(text, overlapping=True):
            for owner in self._owners[pattern]:
                if not _counts(owner.phrase.language, code):
                    continue
                region = _region(owner.shown_by, text, start, end, page)
                if region is not None:
                    yield owner, region


def _longest(spans: set[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the spans in order, without those that lie in another."""
    kept: list[tuple[int, int]] = []
    for start, end in sorted(spans, key=lambda span: (span[0], -span[1])):
        if not kept or end > kept[-1][1]:
            kept.append((start, end))
    return kept


def _counts(language: str | None, code: str) -> bool:
    return language is None or not code or language == code


def _region(
    shown_by: Shown | Stem | Piece, text: str, start: int, end: int, page: Page
) -> Region | None:
    """Return the words that a hit of the automaton stands in, or None where it is no whole word."""
    if isinstance(shown_by, Shown):
        region = (start + 1, end - 1)
        return region if holds(shown_by, region, page) else None
    if isinstance(shown_by, Piece):
        return (start, end) if stands_free(shown_by, (start, end), text) else None
    if shown_by.before is None:
        start += 1
    first, last = word_around(text, start, end)
    return (first, last) if shown_by.accepts(text[first:start], text[end:last]) else None


def _patterns(phrase: Phrase) -> Iterator[tuple[str, Shown | Stem | Piece]]:
    shape = phrase.shapes[phrase.anchor]
    for form, check in shape.forms.items():
        yield f" {form} ", check
    for stem in shape.stems:
        yield (f" {stem.text}" if stem.before is None else stem.text), stem
    for piece in shape.pieces:
        yield piece.text, piece


def _spans(expression: Expression, text: str) -> Iterator[tuple[int, int]]:
    for match in expression.pattern.finditer(text):
        start, end = match.span()
        if end == start:
            continue
        if expression.left_bound and start and is_word_character(text[start - 1]):
            continue
        if expression.right_bound and end < len(text) and is_word_character(text[end]):
            continue
        yield start, end

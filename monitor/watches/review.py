"""What helps to edit a watch: the forms of a term, warnings, and a comparison of two versions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from monitor.watches.compiler import compile_watches
from monitor.watches.definition import ANY_LANGUAGE, Leaf, Term, Watch, leaves, terms
from monitor.watches.lexicon import Lexicon
from monitor.watches.limits import Facts, judge
from monitor.watches.matcher import Matcher
from monitor.watches.parse import alternatives_of, languages_writing
from monitor.watches.relatives import UNKNOWN, base
from monitor.watches.rules import Found
from monitor.watches.shapes import Expression, Shape

FLOOD = 0.05
"""Share of the stored entries of its language from which a term is called common."""
_FEWEST_ENTRIES = 200
_MOST_FORMS = 60
"""How many forms of a term are tried against a shorter one."""


@dataclass(frozen=True, slots=True)
class TermWarning:
    """Something in a watch that is allowed, and hardly meant."""

    watch: str
    term: Term
    text: str
    needless: bool = False
    """Whether the term does no harm: it only adds nothing to a shorter one."""


@dataclass(frozen=True, slots=True)
class Sample:
    """A stored entry, as far as a watch looks at it."""

    identity: str
    title: str
    summary: str
    language: str
    time: datetime
    facts: Facts = field(default_factory=Facts)
    """What limits are judged by, as far as it is known."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """What a changed watch would let through that the old one did not, and the other way round."""

    watch: str
    gained: tuple[Sample, ...]
    lost: tuple[Sample, ...]
    kept: int
    per_day: tuple[tuple[date, int], ...]
    """How many entries the changed watch lets through, by day."""


def forms_of(text: str, language: str, lexicon: Lexicon | None = None) -> tuple[str, ...]:
    """Return every form of a term that will match, sorted; folded as texts are for matching.

    Words of a phrase stand in brackets, each with its forms. A stem with a chain of suffixes is
    shown as ``stem-`` (and ``-stem-`` where prefixes may be written onto it). Raises
    DefinitionError.
    """
    shown: dict[str, None] = {}
    for alternative in alternatives_of(Term(text, language), lexicon or Lexicon()):
        if isinstance(alternative, Expression):
            return (text,)
        words = [_shown(shape) for shape in alternative.shapes]
        if alternative.particle:
            words.append([f"... {alternative.particle}"])
        if len(words) == 1:
            shown.update(dict.fromkeys(words[0]))
        else:
            shown[" ".join(f"[{', '.join(word)}]" for word in words)] = None
    return tuple(sorted(shown))


def _shown(shape: Shape) -> list[str]:
    stems = [
        f"{'-' if stem.before else ''}{stem.text}{'-' if stem.after else ''}"
        for stem in shape.stems
    ]
    return sorted({*shape.forms, *stems, *(piece.text for piece in shape.pieces)})


def warnings_of(
    watches: Sequence[Watch], entries: Iterable[Sample] = (), lexicon: Lexicon | None = None
) -> tuple[TermWarning, ...]:
    """Return what to mind: terms that cannot match, are shadowed by a shorter one, or flood.

    Flooding is counted on ``entries``, where there are enough of a language. Those that only add
    nothing come last. Raises DefinitionError.
    """
    known = lexicon or Lexicon()
    common = _common(compile_watches(watches, known), entries)
    found: list[TermWarning] = []
    for watch in watches:
        alone = compile_watches([watch], known)
        for leaf in dict.fromkeys(leaves(watch.rule)) if watch.rule else ():
            found += [
                TermWarning(watch.name, leaf.term, text)
                for text in _about(leaf.term, alone, common.get(leaf.term))
                if text
            ]
            if shorter := _shorter(leaf.term, alone, known):
                text = f"adds nothing to '{shorter.text}', which matches whatever it matches"
                found.append(TermWarning(watch.name, leaf.term, text, needless=True))
    return tuple(sorted(found, key=lambda warning: warning.needless))


def _about(term: Term, alone: Matcher, share: float | None) -> list[str]:
    about = [_unwritable(term), f"in {share:.0%} of the stored entries" if share else ""]
    if _is_pattern(term):
        return about
    found = _found(term, term.text, alone)
    if not found.of(term):
        return [*about, "can never match"]
    excluded = {other for rule in alone.watches[0].exclude for other in terms(rule)}
    if ruled_out := excluded.intersection(found.hits):
        about.append(f"can never match: '{sorted(t.text for t in ruled_out)[0]}' is excluded")
    return about


def _shorter(term: Term, alone: Matcher, lexicon: Lexicon) -> Term | None:
    """Return a shorter term that is found wherever ``term`` is, in every form of it."""
    if _is_pattern(term) or not _plain_choice(alone, term):
        return None
    shorter = [
        other
        for other in _found(term, term.text, alone).hits
        if other != term and len(other.text) < len(term.text) and _plain_choice(alone, other)
    ]
    if not shorter:
        return None
    for text in _texts_of(term, lexicon):
        found = _found(term, text, alone)
        if found.of(term):
            shorter = [other for other in shorter if found.of(other)]
    return shorter[0] if shorter else None


def _is_pattern(term: Term) -> bool:
    return term.text[0] in "/=*" or term.text.endswith("*")


def _found(term: Term, text: str, alone: Matcher) -> Found:
    return alone.find(text, "", "und" if term.language == ANY_LANGUAGE else term.language)


def _texts_of(term: Term, lexicon: Lexicon) -> Iterator[str]:
    """Yield texts that may hold a term in each of its forms, in small letters and with capitals."""
    for alternative in alternatives_of(term, lexicon):
        if isinstance(alternative, Expression):
            continue
        forms = [sorted(shape.forms) for shape in alternative.shapes]
        if not all(forms):
            continue
        for index in range(min(max(map(len, forms)), _MOST_FORMS)):
            words = [each[index % len(each)] for each in forms]
            yield " ".join(words)
            yield " ".join(word[:1].upper() + word[1:] for word in words)


def _plain_choice(alone: Matcher, term: Term) -> bool:
    """Return whether the term alone makes the watch match."""
    rule = alone.watches[0].rule
    inner = getattr(rule, "rules", ())
    return getattr(rule, "kind", "") == "any" and Leaf(term) in inner


def _unwritable(term: Term) -> str:
    """Return a warning where the term's script is not that of its language."""
    if term.language == ANY_LANGUAGE or term.text[0] in "/":
        return ""
    writing = {base(code) for code in languages_writing(term.text.lstrip("=*").capitalize())}
    cyrillic = {"ru", "uk", "be", "bg", "mk", "kk", "ky"}
    wrong = base(term.language) in cyrillic and writing and not writing & cyrillic
    capitals = term.text.isupper() or any(c.isdigit() for c in term.text)
    return f"is not in the letters of {term.language!r}" if wrong and not capitals else ""


def _common(matcher: Matcher, entries: Iterable[Sample]) -> dict[Term, float]:
    totals: Counter[str] = Counter()
    counts: Counter[tuple[Term, str]] = Counter()
    for entry in entries:
        code = base(entry.language)
        if code in UNKNOWN:
            continue
        totals[code] += 1
        counts.update((term, code) for term in matcher.find(entry.title, entry.summary, code).hits)
    return {
        term: count / totals[code]
        for (term, code), count in counts.items()
        if totals[code] >= _FEWEST_ENTRIES and count / totals[code] >= FLOOD
    }


def compare(old: Watch | None, new: Watch, entries: Iterable[Sample]) -> Comparison:
    """Return what ``new`` would let through among entries that ``old`` did not, and what it loses.

    Both are judged by their keywords and by their limits.
    """
    lexicon = Lexicon()
    before = compile_watches([old] if old else [], lexicon)
    after = compile_watches([new], lexicon)
    gained, lost, kept = [], [], 0
    days: Counter[date] = Counter()
    for entry in entries:
        had, has = _lets_through(before, entry), _lets_through(after, entry)
        if has:
            days[entry.time.date()] += 1
        kept += had and has
        if has and not had:
            gained.append(entry)
        if had and not has:
            lost.append(entry)
    return Comparison(new.name, tuple(gained), tuple(lost), kept, tuple(sorted(days.items())))


def _lets_through(matcher: Matcher, entry: Sample) -> bool:
    found = matcher.match(entry.title, entry.summary, entry.language)
    return bool(found) and all(judge(watch, entry.facts).passed for watch in matcher.watches)

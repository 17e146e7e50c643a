"""Dutch: plurals, persons and tenses; verbs that part; compounds by their last word."""

from __future__ import annotations

import re

from monitor.watches.languages.endings import with_each
from monitor.watches.languages.sources import Sources
from monitor.watches.paradigm import Paradigm, Split

_CHANGES = (("e", "a"),)
_PREFIXES = [
    "terug",
    "samen",
    "tegen",
    "binnen",
    "buiten",
    "achter",
    "onder",
    "over",
    "voor",
    "door",
    "neer",
    "weer",
    "weg",
    "aan",
    "af",
    "bij",
    "in",
    "mee",
    "na",
    "om",
    "op",
    "toe",
    "uit",
    "los",
    "vast",
]
_DIMINUTIVE = re.compile(r".*(je|jes|ske|skes|ken)")


def inflect(word: str, sources: Sources) -> Paradigm:
    """Return the paradigm of a Dutch word."""
    small = word.lower()
    forms = sources.lexeme("nl", word, _CHANGES) or sources.by_tail("nl", small, _CHANGES)
    forms = {form for form in forms if form == small or not _DIMINUTIVE.fullmatch(form)}
    if small.endswith("n") and not word[0].isupper() and small.endswith(("en", "aan", "oen")):
        return _verb(small, forms, sources)
    if word[0].isupper():
        return Paradigm(frozenset(forms | {word + "s", word + "'s"}))
    return Paradigm(frozenset(forms | _by_rule(small, forms)))


def _by_rule(word: str, known: set[str]) -> set[str]:
    """Return plural and the adjective's ending where the dictionary has neither."""
    if len(known) > 1:
        return {word + "e"} if word.endswith(("s", "isch", "lijk", "ig")) and known else set()
    if re.search(r"(el|er|em|en|aar|je|e|a|o|i|u|y)$", word):
        return {word + "s"}
    stem = re.sub(r"([^aeiou])([aeou])\2([^aeiou])$", r"\1\2\3", word)
    if stem == word and re.search(r"[^aeiou][aeiou][^aeiouwxj]$", word):
        stem = word + word[-1]
    return {stem + "en", stem + "e"}


def _verb(word: str, known: set[str], sources: Sources) -> Paradigm:
    forms = set(known)
    for prefix in _PREFIXES:
        simple = word.removeprefix(prefix)
        if simple == word or len(simple) < 4:
            continue
        of_simple = sources.lexeme("nl", simple, _CHANGES)
        if len(of_simple) < 3:
            continue
        passive = _participles(simple, sources)
        finite = {form for form in of_simple if not form.startswith("ge") or form == simple}
        finite -= {form for form in finite if _DIMINUTIVE.fullmatch(form)}
        forms |= {prefix + form for form in of_simple | passive} | {f"{prefix} te {simple}"}
        return Paradigm(frozenset(forms), splits=(Split(frozenset(finite), prefix),))
    forms |= _participles(word, sources)
    return Paradigm(frozenset(forms | with_each({word}, "- d de")))


def _participles(verb: str, sources: Sources) -> set[str]:
    """Return «gevallen», «bedreigd»: what the dictionary lists under another word."""
    stem = re.sub(r"en$", "", verb)
    plain = re.sub(r"([^aeiou])\1$", r"\1", stem)
    long = (
        re.sub(r"(^|[^aeiou])([aeou])([^aeiou])$", r"\1\2\2\3", plain) if plain == stem else plain
    )
    hard = {"v": "f", "z": "s"}.get(long[-1:], long[-1:])
    spelled = long[:-1] + hard
    candidates = with_each(
        {"ge" + verb, "ge" + spelled, "ge" + plain, spelled, plain}, "- t d te de ten den"
    )
    return {form for form in candidates if form == verb or sources.known("nl", form)} - {
        form
        for form in candidates
        if sources.dictionary("nl").lemma(form) == form
        and form != verb
        and not form.startswith("ge")
    }

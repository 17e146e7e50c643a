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
_STRONG = {
    "bieden": {"geboden"},
    "eten": {"at", "aten"},
    "lezen": {"las", "lazen"},
    "liegen": {"loog", "logen"},
    "rijden": {"reed", "reden"},
    "snijden": {"gesneden"},
    "vechten": {"vocht", "vochten"},
    "vragen": {"vroeg", "vroegen"},
    "wijzen": {"gewezen"},
    "zweren": {"gezworen"},
}
"""Strong forms that simplemma gives to other words, such as the adverb «vroeg»."""
_DIMINUTIVE = re.compile(r".*(je|jes|ske|skes)")


def inflect(word: str, sources: Sources) -> Paradigm:
    """Return the paradigm of a Dutch word."""
    small = word.lower()
    forms = sources.lexeme("nl", word, _CHANGES) or sources.by_tail("nl", small, _CHANGES)
    forms = {form for form in forms if form == small or not _DIMINUTIVE.fullmatch(form)}
    if small.endswith("n") and not word[0].isupper() and small.endswith(("en", "aan", "oen")):
        return _verb(small, forms, sources)
    if word[0].isupper():
        return Paradigm(frozenset(forms | _genitive(word, sources)))
    return Paradigm(
        frozenset(forms | _by_rule(small, forms) | _opened_plural(small, forms, sources))
    )


def _opened_plural(word: str, known: set[str], sources: Sources) -> set[str]:
    """Return a plural that the dictionary gives to a verb: «gevaren»."""
    if not re.search(r"(aa|ee|oo|uu)[^aeiou]$", word) or any(f.endswith("en") for f in known):
        return set()
    plural = _opened(word) + "en"
    return {plural} if sources.known("nl", plural) else set()


def _genitive(name: str, sources: Sources) -> set[str]:
    """Return «Ruslands», but not «Turks», which is an adjective."""
    known = sources.dictionary("nl").lemma(f"{name}s")
    return {f"{name}'s"} | ({f"{name}s"} if known in (None, name) else set())


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
    forms = known | _STRONG.get(word, set())
    for prefix in _PREFIXES:
        simple = word.removeprefix(prefix)
        if simple == word or len(simple) < 4:
            continue
        of_simple = sources.lexeme("nl", simple, _CHANGES) | _STRONG.get(simple, set())
        of_simple |= _finite(simple, of_simple, sources)
        if len(of_simple) < 3:
            continue
        passive = _participles(simple, sources)
        finite = {form for form in of_simple if not form.startswith("ge") or form == simple}
        finite -= {form for form in finite if _DIMINUTIVE.fullmatch(form)}
        forms |= {prefix + form for form in of_simple | passive} | {f"{prefix} te {simple}"}
        return Paradigm(frozenset(forms), splits=(Split(frozenset(finite), prefix),))
    forms |= _participles(word, sources) | _finite(word, forms, sources)
    return Paradigm(frozenset(forms | with_each({word}, "- d de")))


def _stems(verb: str) -> tuple[str, str]:
    """Return what is left of an infinitive, and its stem as it is spelled alone: «schiet»."""
    if re.search("(aa|oe|ie)n$", verb):
        return verb[:-1], verb[:-1]
    stem = re.sub(r"en$", "", verb)
    plain = re.sub(r"([^aeiou])\1$", r"\1", stem)
    long = (
        re.sub(r"(^|[^aeiou])([aeou])([^aeiou])$", r"\1\2\2\3", plain) if plain == stem else plain
    )
    return plain, long[:-1] + {"v": "f", "z": "s"}.get(long[-1:], long[-1:])


def _finite(verb: str, known: set[str], sources: Sources) -> set[str]:
    """Return «wijst», «schoten»: persons that the dictionary may list under another word."""
    _, stem = _stems(verb)
    third = stem + ("" if stem.endswith("t") else "t")
    pasts = {
        form for form in known if re.search("[^aeiou]$", form) and _vowels(form) != _vowels(stem)
    }
    plurals = {_opened(past) + "en" for past in pasts} | {past + "en" for past in pasts}
    return {form for form in {third, *plurals} if sources.known("nl", form)}


def _vowels(form: str) -> str:
    """Return the sound of a short form, which a strong past changes: «a» of «staat»."""
    return re.sub(r"(.)\1", r"\1", "".join(re.findall("[aeiou]", form)))


def _opened(syllable: str) -> str:
    """Return a closed syllable as it is spelled before «-en»: «schoot», «schot-»."""
    soft = syllable[:-1] + {"f": "v", "s": "z"}.get(syllable[-1], syllable[-1])
    return re.sub(r"([aeou])\1([^aeiou])$", r"\1\2", soft)


def _participles(verb: str, sources: Sources) -> set[str]:
    """Return «gevallen», «bedreigd»: what the dictionary may list as words of their own.

    Without an ending of its own, a form is believed only where it is listed under another word:
    «geval» is a noun.
    """
    plain, spelled = _stems(verb)
    dictionary = sources.dictionary("nl")
    bare = {"ge" + spelled, "ge" + plain, spelled, plain}
    prefixed = with_each({"ge" + spelled, "ge" + plain}, "t d te de ten den")
    others = with_each({spelled, plain}, "t d te de ten den") | bare
    return (
        dictionary.forms(verb, "g")
        | {form for form in {"ge" + verb, *prefixed} if sources.known("nl", form)}
        | {form for form in others if dictionary.lemma(form) not in (None, form)}
        | {verb}
    )

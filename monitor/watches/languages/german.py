"""German: cases, plurals, persons and tenses; verbs that part; compounds by their last word."""

from __future__ import annotations

import re

from monitor.watches.languages.endings import with_each
from monitor.watches.languages.sources import Sources
from monitor.watches.paradigm import Paradigm, Split

UMLAUTS = (("a", "ä"), ("o", "ö"), ("u", "ü"), ("A", "Ä"), ("O", "Ö"), ("U", "Ü"), ("e", "i"),
           ("e", "a"))  # fmt: skip
_UNMARKED = str.maketrans("äöüÄÖÜ", "aouAOU")
_IN_TWO_LETTERS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue"})
"""How agencies spell what has a mark: «Tuerkei»."""
_PREFIXES = [
    "zurück",
    "zusammen",
    "entgegen",
    "gegenüber",
    "heraus",
    "heran",
    "herein",
    "hinaus",
    "hinein",
    "nieder",
    "wieder",
    "weiter",
    "fort",
    "fest",
    "frei",
    "nach",
    "über",
    "unter",
    "durch",
    "ein",
    "aus",
    "auf",
    "vor",
    "weg",
    "bei",
    "ab",
    "an",
    "zu",
    "mit",
    "um",
    "los",
    "her",
    "hin",
    "dar",
]
_ADJECTIVE = re.compile(r".*(isch|lich|ig|bar|sam|ell|iv|är|los|haft|end|t|n|r|l|m|k|d|z|f)")
_PARTICIPLE = re.compile(r"(.*ge.+(t|en)|(be|ver|er|ent|zer|miss).+(t|en))")
_INSEPARABLE = re.compile("(be|ver|er|ent|zer)(.{4,})")
_STRONG = {
    verb: forms
    for verb, *forms in map(
        str.split,
        """
befehlen befohlen
beißen biss bissen gebissen
bergen geborgen
bersten geborsten
bieten geboten
brechen brach brachen
denken gedacht
dringen gedrungen
essen aß aßen gegessen
fahren gefahren
fallen gefallen
fangen gefangen
frieren gefroren
messen maß maßen
raten geraten
reißen riss rissen
rennen gerannt
schwören schwor schworen geschworen
stehen stand standen gestanden
verderben verdorben
verlieren verloren
verzeihen verzieh verziehen
wiegen wog wogen gewogen
""".strip().splitlines(),
    )
}
"""Strong forms that simplemma gives to other words, such as the noun «Brach» or «geboten»."""
_NOUN_LIKE_ADJECTIVE = re.compile(r".+(et|rt|lt|nd|ng|ft|gt|ht|st|kt|nn|ss|zt)")


def inflect(word: str, sources: Sources) -> Paradigm:
    """Return the paradigm of a German word, nouns being written with a capital."""
    found = _inflect(word, sources)
    parted = {form: form.translate(_IN_TWO_LETTERS) for form in found.forms}
    return found | Paradigm(
        frozenset(parted.values()),
        small=frozenset(parted[form] for form in found.small),
        large=frozenset(parted[form] for form in found.large),
    )


def _inflect(word: str, sources: Sources) -> Paradigm:
    forms = sources.lexeme("de", word, UMLAUTS)
    if word[:1].isupper():
        forms |= _noun(word, forms, sources)
        words = {form for form in forms if _is_word(form.lower(), sources)}
        return Paradigm(frozenset(forms), large=frozenset(words))
    verb = word.endswith(("en", "ern", "eln"))
    if verb:
        forms |= _verb(word, forms, sources)
        if _is_other_word(imperative := re.sub("e?n$", "", word), sources):
            forms.discard(imperative)
        nouns = {form for form in forms if _is_word(form.capitalize(), sources)}
        splits = tuple(_splits(word, sources))
        return Paradigm(frozenset(forms), splits=splits, small=frozenset(nouns))
    if len(forms) <= 2 and _ADJECTIVE.fullmatch(word):
        forms |= with_each({word}, "- e en er es em")
    return Paradigm(frozenset(forms))


def _is_word(form: str, sources: Sources) -> bool:
    """Return whether the form, or what it is once its marks are folded, is a word so spelled."""
    lemma = sources.dictionary("de").lemma
    return bool(lemma(form) or lemma(form.translate(_UNMARKED)))


def _is_other_word(form: str, sources: Sources) -> bool:
    """Return whether the imperative folds to an adjective: «töt» to «tot»."""
    folded = form.translate(_UNMARKED)
    return folded != form and sources.dictionary("de").lemma(folded) == folded


def _noun(word: str, known: set[str], sources: Sources) -> set[str]:
    forms = {word}
    if not known:
        forms |= sources.by_tail("de", word, UMLAUTS)
    if not re.search(r"(s|ß|x|z)$", word):
        forms |= {word + "s"}
    elif word.endswith("nis"):
        forms |= {word + "ses", word + "se", word + "sen"}
    elif known:
        forms |= {word + "es"}
    if _is_adjective(word, known, sources):
        forms |= with_each({re.sub("er?$", "", word)}, "e en er es em")
    return forms


def _is_adjective(noun: str, known: set[str], sources: Sources) -> bool:
    """Return whether the noun is a participle or adjective with a capital: «Verbündeter»."""
    small = noun.lower()
    if noun.endswith("e") and noun + "r" in known:
        return True
    if not small.endswith(("e", "er")):
        return False
    base = re.sub("er?$", "", small)
    lemma = sources.dictionary("de").lemma(base)
    if small.endswith("er") and lemma:
        return lemma == base or bool(_PARTICIPLE.fullmatch(base))
    if not _NOUN_LIKE_ADJECTIVE.fullmatch(base):
        return False
    return bool(lemma) or (len(known) <= 3 and not small.endswith(("ter", "der", "ser")))


def _verb(word: str, known: set[str], sources: Sources) -> set[str]:
    forms = set(known)
    for prefix in _PREFIXES:
        if word.startswith(prefix):
            simple = word.removeprefix(prefix)
            past = _simple_forms(simple, sources) | _participles_of(simple, sources)
            if len(past) > 2:
                forms |= {prefix + form for form in past} | {f"{prefix}zu{simple}"}
    if not known:
        forms |= sources.by_tail("de", word, UMLAUTS)
    forms |= {*_participles_of(word, sources), *_STRONG.get(word, ())}
    if parts := _INSEPARABLE.fullmatch(word):
        strong = _simple_forms(parts[2], sources)
        found = {parts[1] + form.removeprefix("ge") for form in strong}
        forms |= {form for form in found if sources.known("de", form)}
    if len(forms) <= 2:
        stem = re.sub(r"e?n$", "", word)
        forms |= with_each({stem}, "e st t te ten test tet et en")
        forms |= with_each({"ge" + stem, stem}, "t")
    participles = {form for form in forms if _PARTICIPLE.fullmatch(form) and form != word}
    return forms | with_each(participles, "- e en er es em") | with_each({word}, "d de den der des")


def _simple_forms(verb: str, sources: Sources) -> set[str]:
    return sources.lexeme("de", verb, UMLAUTS).union(_STRONG.get(verb, ()))


def _participles_of(verb: str, sources: Sources) -> set[str]:
    """Return «marschiert», «gegriffen»: what the dictionary may list under another word."""
    dictionary = sources.dictionary("de")
    stem = re.sub(r"e?n$", "", verb)
    bare = verb.endswith("ieren") or _INSEPARABLE.match(verb)
    regular = {stem + "t", stem + "et"} if bare else {f"ge{stem}t", f"ge{stem}et"}
    return {form for form in regular if dictionary.lemma(form)} | dictionary.forms(verb, "g")


def _splits(word: str, sources: Sources) -> list[Split]:
    for prefix in _PREFIXES:
        simple = word.removeprefix(prefix)
        if simple != word and len(simple) > 4:
            finite = {
                form
                for form in _simple_forms(simple, sources)
                if not form.startswith("ge") and not re.search(r"(end|ende.?|zu.+)$", form)
            }
            if len(finite) > 2:
                finite |= _weak_persons(simple, sources)
                return [Split(frozenset(finite), prefix)]
    return []


def _weak_persons(verb: str, sources: Sources) -> set[str]:
    """Return «marschiert», «marschierte»: persons that the dictionary may list as adjectives."""
    regular = with_each({re.sub("e?n$", "", verb)}, "t te ten")
    return {form for form in regular if sources.known("de", form)}

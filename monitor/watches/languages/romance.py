"""French, Spanish, Portuguese, Italian, Catalan: simplemma's dictionaries and regular endings.

The dictionaries give each form to one word only, so that «attaque» is the noun's and lacks in the
verb's forms: regular conjugation fills that in.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from monitor.watches.fold import without_marks
from monitor.watches.languages import romance_endings as tables
from monitor.watches.languages import romance_irregular as irregular
from monitor.watches.languages.endings import Endings, with_each
from monitor.watches.languages.sources import Sources
from monitor.watches.paradigm import Paradigm, paradigm

_INFINITIVE = re.compile(r"(are|ere|ire|er|ir|ar|re)$")
_ADJECTIVES_IN_AR = frozenset(
    ["nuclear", "militar", "paramilitar", "popular", "solar", "polar", "insular", "peninsular"]
)
"""Words that are spelled like Spanish and Portuguese infinitives."""


@dataclass(frozen=True, slots=True)
class _Language:
    """What a Romance language does regularly, and what of its verbs is irregular."""

    code: str
    infinitive: str
    verbs: Endings
    nouns: Endings
    participles: Endings
    """Participles without their gender, which count although listed as adjectives: «detenid-»."""
    participle_endings: str
    strong: Endings
    """Further forms that the dictionary gives to other words: «chiese» is "churches", too."""
    third: str
    """Ending of a third person that counts although a noun is spelled like it: «amenaza»."""
    genders: Endings
    """Forms of adjectives, and of nouns of persons, that the dictionary lists by themselves."""

    def is_verb(self, word: str) -> bool:
        """Return whether a word ends as infinitives do."""
        return bool(re.fullmatch(rf".+({self.infinitive})", word))


def _inflector(language: _Language) -> Callable[[str, Sources], Paradigm]:
    def inflect(word: str, sources: Sources) -> Paradigm:
        small = word.lower()
        if small in _ADJECTIVES_IN_AR:
            return paradigm(language.nouns.forms(small))
        if (
            language.code == "pt"
            and re.fullmatch(".+eio", small)
            and _is_a_verbs_form(small, language, sources)
        ):
            return paradigm({word, word + "s"})  # «bombardeio», for the dictionary a verb's form
        forms = sources.lexeme(language.code, word)
        verb = not word[0].isupper() and language.is_verb(small)
        if verb and (len(forms) > 6 or not forms):
            return _verb(small, forms, language, sources)
        if word[0].isupper() and not forms:
            forms = {word, word + "s"} if language.code != "it" else {word}
        elif len(forms) <= 1 or not forms & language.nouns.forms(small) - {small}:
            forms |= language.nouns.forms(small)
        forms |= _genders(small, language, sources)
        if word[0].isupper() and _is_a_verbs_form(small, language, sources):
            return Paradigm(frozenset(forms | {word}), large=frozenset(forms | {word}))
        return Paradigm(
            frozenset(forms),
            small=_names_among(forms - {word}, language, sources),
            plain=_unaccented(forms, language, sources),
        )

    return inflect


def _is_a_verbs_form(small: str, language: _Language, sources: Sources) -> bool:
    """Return whether a name is spelled like a verb's form: «Irán», «Usa», «Nato»."""
    lemma = sources.dictionary(language.code).lemma(small)
    return lemma is not None and lemma != small and bool(language.is_verb(lemma) or lemma == "ir")


def _genders(small: str, language: _Language, sources: Sources) -> set[str]:
    lemma = sources.dictionary(language.code).lemma
    found = language.genders.forms(small)
    return {f for f in found if not (f.endswith("na") and language.is_verb(lemma(f) or ""))}


def _names_among(forms: set[str], language: _Language, sources: Sources) -> frozenset[str]:
    """Return the forms that are a country with a capital: Italian «ucraina»."""
    lemma = sources.dictionary(language.code).lemma
    return frozenset(f for f in forms if lemma(f.capitalize()) == f.capitalize() != f)


def _verb(verb: str, known: set[str], language: _Language, sources: Sources) -> Paradigm:
    regular = language.verbs.forms(verb)
    third = _INFINITIVE.sub(language.third, verb)
    lemma = sources.dictionary(language.code).lemma
    others = {
        form
        for form in regular - known - {verb, third}
        if (found := lemma(form)) is not None and found != verb and not language.is_verb(found)
    }
    forms = known | (regular - others) | language.strong.forms(verb)
    if verb.endswith("ar"):
        # A subjunctive that a noun is spelled like counts after «que» alone: «que ataque».
        forms |= {f"que {form}" for form in others if form.endswith("e")}
    participles = with_each(language.participles.forms(verb), language.participle_endings)
    forms |= {form for form in participles if not form.endswith("ss") and not _is_noun(form, lemma)}
    return Paradigm(frozenset(forms), marked=_marked(forms, language, sources))


def _is_noun(participle: str, lemma: Callable[[str], str | None]) -> bool:
    """Return whether a feminine participle is a noun of its own: «huida»."""
    return bool(re.search("[aei][dt]as?$", participle)) and lemma(participle) == participle


def _marked(forms: set[str], language: _Language, sources: Sources) -> frozenset[str]:
    """Return the forms that are a noun's without the accent: «disparó», «frappés»."""
    found = set()
    for form in forms:
        bare = without_marks(form)
        lemma = sources.dictionary(language.code).lemma(bare) if bare not in forms else None
        if lemma is not None and not language.is_verb(lemma):
            found.add(form)
    return frozenset(found)


def _unaccented(forms: set[str], language: _Language, sources: Sources) -> frozenset[str]:
    """Return the forms of nouns that a verb's form is spelled like but for an accent: «disparo»."""
    lemma = sources.dictionary(language.code).lemma
    found = set()
    for form in forms:
        own = lemma(form)
        if own is None or language.is_verb(own) or form != without_marks(form):
            continue
        verb = re.sub("[aeio]s?$", "", form) + language.infinitive.partition("|")[0]
        if lemma(verb) == verb or any(
            language.is_verb(lemma(other) or "") for other in _accented(form)
        ):
            found.add(form)
    return frozenset(found)


def _accented(form: str) -> Iterator[str]:
    """Yield a word with an accent on its last vowel: «disparó», «attaccò», «attaqués»."""
    if ending := re.search("([aeio])(s?)$", form):
        for mark in ("\u0301", "\u0300"):
            vowel = unicodedata.normalize("NFC", ending[1] + mark)
            yield form[: ending.start()] + vowel + ending[2]


_FRENCH = _Language(
    "fr",
    "er|ir|re|oir",
    tables.FRENCH,
    tables.FRENCH_NOUN,
    irregular.FRENCH_PARTICIPLES,
    "- e s es",
    irregular.FRENCH_STRONG,
    "e",
    irregular.FRENCH_GENDERS,
)
_SPANISH = _Language(
    "es",
    "ar|er|ir",
    tables.SPANISH,
    tables.SPANISH_NOUN,
    irregular.SPANISH_PARTICIPLES,
    "o a os as",
    irregular.SPANISH_STRONG,
    "a",
    irregular.SPANISH_GENDERS,
)
_PORTUGUESE = _Language(
    "pt",
    "ar|er|ir|por|pôr",
    tables.PORTUGUESE,
    tables.PORTUGUESE_NOUN,
    irregular.PORTUGUESE_PARTICIPLES,
    "o a os as",
    irregular.PORTUGUESE_STRONG,
    "a",
    irregular.PORTUGUESE_GENDERS,
)
_ITALIAN = _Language(
    "it",
    "are|ere|ire|rre",
    tables.ITALIAN,
    tables.ITALIAN_NOUN,
    irregular.ITALIAN_PARTICIPLES,
    "o a i e",
    irregular.ITALIAN_STRONG,
    "a",
    irregular.ITALIAN_GENDERS,
)
inflect_french = _inflector(_FRENCH)
inflect_spanish = _inflector(_SPANISH)
inflect_portuguese = _inflector(_PORTUGUESE)
inflect_italian = _inflector(_ITALIAN)
inflect_catalan = _inflector(replace(_SPANISH, code="ca"))
inflect_galician = _inflector(replace(_PORTUGUESE, code="gl"))

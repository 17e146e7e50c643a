"""Arabic: what is written onto a word's beginning and end, plurals, verbs.

All in folded letters: hamza and vocalisation are gone.
"""

from __future__ import annotations

import re

from monitor.watches.fold import fold_word
from monitor.watches.languages.sources import Sources
from monitor.watches.paradigm import Paradigm, Stem, paradigm

_BEFORE = re.compile("[وف]?(?:[بكل]?|س|ا)(?:ال)?|[وف]?لل")
_BEFORE_ARTICLE = re.compile("[وف]?[بك]?ال|[وف]?لل")
_BEFORE_VERB = re.compile("[وف]?[سل]?")
_OWNED = "ه|ها|هم|هما|هن|ك|كم|كن|نا"
_AFTER = re.compile(f"(?:{_OWNED}|ا|ان|ين|ون|ات|ات(?:{_OWNED})|وا)?")
_AFTER_T = re.compile(f"(?:{_OWNED}|ان|ين|ا)")
_NISBA = re.compile("(?:ة|ين|ون|ات|ان|تان|تين)?")
_WITH_ARTICLE_ALWAYS = frozenset(
    ["هند", "مغرب", "يمن", "صين", "عراق", "قدس", "سودان", "اردن", "كويت", "بحرين", "نمسا", "يابان"]
)
_VOWELLESS = re.compile("[اويء]")


def inflect_arabic(word: str, sources: Sources) -> Paradigm:
    """Return the paradigm of an Arabic word, found with any of the prefixes written onto it."""
    folded = fold_word(word)
    bare = folded.removeprefix("ال") if folded.startswith("ال") and len(folded) > 4 else folded
    typed_article = bare != folded
    if typed_article and bare in _WITH_ARTICLE_ALWAYS:
        return paradigm((word,), Stem(bare, _BEFORE_ARTICLE, None))
    spelled = word.removeprefix("ال") if typed_article else word
    nouns, verbs = _sorted_forms(spelled, bare, sources)
    before = _BEFORE
    if bare in _NOUNS_ALONE:
        before, nouns = _BEFORE_NOUN_ALONE, nouns - {"ا" + bare}
    stems = [stem for form in sorted(nouns | {bare}) for stem in _noun_stems(form, before)]
    stems += [stem for form in sorted(verbs) for stem in _verb_stems(form)]
    stems += _weak_verb_stems(word, sources)
    return paradigm((word,), *(stem for stem in stems if stem.text not in _OTHER_WORDS))


def _noun_stems(form: str, before: re.Pattern[str]) -> list[Stem]:
    if form.endswith("ة"):
        stem = form[:-1]
        return [
            Stem(form, before, None),
            Stem(stem + "ت", before, _AFTER_T),
            Stem(stem + "ات", before, re.compile(f"(?:{_OWNED})?")),
        ]
    if form.endswith("ي"):
        return [Stem(form, before, _NISBA)]
    if form.endswith("ا"):
        plural = [Stem(form + "ت", before, None)] if form.endswith(("شيا", "لوجيا")) else []
        return [Stem(form, before, None), *plural]
    return [Stem(form, before, _AFTER)]


def _sorted_forms(word: str, bare: str, sources: Sources) -> tuple[set[str], set[str]]:
    """Return the dictionary's nominal forms (broken plurals among them) and the verbal ones."""
    found = {fold_word(form) for form in _arabic_lexeme(word, sources)}
    plain = {form.removeprefix("ال") if form.startswith("ال") else form for form in found}
    broken = {form for form in plain if _is_broken_plural(form, bare)}
    if bare.endswith("ة"):
        broken |= plain & {bare[:-1]}
    nominal = {
        form.removeprefix("ال")
        for form in found
        if form.startswith("ال")
        and form.removeprefix("ال")[:2] == bare[:2]
        and not form.removeprefix("ال").startswith(bare.rstrip("ة"))
    }
    if bare.endswith("ي"):
        plain_alif = {bare + "ا"}
        broken -= plain_alif
        nominal -= plain_alif
        if sources.lemma_of("ar", word + "ا") in (None, word):
            nominal |= plain_alif
    nouns = {form for form in nominal | broken if len(form) > 2} | _IRREGULAR.get(bare, set())
    if bare.endswith(("يون", "يين")):
        nouns |= {bare[:-2] + "ون", bare[:-2] + "ين"}
    return nouns, {bare} if _is_verb(word, bare, sources) else set()


_IRREGULAR = {
    "احمر": {"حمراء", "حمر"}, "اسود": {"سوداء", "سود"}, "ابيض": {"بيضاء", "بيض"},
    "ازرق": {"زرقاء"}, "اخضر": {"خضراء"}, "امريكا": {"اميركا"}, "اميركا": {"امريكا"},
    "امريكي": {"اميركي"}, "اميركي": {"امريكي"}, "خط": {"خطوط"}, "قوة": {"قوى", "قوي"},
    "هجوم": {"هجمات"},
}  # fmt: skip
_NOUNS_ALONE = frozenset(
    ["جيش", "عرب", "ملك", "شعب", "حزب", "بيت", "وطن", "غرب", "شرق", "خطر", "بحر", "نهر", "رجل"]
)
"""Nouns of three letters that a verb is spelled like: «يعرب عن» is no Arab, «يملك» no king."""
_BEFORE_NOUN_ALONE = re.compile("[وف]?[بكل]?(?:ال)?|[وف]?لل")
"""Without the alif of "I" and of derived verbs: «أعرب عن»."""
_OTHER_WORDS = frozenset(["نقود", "نصير", "نفر"])
"""What "we lead, become, flee" is spelled like: money, a supporter, persons."""
_PAST = re.compile(f"(?:ت|وا|ا|نا|تا|ن)?(?:{_OWNED})?")
_PRESENT = re.compile(f"(?:ون|ان|وا|ن|ين)?(?:{_OWNED})?")
_HOLLOW = re.compile("(ا.|است.)ا(.)")
"""Verbs whose alif turns to ya: «أدان», «يدين»; «استعاد», «يستعيد»."""
_HOLLOW_OF_THREE = {
    **dict.fromkeys(
        ["قال", "زار", "عاد", "قام", "قاد", "فاز", "مات", "حاز", "ساد", "خاض", "طال", "لاذ"],
        "و",
    ),
    **dict.fromkeys(["باع", "سار", "زاد", "صار", "غاب", "عاش", "ضاع"], "ي"),
}
"""Verbs of three letters, and what stands for their alif in the present: «يقول», «يبيع»."""
_DOUBLED = frozenset(["رد", "شن", "ضم", "فر", "هز", "صد", "مد", "شد"])
_PAST_OF_DOUBLED = re.compile("(?:ت(?:ه|ها|هم)?|وا|ها|هم)?")
_PRESENT_OF_DOUBLED = re.compile("(?:وا|ون)?(?:ه|ها|هم)?")
"""What follows verbs whose last letter is doubled: «يشن»; but «تضمن» is to guarantee."""
_PAST_ALONE = re.compile(f"(?:ت|وا|نا|تا|{_OWNED})?")
"""The past of a hollow verb without the pronouns after ت: «إدانتها» is its noun."""


def _is_verb(word: str, bare: str, sources: Sources) -> bool:
    if bare[-1] == "ي" or bare in _NOUNS_ALONE or bare in _DOUBLED:
        return False
    if len(bare) < 3:
        return sources.lemma_of("ar", "ي" + bare) == bare
    if not any(sources.known("ar", person + _present_stem(bare)) for person in "يت"):
        return False
    # «أحمد» and «أكبر» look like «أعلن», but take the article, and «أمين» has no past.
    return not _opens_with_alif(bare) or (
        sources.known("ar", word + "وا") and not sources.known("ar", "ال" + word)
    )


def _verb_stems(word: str) -> list[Stem]:
    past = [Stem(word, _BEFORE_VERB, _PAST_ALONE if _HOLLOW.fullmatch(word) else _PAST)]
    present = _present_stem(word)
    return past + [Stem(person + present, _BEFORE_VERB, _PRESENT) for person in "يتن"]


def _weak_verb_stems(word: str, sources: Sources) -> list[Stem]:
    """Return the stems of a verb that ends in a vowel: «نفى» is «نفت», «ينفي», «غزا» «يغزو»."""
    if word in _DOUBLED:
        present = [Stem(person + word, _BEFORE_VERB, _PRESENT_OF_DOUBLED) for person in "يتن"]
        return [Stem(word, _BEFORE_VERB, _PAST_OF_DOUBLED), *present]
    if middle := _HOLLOW_OF_THREE.get(word):
        return [Stem(p + word[0] + middle + word[2], _BEFORE_VERB, _PRESENT) for p in "يتن"]
    vowel = {"ى": "ي", "ا": "و"}.get(word[-1], "")
    stem = fold_word(word[:-1])
    if not vowel or sources.lemma_of("ar", f"ي{word[:-1]}{vowel}") != word:
        return []
    pasts = [fold_word(word), stem + "ت", stem + "وا"]
    presents = [person + stem + end for person in "يتن" for end in (vowel, "ون")]
    return [Stem(form, _BEFORE_VERB, re.compile(f"(?:{_OWNED})?")) for form in pasts + presents]


def _present_stem(word: str) -> str:
    """Return what follows the person: «علن» of «أعلن», «دين» of «أدان»; else the word itself."""
    if hollow := _HOLLOW.fullmatch(word):
        word = f"{hollow[1]}ي{hollow[2]}"
    return word[1:] if _opens_with_alif(word) else word


def _opens_with_alif(word: str) -> bool:
    return word[0] == "ا" and len(word) > 3


def _arabic_lexeme(word: str, sources: Sources) -> set[str]:
    dictionary = sources.dictionary("ar")
    lemma = dictionary.lemma(word) or dictionary.lemma("ال" + word) or word
    initials = {lemma[:1], "ال" + lemma[:1], "أ" + lemma[:1], "ا" + lemma[:1], "الأ" + lemma[:1]}
    return {form for initial in initials for form in dictionary.forms(lemma, initial)}


def _is_broken_plural(form: str, word: str) -> bool:
    """Return whether the form has the word's consonants with other vowels in between."""
    skeleton = _VOWELLESS.sub("", word.rstrip("ة"))
    return (
        _VOWELLESS.sub("", form.rstrip("ة")) == skeleton
        and form != word
        and not form.startswith(word[:3])
        and form[0] in (word[0], "ا")
        and not re.fullmatch(r".ا..", form)
        and len(form) > 3
    )

"""Kazakh, Kyrgyz and Uzbek nouns, by the order of their suffixes and the harmony of their vowels.

No dictionary is kept for them. Only inflection is in the chains: number, possession and case.
"""

from __future__ import annotations

import re

from monitor.watches.fold import fold_word
from monitor.watches.languages.sources import Sources
from monitor.watches.paradigm import Paradigm, Stem, paradigm

_VOWELS = "аәеиоөуұүыіэюяё"
_VOICELESS = "пкқтсшщчхһцфбвгғд"
"""Last letters after which an ending begins voiceless; б, в, г, д end borrowed words alone."""
_SOFTENED = {"к": "г", "қ": "ғ", "п": "б"}

_KAZAKH_FRONT = "әеиөүіэь"
_KAZAKH_NEUTRAL = "у"
_KYRGYZ_HARMONY = {
    **dict.fromkeys("аыяё", ("а", "ы")), **dict.fromkeys("еиэь", ("е", "и")),
    "о": ("о", "у"), **dict.fromkeys("ую", ("а", "у")), **dict.fromkeys("өү", ("ө", "ү")),
}  # fmt: skip
"""The open and the close vowel of endings after each vowel; ь ends borrowed words."""


def inflect_kazakh(word: str, sources: Sources) -> Paradigm:
    """Return the paradigm of a Kazakh noun."""
    folded = fold_word(word)
    vowels = [c for c in folded if c in _VOWELS + "ь" and c not in _KAZAKH_NEUTRAL] or ["а"]
    a, y, gh = ("е", "і", "[гк]") if vowels[-1] in _KAZAKH_FRONT else ("а", "ы", "[ғқ]")
    last = _last_sound(folded)
    after_vowel = last in _VOWELS and last not in _KAZAKH_NEUTRAL
    t = "т" if last in _VOICELESS else "д"
    voiced = "м" if last in "мнңлрйу" or after_vowel else "б"
    genitive = "н" if after_vowel or last in "мнң" else t
    cases = (
        f"{genitive}{y}ң|{gh}{a}|{'н' if after_vowel else t}{y}"
        f"|{t}{a}(?:{gh}{y})?|{'н' if last in 'мнң' else t}{a}н"
        f"|{'п' if t == 'т' else voiced}ен"
    )
    owned = f"{a}|н{a}|н|н?{y}|н?[дн]{a}н?|нд{a}(?:{gh}{y})?|[нд]{y}ң?|мен"
    plural = f"{'л' if after_vowel or last in 'рйу' else t}{a}р"
    return _declined(word, folded, (plural, cases, owned, y), after_vowel=after_vowel)


def inflect_kyrgyz(word: str, sources: Sources) -> Paradigm:
    """Return the paradigm of a Kyrgyz noun."""
    folded = fold_word(word)
    vowels = [c for c in folded if c in _KYRGYZ_HARMONY] or ["а"]
    a, y = _KYRGYZ_HARMONY[vowels[-1]]
    last = _last_sound(folded)
    after_vowel = last in _VOWELS
    t = "т" if last in _VOICELESS else "д"
    n = "н" if after_vowel else t
    g = "к" if t == "т" else "г"
    cases = f"{n}{y}н|{g}{a}|{n}{y}|{t}{a}(?:г{y})?|{t}{a}н"
    owned = f"{a}|н{a}|н|н{y}н|нд{a}(?:г{y})?|н{a}н|[нд]{y}н?|[дг]{a}н?"
    plural = f"{'л' if after_vowel or last in 'рй' else t}{a}р"
    return _declined(word, folded, (plural, cases, owned, y), after_vowel=after_vowel)


def _last_sound(folded: str) -> str:
    return folded.rstrip("ьъ")[-1:] or folded[-1]


def _declined(
    word: str, folded: str, endings: tuple[str, str, str, str], *, after_vowel: bool
) -> Paradigm:
    """Return the paradigm of a noun, given its plural, its cases, those of what is owned, a vowel.

    A last к, қ or п of a common noun is voiced before the vowel of an owner's ending: «көмегі».
    """
    plural, cases, owned_cases, y = endings
    a = plural[1]
    own = f"(?:с{y}|м|м{y}з|б{y}з|ң)" if after_vowel else f"{y}(?:м|м{y}з|б{y}з|ң)?"
    of_many = f"{plural}(?:{_of_plural(a, y)})?"
    owned = f"{own}(?:{owned_cases})?"
    after = re.compile(f"(?:{of_many}|{owned}|{cases})?")
    soft = folded[:-1] + _SOFTENED.get(folded[-1], folded[-1])
    if soft == folded or word[0].isupper():
        return paradigm((word,), Stem(folded, None, after))
    return paradigm((word,), Stem(folded, None, after), Stem(soft, None, re.compile(owned)))


def _of_plural(a: str, y: str) -> str:
    """Return what follows a plural, which ends in р: an owner, a case."""
    own = f"{y}(?:м|м{y}з|б{y}з|ң)?"
    cases = f"д{y}[нң]|[гғ]{a}|д{y}|д{a}(?:[гғ]{y})?|д{a}н|мен"
    return f"{own}(?:н{y}[нң]|н{a}|н|нд{a}(?:[гғ]{y})?|н{a}н|мен|д{y}[нң]?)?|{cases}"


_UZBEK_CASES = "ning|ni|ga|da|dan|dagi|gacha"
_UZBEK_OWNERS = {True: "si|m|ng|miz|ngiz", False: "i|im|ing|imiz|ingiz"}
"""Endings of what is owned, by whether the word ends in a vowel."""
_UZBEK_SOFTENED = {"k": "g", "q": "g", "к": "г", "қ": "ғ"}
_CYRILLIC = {
    "ng": "нг", "n": "н", "i": "и", "g": "г", "a": "а", "d": "д", "ch": "ч", "l": "л", "r": "р",
    "s": "с", "m": "м", "z": "з", "k": "к", "q": "қ",
}  # fmt: skip


def inflect_uzbek(word: str, sources: Sources) -> Paradigm:
    """Return the paradigm of an Uzbek noun, in the alphabet it is typed in."""
    folded = fold_word(word)
    last = folded[-1]
    owners = _UZBEK_OWNERS[last in "aeiouаеиоуўэюяё"]
    hard = {"k": "|ka", "к": "|ka", "q": "|qa", "қ": "|qa"}.get(last, "")
    cases = f"(?:{_UZBEK_CASES}{hard})?"
    chain = f"(?:lar(?:{_UZBEK_OWNERS[False]})?|{owners})?{cases}"
    of_soft = f"(?:{owners}){cases}"
    if not word.isascii():
        chain, of_soft = _to_cyrillic(chain), _to_cyrillic(of_soft)
    stems = [Stem(folded, None, re.compile(chain))]
    if last in _UZBEK_SOFTENED and not word[0].isupper():
        stems.append(Stem(folded[:-1] + _UZBEK_SOFTENED[last], None, re.compile(of_soft)))
    return paradigm((word,), *stems)


def _to_cyrillic(pattern: str) -> str:
    return re.sub("ng|ch|[a-z]", lambda letters: _CYRILLIC[letters[0]], pattern)

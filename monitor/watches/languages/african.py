"""Amharic, by the vowels of its signs, and Swahili, by the prefixes of its classes and verbs."""

from __future__ import annotations

import re

from monitor.watches.fold import fold_word
from monitor.watches.languages.sources import Sources
from monitor.watches.paradigm import Paradigm, Stem, paradigm

_AMHARIC_BEFORE = re.compile("(?:የ|በ|ከ|ለ|ስለ|እንደ|ያለ|እስከ|በየ|ከነ|እነ)?")
_AMHARIC_CASE = "(?:ን|ና|ም|ንና|ንም)?"
_BARE, _U, _A, _E, _O = 5, 1, 3, 4, 6
"""Orders of a sign among the eight of its consonant: without a vowel, and with each of four."""


def inflect_amharic(word: str, sources: Sources) -> Paradigm:
    """Return the paradigm of an Amharic noun: article, plural, owner, object, prepositions."""
    folded = fold_word(word)
    last = ord(folded[-1])
    order, row = last % 8, last - last % 8
    plural = f"ች|ቹ|ቻቸው{_AMHARIC_CASE}"
    if order != _BARE:
        after = f"(?:ው|ዋ|ዎ(?:{plural})|ቸው|ያቸው)?{_AMHARIC_CASE}"
        return paradigm((word,), Stem(folded, _AMHARIC_BEFORE, re.compile(after)))
    u, a, e, o = (chr(row + vowel) for vowel in (_U, _A, _E, _O))
    after = f"(?:{chr(last)}|{u}|{e}|{a}ችን|{a}ቸው|{o}(?:{plural})){_AMHARIC_CASE}"
    if len(folded) < 3:
        return paradigm((word,), Stem(folded, _AMHARIC_BEFORE, re.compile(_AMHARIC_CASE)))
    return paradigm((word,), Stem(folded[:-1], _AMHARIC_BEFORE, re.compile(after)))


_SWAHILI_CLASSES = (
    (re.compile("mw(?=[ae])"), ("w", "mi")), (re.compile("m(?=[^aeiouw])"), ("wa", "mi")),
    (re.compile("ki(?=.{3})"), ("vi",)), (re.compile("ch(?=[aeiou])"), ("vy",)),
    (re.compile("wa(?=.{3})"), ("m", "mw", "mwa")), (re.compile("mi(?=.{3})"), ("m",)),
    (re.compile("vi(?=.{3})"), ("ki",)), (re.compile("vy"), ("ch",)),
    (re.compile("ma(?=.{4})"), ("",)),
)  # fmt: skip
"""Beginnings of nouns in one number, and in the other."""
_SWAHILI_SUBJECT = "ha(?:wa|tu|m|i|li|ya|ki|vi|zi|u)?|ni|u|a|tu|m|wa|i|li|ya|ki|vi|zi|ku|si"
_SWAHILI_TENSE = "na|li|livyo|lipo|ta|me|ka|nge|ngali|ki|ku|mesha|taka|naye|nao|liye|lio|ao"
_SWAHILI_OBJECT = "ni|ku|m|mw|tu|wa|i|li|ya|ki|vi|zi|u|ji"
_BEFORE_SWAHILI_ROOT = re.compile(
    f"(?:la|cha|vya|za|hu)?|(?:{_SWAHILI_SUBJECT})(?:{_SWAHILI_TENSE})?(?:{_SWAHILI_OBJECT})?"
)
_AFTER_SWAHILI_ROOT = re.compile("w?[ae]|i|wi|eni")
_SHORTEST_SWAHILI_VERB = 6


def inflect_swahili(word: str, sources: Sources) -> Paradigm:
    """Return the paradigm of a Swahili noun, or of a verb typed with its "ku-"."""
    if not word.islower():
        return paradigm((word,))
    if word.startswith("ku") and word.endswith("a") and len(word) >= _SHORTEST_SWAHILI_VERB:
        return paradigm((word,), Stem(word[2:-1], _BEFORE_SWAHILI_ROOT, _AFTER_SWAHILI_ROOT))
    forms = {word, "ma" + word}
    for beginning, others in _SWAHILI_CLASSES:
        if beginning.match(word):
            forms |= {other + beginning.sub("", word, count=1) for other in others}
    return paradigm(forms | {form + "ni" for form in forms})

"""Names of months in the languages of feeds: CLDR's, through Babel, and what it lacks."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import cache, lru_cache

from babel import Locale, UnknownLocaleError

_WORD = re.compile(r"[^\s\d,،;:/|()\[\]+'’-]+")
_BEHIND_DAY = re.compile(r"\d(?:st|nd|rd|th|er|º)?\W{0,3}(?:de |d['’])?$", re.IGNORECASE)
_ENGLISH = {
    "jan": 1, "feb": 2, "mar": 3, "apr": 4, "may": 5, "jun": 6,
    "jul": 7, "aug": 8, "sep": 9, "oct": 10, "nov": 11, "dec": 12,
}  # fmt: skip
_LOCALES = {
    "LATIN": ("pl", "cs", "sk", "sl", "hr", "de", "fr", "es", "pt", "it", "ro", "nl", "sv", "da",
              "nb", "fi", "et", "lv", "lt", "hu", "tr", "az", "id", "ca"),
    "CYRILLIC": ("ru", "uk", "be", "bg", "sr", "mk", "kk"),
    "ARABIC": ("ar", "ar_SY", "ar_DZ", "ar_MA", "fa", "ur", "ps"),
    "DEVANAGARI": ("hi", "mr", "ne"),
    "GREEK": ("el",), "HEBREW": ("he",), "BENGALI": ("bn",), "ARMENIAN": ("hy",),
    "GEORGIAN": ("ka",), "ETHIOPIC": ("am",), "THAI": ("th",), "LAO": ("lo",), "KHMER": ("km",),
    "MYANMAR": ("my",), "GURMUKHI": ("pa",), "GUJARATI": ("gu",), "TAMIL": ("ta",),
    "TELUGU": ("te",), "KANNADA": ("kn",), "MALAYALAM": ("ml",), "SINHALA": ("si",),
}  # fmt: skip
"""Languages whose names of months are known, by the script that they write."""
_SOLAR = (
    ("فروردین", "حمل"), ("اردیبهشت", "ثور"), ("خرداد", "جوزا"), ("تیر", "سرطان"),
    ("مرداد", "اسد"), ("شهریور", "سنبله"), ("مهر", "میزان"), ("آبان", "عقرب"),
    ("آذر", "قوس"), ("دی", "جدی"), ("بهمن", "دلو"), ("اسفند", "حوت"),
)  # fmt: skip
"""Months of the solar calendar, as Iran and as Afghanistan name them."""
_FURTHER = {
    "fa": {name: number for number, both in enumerate(_SOLAR, 1) for name in both},
    "de": {"mrz": 3},
    "bn": {"জানুয়ারি": 1, "ফেব্রুয়ারি": 2},
}
_YEH_AND_KAF = str.maketrans("يىك", "ییک")


def month_in(text: str, language: str) -> int:
    """Return the number of the month that a date names, looked for in ``language`` first, or 0."""
    # The month stands behind the day: "mar., 07 déc." is a Tuesday in December, not March.
    found = sorted(_WORD.finditer(text), key=lambda n: not _BEHIND_DAY.search(text[: n.start()]))
    words = [word for name in found for word in _readings(text, name)]
    own = [language.replace("-", "_")] if language else []
    readings = [(word, [*own, *_LOCALES.get(_script(word), ())]) for word in words]
    for word, locales in readings:
        if _is_english(word):
            return _ENGLISH[word[:3]]
        for locale in locales:
            if word in _months_of(locale):
                return _months_of(locale)[word]
    # C's strftime shortens otherwise than CLDR: "27 ноя" for "нояб.".
    shortened = (_month_begun(word, locale) for word, locales in readings for locale in locales)
    return next(filter(None, shortened), 0)


def _readings(text: str, word: re.Match[str]) -> Iterator[str]:
    """Yield a word with the next one («كانون الأول»), alone, and without Hebrew's "in"."""
    following = _WORD.match(text, word.end() + 1)
    if following:
        yield _folded(f"{word[0]} {following[0]}")
    yield _folded(word[0])
    if word[0][0] == "ב":
        yield _folded(word[0][1:])


def _script(word: str) -> str:
    return unicodedata.name(word[:1], "").partition(" ")[0] if word else ""


def _folded(name: str) -> str:
    letters = unicodedata.normalize("NFD", name.strip(".׳").lower())
    bare = "".join(letter for letter in letters if unicodedata.category(letter) != "Mn")
    return bare.translate(_YEH_AND_KAF)


def _is_english(word: str) -> bool:
    if word[:3] not in _ENGLISH:
        return False
    full = datetime(2000, _ENGLISH[word[:3]], 1, tzinfo=UTC).strftime("%B").lower()
    return len(word) == 3 or full.startswith(word) or word == "sept"


@lru_cache(maxsize=10_000)
def _month_begun(word: str, locale: str) -> int:
    """Return the one month whose name begins with a word of three letters or more, or 0."""
    begun = {number for name, number in _months_of(locale).items() if name.startswith(word)}
    return begun.pop() if len(word) >= 3 and len(begun) == 1 else 0


@cache
def _months_of(code: str) -> dict[str, int]:
    """Return the folded month names of a language, in every form that is known, to numbers."""
    try:
        locale = Locale.parse(code)
    except (UnknownLocaleError, ValueError):
        return {}
    known = [
        (str(name), int(number))
        for context in ("format", "stand-alone")
        for width in ("wide", "abbreviated")
        for number, name in locale.months[context][width].items()
        if len(str(name)) > 1 and not str(name).isdigit()
    ]
    return {_folded(name): number for name, number in [*_FURTHER.get(code, {}).items(), *known]}

"""Names and numbers in a form that is the same in every script.

A name is reduced to a key of its consonants, since vowels are what scripts and transliterations
disagree on: Araghchi, Арагчи and عراقچی become ``rkc``. The idea is Soundex's (R. C. Russell,
US patent 1,261,167), with classes chosen for transliteration from Cyrillic, Arabic and Hebrew.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from anyascii import anyascii

from monitor.stories.wording import fold, words

_DIGRAPHS = (
    ("tch", "C"), ("shch", "s"), ("sch", "s"), ("kh", "h"), ("gh", "k"), ("ch", "C"), ("sh", "s"),
    ("zh", "z"), ("dzh", "z"), ("ph", "b"), ("th", "t"), ("ts", "C"), ("tz", "C"), ("ck", "k"),
    ("dj", "z"), ("ks", "x"),
)  # fmt: skip
_CLASSES = str.maketrans(
    {"q": "k", "g": "k", "p": "b", "j": "z", "x": "k", "f": "b", "v": "", "w": "", "y": "", "h": ""}
    | dict.fromkeys("aeiou'`’ʼ", "")
)
_CYRILLIC_ENDING = re.compile(
    r"(?<=\w{4})(?:ами|ями|ого|его|ому|ему|ыми|ими|ом|ем|ой|ей|ою|ею|ах|ях|ов|ев|ым|им|ых|их)$"
)
_ARABIC_CLITIC = re.compile(r"^(?:[وف]?(?:[بكل]?ال|لل)|[وبلف])(?=\w{3})")
_HEBREW_CLITIC = re.compile(r"^[ובלהמשכ]{1,2}(?=\w{3})")
_NUMBER = re.compile(r"(?<![\w.,-])\d+(?:[.,٬\u00a0\u202f]\d{3}(?!\d))*(?:[.,]\d+)?")
_THOUSAND = re.compile(
    r"^\W?\s?(?:тыс|тысяч|thousand|k\b|هزار|الف|אלף|mille?\b|mil\b|tausend|bin\b)"
)
_MILLION = re.compile(
    r"^\W?\s?(?:млн|миллион|million|m\b|میلیون|مليون|ملايين|מיליון|millón|milyon)"
)
_MONTH = re.compile(
    r"^\W?\s?(?:январ|феврал|март|апрел|ма[йя]\b|июн|июл|август|сентябр|октябр|ноябр|декабр|jan|feb|mar|"
    r"apr|may|june?|july?|aug|sep|oct|nov|dec|يناير|فبراير|مارس|ابريل|اسفند|فروردین)"
)
_MONTH_BEFORE = re.compile(r"(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*\.?\s$")
_NUMBER_WORDS = {
    2: "two два две двух двум двумя dos deux zwei due duas dwa اثنين اثنان دو שני שתי שניים iki",
    3: "three три трех трем тремя tres trois drei tre trzy ثلاث ثلاثه سه שלושה שלוש uc τρεις τρια",
    4: "four четыре четырех cuatro quatre vier quattro cztery اربع اربعه چهار ארבעה ארבע dort",
    5: "five пять пяти пятью cinco cinq funf cinque piec خمس خمسه پنج חמישה חמש bes",
    6: "six шесть шести seis sechs sei szesc ست سته شش שישה שש",
    7: "seven семь семи siete sept sieben sette siedem سبع سبعه هفت שבעה שבע yedi",
    8: "eight восемь восьми ocho huit acht otto osiem ثمان ثمانيه هشت שמונה sekiz",
    9: "nine девять девяти nueve neuf neun nove dziewiec تسع تسعه نه תשעה תשע dokuz",
    10: "ten десять десяти diez dix zehn dieci dziesiec عشره ده עשרה",
}
_WORD_VALUES = {word: n for n, listed in _NUMBER_WORDS.items() for word in fold(listed).split()}
_SHORTEST_KEY = 3


@lru_cache(maxsize=65536)
def name_keys(word: str) -> frozenset[str]:
    """Return the consonant keys of one word as written, with and without endings and clitics."""
    folded = fold(word)
    forms = {folded, _CYRILLIC_ENDING.sub("", folded)}
    forms.add(_ARABIC_CLITIC.sub("", folded))
    forms.add(_HEBREW_CLITIC.sub("", folded))
    return frozenset(key for key in map(_key, forms) if len(key) >= _SHORTEST_KEY)


def names(text: str) -> frozenset[str]:
    """Return the keys of every word that may be a name: capitalised, or without case."""
    return frozenset(key for word in words(text) if _may_be_name(word) for key in name_keys(word))


def numbers(text: str) -> frozenset[str]:
    """Return the numbers of a text in plain decimal, thousands and millions multiplied out.

    Days of a month, years and clock times are left out: every report of a day shares them.
    """
    text = _ascii_digits(text)
    found = {str(_WORD_VALUES[w]) for w in map(fold, words(text)) if w in _WORD_VALUES}
    for match in _NUMBER.finditer(text):
        value = _value(match[0], fold(text[match.end() : match.end() + 14]))
        dated = _MONTH_BEFORE.search(fold(text[max(0, match.start() - 11) : match.start()]))
        clock = dated or (
            text[match.end() : match.end() + 1] == ":"
            or text[match.start() - 1 : match.start()] == ":"
        )
        if value is not None and not clock:
            found.add(value)
    return frozenset(found)


def _value(digits: str, following: str) -> str | None:
    plain = re.sub(r"[.,٬\u00a0\u202f](?=\d{3}(?:\D|$))", "", digits).replace(",", ".")
    number = float(plain) if plain.count(".") < 2 else 0.0
    if _THOUSAND.match(following):
        number *= 1e3
    elif _MILLION.match(following):
        number *= 1e6
    elif _MONTH.match(following) or (1900 <= number <= 2100 and number.is_integer()):
        return None
    return f"{number:.12g}" if number > 1 else None


def _ascii_digits(text: str) -> str:
    return "".join(str(unicodedata.decimal(c)) if c.isdecimal() else c for c in text)


def _may_be_name(word: str) -> bool:
    first = word[0]
    return first.isupper() or not (first.islower() or first.isdigit())


def _key(word: str) -> str:
    text = anyascii(word).lower()
    for written, sound in _DIGRAPHS:
        text = text.replace(written, sound)
    head, tail = text[:1], text[1:]
    if head == "h":
        head = "k"
    tail = re.sub(r"c(?=[ei])", "s", tail)
    text = "".join(c for c in (head + tail).translate(_CLASSES) if c.isalpha())
    return re.sub(r"(.)\1+", r"\1", text.replace("c", "k").lower())

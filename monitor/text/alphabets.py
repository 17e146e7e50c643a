"""Which letters each language writes, for telling languages of one script apart.

Sources: Unicode CLDR 46 exemplar characters (main set), shortened to what differs within a script.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from functools import lru_cache

SCRIPT_LANGUAGES: Mapping[str, tuple[str, ...]] = {
    "LATIN": (
        "af", "az", "bs", "ca", "cs", "cy", "da", "de", "en", "es", "et", "eu", "fi", "fr", "ga",
        "gl", "hr", "hu", "id", "is", "it", "la", "lb", "lt", "lv", "mg", "ms", "mt", "nl", "no",
        "pl", "pt", "ro", "sk", "sl", "so", "sq", "sr", "sv", "sw", "tl", "tk", "tr", "uz", "vi",
        "yo",
    ),
    "CYRILLIC": ("be", "bg", "kk", "ky", "mk", "mn", "ru", "sr", "tg", "tt", "uk"),
    "ARABIC": ("ar", "fa", "ku", "ps", "sd", "ug", "ur"),
    "DEVANAGARI": ("hi", "mr", "ne", "sa"),
    "HAN": ("zh", "ja"),
    "BENGALI": ("bn", "as"),
    "ETHIOPIC": ("am", "ti"),
    "HEBREW": ("he", "yi"),
}  # fmt: skip
"""Languages told apart by their words where a script serves several; the first is the default."""

SCRIPT_LANGUAGE: Mapping[str, str] = {
    "ARMENIAN": "hy",
    "GEORGIAN": "ka",
    "GREEK": "el",
    "GUJARATI": "gu",
    "GURMUKHI": "pa",
    "HANGUL": "ko",
    "HIRAGANA": "ja",
    "KANNADA": "kn",
    "KATAKANA": "ja",
    "KHMER": "km",
    "LAO": "lo",
    "MALAYALAM": "ml",
    "MYANMAR": "my",
    "ORIYA": "or",
    "SINHALA": "si",
    "TAMIL": "ta",
    "TELUGU": "te",
    "THAI": "th",
    "TIBETAN": "bo",
    "THAANA": "dv",
}
"""Scripts that settle the language by themselves."""

_RUSSIAN = "абвгдежзийклмнопрстуфхцчшщъыьэюяё"
_SOUTH_SLAVIC = "абвгдежзиклмнопрстуфхцчшјљњџ"
_TURKIC = _RUSSIAN + "өүң"
_ARABIC = "ابتثجحخدذرزسشصضطظعغفقلمنهوءآأؤإئ"
_PERSIAN = _ARABIC + "پچژگکی"

_ALPHABETS: Mapping[str, str] = {
    "be": "абвгдежзйклмнопрстуфхцчшыьэюяёіў",
    "bg": "абвгдежзийклмнопрстуфхцчшщъьюя",
    "kk": _RUSSIAN + "әғқңөұүһі",
    "ky": _TURKIC,
    "mk": _SOUTH_SLAVIC + "ѓќѕ",
    "mn": _RUSSIAN + "өү",
    "ru": _RUSSIAN,
    "sr": _SOUTH_SLAVIC + "ђћ",
    "tg": "абвгдежзийклмнопрстуфхчшъэюяёғӣқӯҳҷ",
    "tt": _TURKIC + "әҗһ",
    "uk": "абвгдежзийклмнопрстуфхцчшщьюяґєії",
    "ar": _ARABIC + "ةىيك",
    "fa": _PERSIAN + "ۀ",
    "ur": _PERSIAN + "ٹڈڑںھہۂۃےۓ",
    "ku": "ئابپتجچحخدرزڕژسشعغفڤقکگلڵمنوۆهھیێە",
    "ps": _ARABIC + "پټچځڅډړږژښکګگڼۀةيیېۍئھ",
    "sd": _ARABIC + "ٻڀٿٺپڄڃچڇڊڌڍڏڙڦڪکگڳڱڻھيے",
    "ug": "ئابپتجچخدرزژسشغفقكگڭلمنوۇۆۈۋېىيەھ",
    "az": "çəğıöşü",
    "bs": "čćđšž",
    "ca": "àçèéíïòóúü",
    "cs": "áčďéěíňóřšťúůýž",
    "cy": "âêîôûŵŷáéíóúẃýàèìòùäëïöüÿ",
    "da": "æøåé",
    "de": "äöüß",
    "en": "",
    "es": "áéíñóúü",
    "et": "äõöüšž",
    "fi": "äöåšž",
    "fr": "àâæçèéêëîïôœùûüÿ",
    "ga": "áéíóú",
    "gl": "áéíñóúü",
    "hr": "čćđšž",
    "hu": "áéíóöőúüű",
    "is": "áéíðóúýþæö",
    "it": "àèéìòù",
    "lb": "äéëöü",
    "lt": "ąčęėįšųūž",
    "lv": "āčēģīķļņšūž",
    "mt": "àċèġħìòùż",
    "nl": "áäéëíïóöúüèç",
    "no": "æøåéàòô",
    "pl": "ąćęłńóśźż",
    "pt": "áâãàçéêíóôõú",
    "ro": "ăâîșțşţ",
    "sk": "áäčďéíĺľňóôŕšťúýž",
    "sl": "čšž",
    "sq": "çë",
    "sr-Latn": "čćđšž",
    "sv": "åäöéà",
    "tk": "çäžňöşüý",
    "tr": "çğıöşüâîû",
    "yo": "áàéèẹíìóòọṣúù",
}
"""Letters of a language beyond its script's plain ones: for Latin, beyond a to z."""

_SHARED_LATIN = frozenset("abcdefghijklmnopqrstuvwxyz")


@lru_cache(maxsize=65_536)
def script_of(character: str) -> str:
    """Return the script of a letter as its Unicode name's first word, or "" for no letter."""
    if not character.isalpha():
        return ""
    word = unicodedata.name(character, "").partition(" ")[0]
    if word == "CJK":
        return "HAN"
    return "KATAKANA" if word == "HALFWIDTH" else word


def foreign_letters(text: str, script: str, language: str) -> int:
    """Count the letters of ``script`` in lower-case ``text`` that ``language`` does not write."""
    key = "sr-Latn" if (language, script) == ("sr", "LATIN") else language
    if key not in _ALPHABETS:
        return sum(1 for c in text if script_of(c) == "LATIN" and c not in _SHARED_LATIN)
    known = _SHARED_LATIN.union(_ALPHABETS[key])
    return sum(1 for c in text if c not in known and script_of(c) == script)

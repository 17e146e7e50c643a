"""Which letters each language writes, for telling languages of one script apart.

Sources: Unicode CLDR 46 exemplar characters (main set), shortened to what differs within a script.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Mapping
from functools import cache, lru_cache

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

MARKERS: Mapping[str, str] = {
    "ar": "في من على إلى عن مع بعد قبل خلال التي الذي",
    "az": "və ilə üçün olub edib bu",
    "be": "і з ў на што для пасля пра ад каля як гэта",
    "bg": "да се са ще че от след който която което през със във към",
    "cs": "se jak pro při podle který která které byl byla co jsou ve ze bude",
    "da": "af efter nogle siger hvor mellem mod uden ikke blev bliver også ud",
    "en": "the of to and for with on after says as at by from is are will",
    "es": "el los las con del una por y tras sobre es más dice",
    "et": "ja on ei ning eesti pärast kui oma ka et",
    "fa": "در از به با را که این برای است شد",
    "fi": "ja on ei ovat jälkeen kun oli sekä myös että",
    "hr": "tko što prije poslije predsjednik predsjednika vijeće vrijeme uvjet tijekom gdje svijet",
    "id": "yang di dan untuk dengan pada dari akan ini itu tidak karena bisa bahwa ke tak soal",
    "it": "il gli con della delle del per una più dopo è che non",
    "mk": "се во од ќе што кој дека ги со ја",
    "ms": "yang di dan untuk dengan pada dari akan ini itu tidak kerana boleh bahawa ke iaitu",
    "no": "av etter sier hvor mellom mot uten ikke ble blir også ut noen",
    "ps": "په د او چې له ته کې دی",
    "pt": "não são com em uma do da os pelo após e mais diz",
    "ru": "что как из для его это или после чтобы не по от",
    "sk": "sa že ako aby pre pri už podľa ktorý ktorá ktoré bol bola čo sú zo bude",
    "sl": "so pri ki po bo ter kot",
    "sr": "је се су да за од ће који није због што"
    " ko šta pre posle predsednik predsednika veće vreme tokom gde svet reč",
    "sv": "och av efter säger mellan mot utan inte blev blir också ut någon",
    "sw": "ya wa na kwa katika za la ni yake hiyo cha baada kuwa huo pia hii yatoa",
    "tr": "ve ile için bir bu sonra olarak",
    "uk": "що та від до після вже про із у й",
}
"""Small words that tell a language from its neighbours; a sign, never a proof."""

_SHARED_LATIN = frozenset("abcdefghijklmnopqrstuvwxyz")


@cache
def markers_of(language: str) -> frozenset[str]:
    """Return the small words of a language."""
    return frozenset(MARKERS.get(language, "").split())


@lru_cache(maxsize=65_536)
def script_of(character: str) -> str:
    """Return the script of a letter as its Unicode name's first word, or "" for no letter."""
    if not character.isalpha():
        return ""
    word = unicodedata.name(character, "").partition(" ")[0]
    if word == "CJK":
        return "HAN"
    return "KATAKANA" if word == "HALFWIDTH" else word


def foreign_letters(letters: Counter[str], script: str, language: str) -> int:
    """Count those of the lower-case letters of one script that ``language`` does not write."""
    known = _letters_of("sr-Latn" if (language, script) == ("sr", "LATIN") else language)
    return sum(count for letter, count in letters.items() if letter not in known)


@cache
def _letters_of(language: str) -> frozenset[str]:
    return _SHARED_LATIN.union(_ALPHABETS.get(language, ""))

"""Slavic names in Latin letters: Zelensky, Zelenskyy, Selenskyj are one name.

Each language writes the same Cyrillic letters in its own way. A name with a Slavic ending is taken
apart into letters and put together again in the ways of English, German, French, Dutch and Polish.
"""

from __future__ import annotations

import re
from itertools import product

from monitor.watches.fold import fold_word

_SLAVIC = re.compile(
    r".{2,}(?:[sc]ky|skyy|[sc]kiy|[sc]kyi|[sc]kyj|[sc]kij|[sc]ki|skii|szkij|[oe]v|[oe]w|[oe]ff|enko"
    r"|[aei]nka|vich|vych|vitch|witsch|wicz|alny|alnyj|alniy|uzhny|uzhnyi)"
)
_KNOWN = re.compile(
    r"(putin|poutine|putyin|poetin|shoigu|schoigu|szojgu|sjojgoe|choigou|syrsky|syrskyi|yermak"
    r"|jermak|prigozhin|prigoschin|prigojine|prigozyn)"
)
_ENDING = re.compile(r"(s|sz|c)(ky|kyy|kiy|kyi|kyj|kij|ki|kii)$")
_UNITS = re.compile(
    "schtsch|shch|chtch|szcz|tsch|tch|sch|sh|sz|sj|zh|kh|ch|cz|ts|tz|ou|oe|ya|ja|ia|yu|ju|ye|je|ie|ff|off|."
)
_WAYS = {
    **dict.fromkeys(("schtsch", "shch", "chtch", "szcz"), "shch schtsch chtch szcz"),
    **dict.fromkeys(("sh", "sz", "sj"), "sh sch ch sz sj s"),
    "sch": "sh sch ch sz sj zh j z",
    "zh": "zh sch j z",
    "kh": "kh ch h",
    **dict.fromkeys(("ch", "cz", "tsch", "tch"), "ch tsch tch cz c"),
    **dict.fromkeys(("ts", "tz"), "ts z tz c"),
    **dict.fromkeys(("ya", "ja", "ia"), "ya ja ia"),
    **dict.fromkeys(("yu", "ju"), "yu ju iu"),
    **dict.fromkeys(("ye", "je"), "ye je e ie"),
    **dict.fromkeys(("ou", "oe"), "u ou oe"),
    "u": "u ou oe",
    "v": "v w",
    "w": "v w",
    "ff": "v w ff",
    "y": "y j i",
    "j": "y j i",
}  # fmt: skip
_MOST = 400
_LETTERS = {
    "а": "a", "б": "b", "в": "v", "г": "g", "ґ": "g", "д": "d", "е": "e", "є": "ye", "ж": "zh",
    "з": "z", "и": "i", "і": "i", "ї": "i", "й": "y", "к": "k", "л": "l", "м": "m", "н": "n",
    "о": "o", "п": "p", "р": "r", "с": "s", "т": "t", "у": "u", "ф": "f", "х": "kh", "ц": "ts",
    "ч": "ch", "ш": "sh", "щ": "shch", "ы": "y", "э": "e", "ю": "yu", "я": "ya", "ь": "", "ъ": "",
    "'": "", "’": "", "ё": "e",
}  # fmt: skip
_CYRILLIC = str.maketrans("abdfghiklmnoprstuvyz", "абдфгхиклмнопрстувыз")


def spellings(word: str) -> set[str]:
    """Return the folded spellings of a Slavic name in Latin letters; nothing for other words."""
    if not word[:1].isupper():
        return set()
    folded = fold_word(word)
    if not folded.isascii() or not (_SLAVIC.fullmatch(folded) or _KNOWN.fullmatch(folded)):
        return set()
    stem, endings = folded, [""]
    if found := _ENDING.search(folded):
        stem = folded[: found.start()]
        endings = [f"s{end}" for end in ["ky", "kyy", "kiy", "kyi", "kyj", "kij", "ki", "kii"]] + [
            "szkij"
        ]
        if found[1] == "c":
            endings = [f"c{end}" for end in ["ky", "kyy", "kiy", "kyi", "kyj", "kij", "ki", "kii"]]
    elif folded.endswith(("enko", "enka")):
        stem, endings = folded[:-4], ["enko", "enka"]
    elif folded.endswith(("in", "ine", "yin")) and _KNOWN.fullmatch(folded):
        stem = re.sub(r"(yin|ine|in)$", "", folded)
        endings = ["in", "ine", "yin"]
    units = [_WAYS.get(unit, unit).split() for unit in _UNITS.findall(stem)]
    if stem[0] in "sz" and len(units[0]) == 1:
        units[0] = ["z", "s"]
    if stem.endswith(("v", "w", "ff")):
        units[-1] = ["v", "w", "ff"]
    found_all = ("".join(parts) for parts in product(*units, endings))
    return {folded} | {spelling for spelling, _ in zip(found_all, range(_MOST), strict=False)}


def romanised(word: str) -> str:
    """Return a Cyrillic name in Latin letters, as English writes it; "" for other words."""
    small = word.lower()
    if not word[:1].isupper() or any(letter not in _LETTERS for letter in small):
        return ""
    latin = "".join(_LETTERS[letter] for letter in small)
    latin = re.sub(r"(ii|iy|yy)$", "y", latin)
    return latin.capitalize()


def transliterated(designation: str) -> tuple[str, ...]:
    """Return a designation in letters of the other script that sound alike: «Су-35», "Su-35"."""
    small = designation.lower()
    if any(letter in _LETTERS and letter.isalpha() for letter in small):
        return ("".join(_LETTERS.get(letter, letter) for letter in small).upper(),)
    if small.isascii():
        return (small.translate(_CYRILLIC).upper(),)
    return ()

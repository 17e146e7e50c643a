"""Text as the matcher reads it: one letter for all its disguises, a space for what parts words.

Case, diacritics, vocalisation, letter variants of Arabic, Persian and Hebrew, wide and traditional
signs, and digits of any script are folded. What is no letter, digit or vowel sign becomes a space,
so that a whole word is a pattern between two spaces. Signs of scripts written without spaces are
parted from letters of others («F-16戦闘機»).
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

_LETTERS = {
    **dict.fromkeys("ıİI", "i"), "ł": "l", "đ": "d", "ø": "o", "ħ": "h", "ŧ": "t", "ð": "d",
    "ə": "e", "ß": "ss", "æ": "ae", "œ": "oe", "þ": "th", "ĸ": "k", "ŋ": "n", "ς": "σ",
    "և": "եւ", "ё": "е", "ґ": "г", "ѐ": "е", "ѝ": "и",
    **dict.fromkeys("آأإٱ", "ا"), **dict.fromkeys("ىیېےي", "ي"), **dict.fromkeys("کڪ", "ك"),
    **dict.fromkeys("ۀەہۂھ", "ه"), "ۃ": "ة", "ؤ": "و", "ئ": "ي",
    **{chr(letter + order): chr(same + order) for letter, same in (
        (0x1210, 0x1200), (0x1280, 0x1200), (0x1220, 0x1230), (0x12D0, 0x12A0), (0x1340, 0x1338),
    ) for order in range(7)},
    "ך": "כ", "ם": "מ", "ן": "נ", "ף": "פ", "ץ": "צ", "ँ": "ं",
}  # fmt: skip
_COMPOSED = {("и", "\u0306"): "й", ("і", "\u0308"): "ї"}
_KEPT = frozenset("йїўќѓ")
_DROPPED = re.compile(
    "[\u00ad\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7"
    "\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06ed\u093c\u09bc\u180e\u200b\u200d-\u200f"
    "\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff]"
)
_UNSPACED = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u3007\u3041-\u3096\u30a1-\u30fa\u30fc-\u30ff"
    "\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff66-\uff9f"
)
_HANGUL = "\u1100-\u11ff\u3130-\u318f\uac00-\ud7a3"
_IRREGULAR = re.compile(
    "[\u0587\u00c6\u00df\u00e6\u00de\u00fe\u0132\u0133\u0152\u0153\u01c4-\u01cc\u01f1-\u01f3\u1e9e"
    "\ufb00-\ufb4f\uff9e\uff9f\U0001f000-\U0010ffff"
    + _DROPPED.pattern[1:]
    + "|(?<=[\u05d0-\u05ea])[\"'\u05f3\u05f4\u2018\u2019\u201c\u201d](?=[\u05d0-\u05ea])"
)
_SIGN = f"{_UNSPACED}{_HANGUL}"
_SCRIPT_CHANGE = re.compile(f"(?<=[{_SIGN}])(?=[^\\W_{_SIGN}])|(?<=[^\\W_{_SIGN}])(?=[{_SIGN}])")
_SCRIPT_SIGN = re.compile(f"[{_UNSPACED}{_HANGUL}]")
_MODIFIER_APOSTROPHE = "\u02bc"
_TURNED_COMMA = "\u02bb"
"""Part of Uzbek letters (oʻ, gʻ), for which most type an apostrophe."""
_VOICED = {
    **{chr(code): chr(code + 1) for code in (*range(0x30AB, 0x30C3, 2), *range(0x30C4, 0x30CA, 2))},
    **{chr(code): chr(code + 1) for code in range(0x30CF, 0x30DE, 3)}, "ウ": "ヴ",
}  # fmt: skip
_HALF_VOICED = {chr(code): chr(code + 2) for code in range(0x30CF, 0x30DE, 3)}
_SOUND_MARKS = {"\uff9e": _VOICED, "\uff9f": _HALF_VOICED}
"""Marks that stand after a half-width sign of katakana: ﾄﾞ is ド."""
_HEBREW_QUOTES = frozenset("\"'״׳”’“‘")


class _Table(dict[int, str]):
    """Folds one character at a time, remembering what it met."""

    def __missing__(self, code: int) -> str:
        folded = self[code] = _fold_character(chr(code))
        return folded


def _fold_character(character: str) -> str:
    if character == _MODIFIER_APOSTROPHE:
        return " "
    if _DROPPED.match(character):
        return ""
    small = character if character in _LETTERS else character.lower()[:1]
    if small in _LETTERS:
        return _LETTERS[small]
    if small in _KEPT:
        return small
    return _fold_plain_character(small) if is_word_character(small) else " "


def _fold_plain_character(small: str) -> str:
    if _SCRIPT_SIGN.match(small):
        return simplified().get(small, unicodedata.normalize("NFKC", small)[:1])
    if small.isdigit() or small.isdecimal():
        return str(unicodedata.digit(small, " "))
    base = [c for c in unicodedata.normalize("NFKD", small) if not _DROPPED.match(c)]
    folded = "".join(_LETTERS.get(c, c) for c in base if is_word_character(c)) or " "
    return folded if _IRREGULAR.match(small) else folded[0]


@cache
def is_word_character(character: str) -> bool:
    """Return whether the character is part of a word: a letter, digit or dependent vowel sign."""
    if character == _TURNED_COMMA:
        return False
    return unicodedata.category(character)[0] in "LM" or character.isalnum()


@cache
def simplified() -> dict[str, str]:
    """Return the simplified sign of each traditional Chinese one that has exactly one (OpenCC)."""
    import opencc

    signs = [chr(code) for code in range(0x4E00, 0xA000)]
    converted = opencc.OpenCC("t2s").convert("\n".join(signs)).split("\n")
    return {old: new for old, new in zip(signs, converted, strict=True) if old != new}


_TABLE = _Table()


@dataclass(frozen=True, slots=True)
class Folded:
    """A folded text between two spaces, and where each of its characters stood."""

    text: str
    original: str
    offsets: tuple[int, ...] | None
    """Place of each folded character in ``original``; None where it is one less than its own."""

    def place(self, index: int) -> int:
        """Return the place in the original of the folded character at ``index``."""
        if self.offsets is None:
            return min(max(index - 1, 0), len(self.original))
        return self.offsets[min(max(index, 0), len(self.offsets) - 1)]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return the place in the original of ``text[start:end]``, with its dropped marks."""
        first, last = self.place(start), self.place(end)
        while last > first and not is_word_character(self.original[last - 1]):
            last -= 1
        return first, last


def fold(text: str) -> Folded:
    """Fold ``text`` for matching, keeping the way back to its own offsets."""
    if text.isascii():
        return Folded(f" {text.translate(_TABLE)} ", text, None)
    if _IRREGULAR.search(text):
        return _fold_slowly(text)
    if not _SCRIPT_SIGN.search(text):
        return Folded(f" {text.translate(_TABLE)} ", text, None)
    cuts = [0, *(match.start() for match in _SCRIPT_CHANGE.finditer(text)), len(text)]
    pieces = [text[start:end] for start, end in pairwise(cuts)]
    offsets = [0]
    for start, end in pairwise(cuts):
        offsets += range(start, end)
        offsets.append(end)
    return Folded(f" {' '.join(pieces).translate(_TABLE)} ", text, tuple(offsets))


def without_marks(text: str) -> str:
    """Return a text without accents and other marks, canonically decomposed."""
    letters = unicodedata.normalize("NFD", text)
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def marks_of(word: str) -> str:
    """Return the marks of a word in one order, wherever they stand: «hoà» has those of «hòa».

    «Ð», Icelandic, is also written for «Đ». Urdu's aspirating «ھ» is a mark, and vocalisation none.
    """
    letters = unicodedata.normalize("NFD", word.lower()).replace("ð", "đ")
    return "".join(sorted(c for c in letters if "\u0300" <= c <= "\u036f" or c in "đھ"))


def fold_word(word: str) -> str:
    """Fold a word or phrase as it would stand in a text, without the outer spaces."""
    return " ".join(fold(word).text.split())


def _fold_slowly(text: str) -> Folded:
    letters, offsets = [" "], [0]
    before = " "
    for index, character in enumerate(text):
        if character in _HEBREW_QUOTES and _between_hebrew_letters(text, index):
            continue
        if character in "\u0306\u0308" and before in "иіе":
            letters[-1] = _COMPOSED.get((before, character), before)
            continue
        if character in _SOUND_MARKS and before in _SOUND_MARKS[character]:
            letters[-1] = before = _SOUND_MARKS[character][before]
            continue
        folded = _TABLE[ord(character)]
        if not folded:
            continue
        if _parts(before, folded):
            letters.append(" ")
            offsets.append(index)
        letters.extend(folded)
        offsets.extend([index] * len(folded))
        before = folded[-1]
    letters.append(" ")
    offsets.append(len(text))
    return Folded("".join(letters), text, tuple(offsets))


def _parts(before: str, folded: str) -> bool:
    """Return whether a boundary of scripts runs between two folded characters."""
    if before == " " or folded[0] == " ":
        return False
    return bool(_SCRIPT_SIGN.match(before)) != bool(_SCRIPT_SIGN.match(folded))


def _between_hebrew_letters(text: str, index: int) -> bool:
    around = text[index - 1 : index] + text[index + 1 : index + 2]
    return len(around) == 2 and all("א" <= c <= "ת" for c in around)

"""Abbreviations, found in capitals alone, and designations, found whole."""

from __future__ import annotations

import re
from collections.abc import Iterator

from monitor.watches.fold import fold_word
from monitor.watches.languages.south_slavic import to_cyrillic, to_latin
from monitor.watches.names import transliterated
from monitor.watches.shapes import Check

_CYRILLIC_ENDINGS = ("а", "у", "ом", "е", "и", "ы", "ов", "ам", "ами", "ах")
_TURKIC_ENDINGS = ("lar", "ler", "ları", "leri", "lara", "lere", "ların", "lerin")
_ENDINGS = {
    **dict.fromkeys(("ru", "uk", "be"), _CYRILLIC_ENDINGS),
    **dict.fromkeys(("tr", "az"), ("s", *_TURKIC_ENDINGS)),
}
_DOTTED_GAPS = (" ", "  ")
"""What a full stop folds to, and one with a space after it."""
_LETTERS_THAT_ARE_WORDS = frozenset("aeiouyавсокуияб")
_VOWELS = frozenset("аеёиоуыэюяіїє")
_LATIN_LIKE = str.maketrans("АВСЕНКМОРТХУавсенкмортху", "ABCEHKMOPTXYabcehkmoptxy")
_CYRILLIC_LIKE = str.maketrans("ABCEHKMOPTXYabcehkmoptxy", "АВСЕНКМОРТХУавсенкмортху")


def capital_forms(word: str, language: str | None, *, exact: bool) -> dict[str, Check]:
    """Return the folded forms of an abbreviation: its own, with full stops, with endings.

    «EEUU» is written «EE.UU.» too, and a Serbian one in both alphabets.
    """
    forms = {fold_word(word): Check.CAPITALS}
    if exact:
        return forms
    words = {word}
    if language == "sr":
        words |= {to_latin(word.lower()).upper(), to_cyrillic(word.lower()).upper()}
    for spelled in words:
        forms |= _inexact_forms(spelled, language)
    return forms


def _inexact_forms(word: str, language: str | None) -> dict[str, Check]:
    folded = fold_word(word)
    forms = {folded: Check.CAPITALS}
    for ending in _endings(folded, language):
        forms[folded + ending] = Check.ENDED
    if 2 <= len(word) <= 5 and word.isalpha():
        forms |= {gap.join(folded): Check.DOTTED for gap in _DOTTED_GAPS}
    if doubled := re.fullmatch(r"((.)\2)((.)\4)", folded):
        for gap in _DOTTED_GAPS:
            forms[f"{doubled[1]}{gap}{doubled[3]}"] = Check.CAPITALS
    return forms


def _endings(folded: str, language: str | None) -> tuple[str, ...]:
    """Return what may be written onto an abbreviation in small letters: «ICBMs», «МИДом»."""
    if re.fullmatch("[а-яёіїєґў]+", folded):
        wanted = folded[-1] not in _VOWELS
        return _ENDINGS.get(language or "ru", ()) if wanted else ()
    return _ENDINGS.get(language or "", ("s",)) if folded.isascii() else ()


def designation_forms(text: str, language: str | None, *, exact: bool) -> dict[str, Check]:
    """Return the folded forms of a designation: «F-16» as F-16, F 16, F16, and their plural."""
    forms: dict[str, Check] = {}
    for spelling in _spellings(text):
        groups = [fold_word(group) for group in re.split(r"[-‐‑‒–]", spelling)]
        check = Check.TIGHT if groups[0] in _LETTERS_THAT_ARE_WORDS else Check.DESIGNATION
        endings = ("",) if exact else ("", *(_ENDINGS.get(language or "", ()) or ("s",)))
        if parts := re.fullmatch(r"([^\W\d]+)(\d+)", groups[0]) if len(groups) == 1 else None:
            forms[f"{parts[1]} {parts[2]}"] = Check.TIGHT
        for ending in endings:
            forms["".join(groups) + ending] = Check.DESIGNATION
            forms[" ".join(groups) + ending] = check
    return {form: check for form, check in forms.items() if form.strip()}


def _spellings(text: str) -> Iterator[str]:
    """Yield the designation in the letters typed, and in the other script's: «МиГ-29», «MiG-29».

    Letters that sound alike («С-300», "S-300") and letters that look alike («T-72») both count.
    """
    yield text
    yield from transliterated(text)
    for table in (_LATIN_LIKE, _CYRILLIC_LIKE):
        other = text.translate(table)
        if other != text and (other.isascii() or not re.search("[A-Za-z]", other)):
            yield other

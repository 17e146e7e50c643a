"""Russian and Ukrainian, by pymorphy3: dictionaries of whole lexemes, and prediction for names."""

from __future__ import annotations

from typing import Any

from monitor.watches.languages.endings import with_each
from monitor.watches.languages.sources import Sources
from monitor.watches.paradigm import Paradigm, paradigm

_CONSONANTS = "бвгджзклмнпрстфхцчшщ"
_OF_SHORT_NAMES = {"ru": "а у ом е", "uk": "а у ом і ові"}
"""Endings of a name too short for prediction: «Ким Чен Ына»."""
_UNLIKELY = 0.15
_PREDICTED = frozenset({"NOUN", "ADJF"})


def inflect_russian(word: str, sources: Sources) -> Paradigm:
    """Return the Russian paradigm of ``word``."""
    return _inflect("ru", word, sources)


def inflect_ukrainian(word: str, sources: Sources) -> Paradigm:
    """Return the Ukrainian paradigm of ``word``."""
    return _inflect("uk", word, sources)


def _inflect(code: str, word: str, sources: Sources) -> Paradigm:
    small = word.lower().replace("’", "'").replace("ʼ", "'")
    analyzer = sources.analyzer(code)
    parsed = analyzer.parse(small)
    places = [r for r in parsed if word[0].isupper() and _is_place(r) and r.normal_form == small]
    readings = places or _likely(parsed, small)
    forms = {form.word for reading in readings for form in reading.lexeme} | {small}
    if not readings and word[0].isupper() and small[-1] in _CONSONANTS:
        forms |= with_each({small}, _OF_SHORT_NAMES[code])
    if not word[0].isupper():
        return paradigm(forms)
    lemmas = {reading.normal_form for reading in readings} | {small}
    words = {form for form in forms if _is_another_word(analyzer.parse(form), lemmas)}
    if small in words:
        words.add(word)
    return Paradigm(frozenset(forms | {word}), large=frozenset(words))


def _is_another_word(readings: list[Any], lemmas: set[str]) -> bool:
    """Return whether a name's form is also a common word's: «Львов» and "of lions"."""
    return any(
        reading.is_known
        and reading.normal_form not in lemmas
        and not {"Surn", "Name", "Geox", "Patr", "Orgn"}
        & set(str(reading.tag).replace(" ", ",").split(","))
        for reading in readings
    )


def _is_place(reading: Any) -> bool:
    """Return whether a reading is a place of the dictionary, however rare: «Газа», not "газ"."""
    return bool(reading.is_known and "Geox" in str(reading.tag))


def _likely(readings: list[Any], word: str) -> list[Any]:
    """Return the readings that the typed form is likely meant as: as a lemma before all."""
    known = [reading for reading in readings if reading.is_known]
    guessed = [r for r in readings if r.tag.POS in _PREDICTED and r.score >= _UNLIKELY]
    likely = [r for r in known if r.score >= _UNLIKELY] or known or guessed
    lemmas = [r for r in likely if r.normal_form.replace("ё", "е") == word.replace("ё", "е")]
    adjectives = [r for r in likely if r.tag.POS == "ADJF" and r.is_known and r not in lemmas]
    return lemmas + adjectives if lemmas else likely

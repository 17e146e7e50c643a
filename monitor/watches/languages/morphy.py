"""Russian and Ukrainian, by pymorphy3: dictionaries of whole lexemes, and prediction for names."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from monitor.watches.languages.sources import Sources
from monitor.watches.paradigm import Paradigm, paradigm

_UNLIKELY = 0.15
_PREDICTED = frozenset({"NOUN", "ADJF"})


def inflect_russian(word: str, sources: Sources) -> Paradigm:
    """Return the Russian paradigm of ``word``."""
    return paradigm(_forms("ru", word, sources))


def inflect_ukrainian(word: str, sources: Sources) -> Paradigm:
    """Return the Ukrainian paradigm of ``word``."""
    return paradigm(_forms("uk", word, sources))


def _forms(code: str, word: str, sources: Sources) -> Iterable[str]:
    small = word.lower().replace("’", "'").replace("ʼ", "'")
    readings = _likely(sources.analyzer(code).parse(small), small, code)
    return {form.word for reading in readings for form in reading.lexeme}


def _likely(readings: list[Any], word: str, code: str) -> list[Any]:
    """Return the readings that the typed form is likely meant as: as a lemma before all."""
    known = [reading for reading in readings if reading.is_known]
    guessed = [r for r in readings if r.tag.POS in _PREDICTED and r.score >= _UNLIKELY]
    likely = [r for r in known if r.score >= _UNLIKELY] or known or guessed
    lemmas = [r for r in likely if r.normal_form.replace("ё", "е") == word.replace("ё", "е")]
    return lemmas or likely

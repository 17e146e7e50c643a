"""English: plurals, possessives, persons and tenses."""

from __future__ import annotations

import re

from monitor.watches.languages.sources import Sources
from monitor.watches.paradigm import Paradigm, paradigm

_NOUNS_ALONE = frozenset("tank state drone troop mine arms ally army war".split())
"""Nouns whose verb is another word: stocks that "tanked" are no tanks."""


_VOWELS = tuple((old, new) for old in "aeiou" for new in "aeiou" if old != new)


def inflect(word: str, sources: Sources) -> Paradigm:
    """Return the paradigm of an English word, by simplemma and the rule for plurals."""
    small = word.lower()
    found = sources.lexeme("en", word, _VOWELS if len(small) < 6 else ())
    return paradigm(found | {small, _plural(small)})


def _plural(word: str) -> str:
    if re.search(r"(s|x|z|ch|sh)$", word):
        return word + "es"
    if re.search(r"[^aeiou]y$", word):
        return word[:-1] + "ies"
    return word + "s"

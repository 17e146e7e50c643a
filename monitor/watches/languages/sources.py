"""The dictionaries that languages look words up in, opened when first asked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from monitor.watches.dictionary import Dictionary

if TYPE_CHECKING:
    from pymorphy3 import MorphAnalyzer


Alternations = Sequence[tuple[str, str]]
"""Letters of a stem, and what they may turn into."""


class Sources:
    """Open dictionaries of one lexicon."""

    def __init__(self) -> None:
        self._dictionaries: dict[str, Dictionary] = {}
        self._analyzers: dict[str, MorphAnalyzer] = {}

    def dictionary(self, code: str) -> Dictionary:
        """Return simplemma's dictionary of a language, by simplemma's code ("hbs" for Serbian)."""
        if code not in self._dictionaries:
            self._dictionaries[code] = Dictionary(code)
        return self._dictionaries[code]

    def analyzer(self, code: str) -> MorphAnalyzer:
        """Return pymorphy3's analyzer for ``ru`` or ``uk``."""
        if code not in self._analyzers:
            from pymorphy3 import MorphAnalyzer

            self._analyzers[code] = MorphAnalyzer(lang=code)
        return self._analyzers[code]

    def lexeme(self, code: str, word: str, alternations: Alternations = ()) -> set[str]:
        """Return the forms of ``word`` in simplemma's dictionary, and of the word it is a form of.

        ``alternations`` are pairs of letters that change within a stem («Land», «Länder»): forms
        are sought under the word's first letters, and under those with a letter changed.
        """
        dictionary = self.dictionary(code)
        found: set[str] = set()
        for spelling in dict.fromkeys((word, word.lower())):
            lemma = dictionary.lemma(spelling)
            for head in dict.fromkeys((spelling, lemma) if lemma else (spelling,)):
                for opening in openings(head, alternations):
                    found |= dictionary.forms(head, opening)
        return found


def openings(word: str, alternations: Alternations) -> Iterator[str]:
    """Yield the beginnings under which the forms of a word may stand in a dictionary."""
    length = 4 if len(word) > 6 else 3 if len(word) > 4 else 2
    yield word[:length]
    for old, new in alternations:
        place = word.find(old, 0, length)
        if place >= 0:
            yield (word[:place] + new + word[place + len(old) :])[:length]

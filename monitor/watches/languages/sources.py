"""The dictionaries that languages look words up in, opened when first asked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from monitor.watches.dictionary import Dictionary

if TYPE_CHECKING:
    from pymorphy3 import MorphAnalyzer


Alternations = Sequence[tuple[str, str]]
"""Letters of a stem, and what they may turn into."""


_SHORTEST_WORD = 3
_SAME = 3
"""Letters at the beginning that a form and its word mostly share."""
_OF_ANOTHER_WORD = frozenset(
    (code, word)
    for code, words in {
        "sv": "ska skulle mer",
        "nl": "later",
        "es": "seis muy",
        "pt": "duas",
        "it": "terrà",
    }.items()
    for word in words.split()
)
"""Common words of their own that simplemma gives to «skola», «laat», «ser», «dois», or that look so
without accents."""
_LARGE = frozenset(["pl", "fi", "et", "hu"])
"""Dictionaries of half a million forms and more under one letter, which take half a second."""


class Sources:
    """Open dictionaries of one lexicon."""

    def __init__(self, *, dictionaries: bool = True, most_open: int = 2) -> None:
        self._has_dictionaries = dictionaries
        self._most_open = most_open
        self._dictionaries: dict[str, Dictionary] = {}
        self._analyzers: dict[str, MorphAnalyzer] = {}

    def dictionary(self, code: str) -> Dictionary:
        """Return simplemma's dictionary of a language, by simplemma's code ("hbs" for Serbian)."""
        if code not in self._dictionaries:
            while len(self._dictionaries) >= self._most_open:
                del self._dictionaries[next(iter(self._dictionaries))]
            self._dictionaries[code] = Dictionary(code if self._has_dictionaries else "")
        return self._dictionaries[code]

    def analyzer(self, code: str) -> MorphAnalyzer:
        """Return pymorphy3's analyzer for ``ru`` or ``uk``."""
        if code not in self._analyzers:
            from pymorphy3 import MorphAnalyzer

            self._analyzers[code] = MorphAnalyzer(lang=code)
        return self._analyzers[code]

    def lexeme(self, code: str, word: str, alternations: Alternations = ()) -> set[str]:
        """Return the forms of ``word`` in simplemma's dictionary, and of the word it is of.

        ``alternations`` are pairs of letters that a word may begin with («essen», «aß»): forms
        are sought under the word's first letter, in large dictionaries its first two, and under
        those with a letter changed. A word with a capital is found in small letters only where that
        is a lemma: «Krieg» is no form of "kriegen".
        """
        if len(word) < _SHORTEST_WORD and word.isascii():
            return set()
        dictionary = self.dictionary(code)
        found: set[str] = set()
        for spelling in dict.fromkeys((word, word.lower())):
            lemma = dictionary.lemma(spelling)
            if spelling not in (word, lemma):
                continue
            for head in dict.fromkeys((spelling, lemma) if lemma else (spelling,)):
                for beginning in _openings(code, head, alternations):
                    forms = dictionary.forms(head, beginning)
                    found |= {form for form in forms if _is_telling(code, form, head)}
        return found

    def is_lemma(self, code: str, word: str, least: int) -> bool:
        """Return whether the dictionary lists so many forms under the typed word."""
        dictionary = self.dictionary(code)
        return any(
            len(dictionary.forms(spelling, beginning)) >= least
            for spelling in dict.fromkeys((word, word.lower()))
            for beginning in _openings(code, spelling, ())
        )

    def known(self, code: str, word: str) -> bool:
        """Return whether simplemma's dictionary has ``word``, in this case or in small letters."""
        dictionary = self.dictionary(code)
        return any(dictionary.lemma(spelling) for spelling in (word, word.lower()))

    def lemma_of(self, code: str, word: str) -> str | None:
        """Return the lemma of a form as simplemma's dictionary spells both, or None."""
        return self.dictionary(code).lemma(word)

    def by_tail(
        self, code: str, word: str, alternations: Alternations = (), *, shortest: int = 4
    ) -> set[str]:
        """Return the forms of a compound by those of its last part: «Kampfpanzers» by «Panzers».

        Nothing where no part of ``shortest`` letters or more is known.
        """
        for cut in range(3, len(word) - shortest + 1):
            for tail in (word[cut:], word[cut:].capitalize()):
                if not self.dictionary(code).lemma(tail):
                    continue
                forms = self.lexeme(code, tail, alternations)
                if len(forms) > 1:
                    return {word[:cut] + form.lower() for form in forms} | {word}
        return set()

    def among_others(self, code: str, forms: set[str], own: set[str]) -> set[str]:
        """Return which ``forms`` that a rule made are words of their own in the dictionary."""
        dictionary = self.dictionary(code)
        lemmas = {word.lower() for word in own}
        return {
            form
            for form in forms - own
            if (lemma := dictionary.lemma(form.lower())) == form.lower() and lemma not in lemmas
        }

    def of_common_words(self, code: str, name: str, forms: set[str]) -> set[str]:
        """Return which ``forms`` of a name are forms of a common word: «lwów» of «lew».

        Nothing where the dictionary has no such name, or the name itself is the common word.
        """
        dictionary = self.dictionary(code)
        if dictionary.lemma(name) != name:
            return set()
        lemmas = {form: dictionary.lemma(form.lower()) or name for form in forms}
        return {f for f, lemma in lemmas.items() if lemma.islower() and lemma != name.lower()}


def _is_telling(code: str, form: str, head: str) -> bool:
    """Return whether a form is more than an abbreviation or a function word spelled like it.

    The dictionary has «no» of «número», «du» of «devoir» and «ca» of «Canada». A form that begins
    like its word is believed; another from three letters on, and of a name with a capital alone.
    """
    if form[:_SAME].lower() == head[:_SAME].lower():
        return True
    if (code, form) in _OF_ANOTHER_WORD or head[0].isupper() > form[0].isupper():
        return False
    return sum(map(str.isalpha, form)) >= _SHORTEST_WORD


def _openings(code: str, word: str, alternations: Alternations) -> Iterator[str]:
    """Yield the beginnings under which the forms of a word may stand in a dictionary."""
    length = 2 if code in _LARGE else 1
    yield word[:length]
    for old, new in alternations:
        place = word.find(old, 0, length)
        if place >= 0:
            yield (word[:place] + new + word[place + len(old) :])[:length]

"""Where the forms of words come from: each language's own module, remembered once asked."""

from __future__ import annotations

from monitor.watches.languages import INFLECTORS, Sources
from monitor.watches.paradigm import Paradigm, paradigm
from monitor.watches.relatives import base


class Lexicon:
    """Forms of words, with the dictionaries they were found in.

    The dictionaries take up to 20 MB a language while they are open; ``release`` closes them and
    keeps the forms that were found.
    """

    def __init__(self) -> None:
        self._sources = Sources()
        self._known: dict[tuple[str, str], Paradigm] = {}

    def paradigm(self, word: str, language: str) -> Paradigm:
        """Return all shapes of ``word`` in ``language``; itself alone where nothing is known."""
        code = base(language)
        key = (code, word)
        if key not in self._known:
            inflect = INFLECTORS.get(code)
            found = inflect(word, self._sources) if inflect else paradigm(())
            self._known[key] = found | paradigm((word,))
        return self._known[key]

    def release(self) -> None:
        """Close the dictionaries; the next unknown word opens them again."""
        self._sources = Sources()

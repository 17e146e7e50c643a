"""Bengali nouns: number, case and emphasis written onto a word."""

from __future__ import annotations

import re

from monitor.watches.fold import fold_word
from monitor.watches.languages.sources import Sources
from monitor.watches.paradigm import Paradigm, Stem, paradigm

_VOWELS = "অআইঈউঊঋএঐওঔািীুূৃেৈোৌ"
_DEFINITE = "টি টা খানা গুলো গুলি গুলা"
_DEFINITE_CASES = "র কে তে য় ও"
_AFTER_VOWEL = "র কে য় তে রা দের দেরকে রাও দেরও"
_AFTER_CONSONANT = "ের কে ে েতে েরা েদের েদেরকে রা দের"


def _any_of(endings: str) -> str:
    return f"(?:{'|'.join(map(fold_word, endings.split()))})"


_DEFINED = f"{_any_of(_DEFINITE)}{_any_of(_DEFINITE_CASES)}?"
_AFTER = {
    after_vowel: re.compile(f"(?:{_DEFINED}|{_any_of(cases)})?[ওই]?")
    for after_vowel, cases in ((True, _AFTER_VOWEL), (False, _AFTER_CONSONANT))
}


def inflect_bengali(word: str, sources: Sources) -> Paradigm:
    """Return the paradigm of a Bengali noun."""
    folded = fold_word(word)
    return paradigm((word,), Stem(folded, None, _AFTER[word[-1] in _VOWELS]))

"""Tell a denial of something to somebody from a denial that something is so."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import takewhile

_DENIES = re.compile(r"den(?:y|ies|ied|ying)")
_GOOD = re.compile(
    r"access|admission|aid|airspace|asylum|bail|care|citizenship|entry|food|fuel|leave|licen[cs]es?"
    r"|medicines?|overflights?|parole|passage|permission|permits?|requests?|rights?|transit"
    r"|treatment|visas?|water"
)
_LINKS = frozenset({
    "about", "after", "against", "ahead", "amid", "and", "as", "at", "before", "but", "by",
    "despite", "during", "for", "from", "in", "into", "of", "on", "over", "since", "through", "to",
    "under", "until", "while",
})  # fmt: skip
_ASSERTED = frozenset({
    "any", "are", "claim", "claims", "covert", "cut", "had", "has", "have", "he", "hit", "is", "it",
    "its", "lack", "lethal", "military", "need", "needs", "report", "reports", "secret", "she",
    "that", "they", "was", "were", "will",
})  # fmt: skip
"""What stands where a fact is denied: "denies it blocked aid", "denies military aid to Russia"."""
_VERBAL = re.compile(r"(?!united)\w{2,}(?:ing|ed)")
_RECIPIENT = 5
"""Words that may name who is refused: "Israel denies Gaza aid convoys passage"."""


def is_withheld(words: Sequence[str]) -> bool:
    """Say whether English words that begin with "denies" refuse somebody a good.

    The good ends the noun phrase: "denies aid to Gaza", not "denies aid workers were hit". Who
    is refused stands before it, without a verb or preposition: not "denies blocking aid".
    """
    first, *rest = (word.casefold() for word in words)
    if not _DENIES.fullmatch(first):
        return False
    phrase = list(takewhile(lambda word: word not in _LINKS, rest))
    *recipient, good = phrase or [""]
    return (
        _GOOD.fullmatch(good) is not None
        and len(recipient) <= _RECIPIENT
        and not any(word in _ASSERTED or _VERBAL.fullmatch(word) for word in recipient)
    )

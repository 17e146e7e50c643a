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
_NEED = re.compile(
    r"conditions|education|freedoms?|healthcare|justice|means|passports?|schooling|services"
    r"|shelter"
)
"""Refused where it is denied to people: "denies inhumane conditions" denies a fact."""
_PEOPLE = re.compile(
    r"(?:wo)?men|people|children|girls|boys|families|civilians|citizens|residents|prisoners"
    r"|detainees|inmates|hostages|refugees|migrants|patients|students|journalists|reporters"
    r"|activists|minorities|palestinians|ukrainians|uyghurs|rohingya|kurds|gazans"
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
    is refused stands before it, without a verb: not "denies blocking aid".
    """
    first, *rest = words
    if not _DENIES.fullmatch(first.casefold()):
        return False
    *recipient, good = _object(rest) or [""]
    needed = any(map(_PEOPLE.fullmatch, recipient)) and _NEED.fullmatch(good)
    return (
        bool(needed or _GOOD.fullmatch(good))
        and len(recipient) <= _RECIPIENT
        and not any(word in _ASSERTED or _VERBAL.fullmatch(word) for word in recipient)
    )


def _object(words: Sequence[str]) -> list[str]:
    """Return what is denied, in small letters, as far as the next preposition or conjunction.

    Where people are may stand within it: "women in Gaza conditions to live".
    """
    phrase = list(takewhile(lambda word: word not in _LINKS, map(str.casefold, words)))
    place, *rest = words[len(phrase) :] or [""]
    if place != "in" or not phrase or not _PEOPLE.fullmatch(phrase[-1]):
        return phrase
    named = list(takewhile(lambda word: word[0].isupper(), rest))
    after = takewhile(lambda word: word not in _LINKS, map(str.casefold, rest[len(named) :]))
    return [*phrase, *after]

"""Whether one term is found in one text."""

from __future__ import annotations

from monitor.watches import Lexicon, compile_watches, of_keywords

LEXICON = Lexicon()


def finds(language: str, term: str, text: str) -> bool:
    """Return whether a term of a language is found in a text of it; one of any, in one unknown."""
    matcher = compile_watches([of_keywords("w", {language: [term]})], LEXICON)
    return bool(matcher.match(text, "", "und" if language == "any" else language))

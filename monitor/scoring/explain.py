"""Which words raised a score, by leaving out one word at a time (occlusion; Zeiler and Fergus,
2014).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice

import regex

from monitor.scoring.classifier import Classifier, Headline

MOST_WORDS = 64
"""Words tried, from the beginning: the model reads hardly more, and the cost stays one batch or
two.
"""

_KATAKANA = r"\u30a1-\u30ff\uff66-\uff9f"
_UNSPACED = r"\p{Hiragana}\p{Thai}\p{Lao}\p{Myanmar}\p{Khmer}"
# A letter without its marks, or half a conjunct, is no word: vowels of Indic scripts are marks.
_MARKS = r"[\p{M}\u200c\u200d]*"
_LETTERS = rf"(?:[[\p{{L}}\p{{N}}]--[\p{{Han}}{_KATAKANA}{_UNSPACED}]]{_MARKS})+"
_WORD = regex.compile(
    rf"\p{{Han}}{{1,2}}|[{_KATAKANA}]+"
    rf"|(?:[[\p{{L}}\p{{N}}]&&[{_UNSPACED}]]{_MARKS}){{1,3}}"
    # Hebrew writes acronyms with a double quote, or its own sign for one, before the last letter.
    rf"|{_LETTERS}(?:['’\"\u05f3\u05f4-]{_LETTERS})*",
    regex.V1,
)


@dataclass(frozen=True, slots=True)
class WordWeight:
    """A word and by how much the score falls without it.

    `start` and `end` are offsets into the title, a newline and the summary (``Entry.text``).
    """

    word: str
    start: int
    end: int
    weight: float


def explain(
    classifier: Classifier, headline: Headline, limit: int = 5, most_words: int = MOST_WORDS
) -> tuple[WordWeight, ...]:
    """Return the words that raised the score most, heaviest first, at most `limit`.

    Each of the first `most_words` costs one scoring.
    """
    spans = list(islice(_spans(headline), most_words))
    if not spans:
        return ()
    variants = [_without(headline, start, end) for start, end in spans]
    whole, *parts = (score.score for score in classifier.score([headline, *variants]))
    text = _text(headline)
    weights = [
        WordWeight(text[start:end], start, end, whole - part)
        for (start, end), part in zip(spans, parts, strict=True)
        if part < whole
    ]
    return tuple(sorted(weights, key=lambda word: -word.weight)[:limit])


def _text(headline: Headline) -> str:
    return f"{headline.title}\n{headline.summary}" if headline.summary else headline.title


def _spans(headline: Headline) -> Iterator[tuple[int, int]]:
    return (found.span() for found in _WORD.finditer(_text(headline)))


def _without(headline: Headline, start: int, end: int) -> Headline:
    cut = len(headline.title)
    if start < cut:
        return replace(headline, title=headline.title[:start] + headline.title[end:])
    start, end = start - cut - 1, end - cut - 1
    return replace(headline, summary=headline.summary[:start] + headline.summary[end:])

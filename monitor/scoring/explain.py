"""Which words raised a score, by leaving out one word at a time (occlusion; Zeiler and Fergus,
2014).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice

from monitor.scoring.classifier import Classifier, Headline

MOST_WORDS = 64
"""Words tried, from the beginning: the model reads hardly more, and the cost stays one batch or
two.
"""

_UNSPACED = (
    "\u0e00-\u0eff"  # Thai, Lao
    "\u1000-\u109f\u1780-\u17ff"  # Myanmar, Khmer
    "\u3040-\u30ff"  # kana
    "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"  # Han
)
_WORD = re.compile(
    rf"[\u4e00-\u9fff\u3400-\u4dbf]{{1,2}}|[\u30a1-\u30ff]+|[{_UNSPACED}]{{1,3}}"
    rf"|[^\W_{_UNSPACED}]+(?:['’\u200c-][^\W_{_UNSPACED}]+)*"
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

"""Whether a Chinese word is one where it stands, or parts of the words around: 展开|战略, not 开战.

The signs about a hit are cut into words of one and two signs twice: once with the hit as a word,
once with a word across one of its ends. The likelier cut decides. ``chinese_words.txt.gz`` holds
the common words and signs of jieba's dictionary (0.42.1, MIT, see NOTICE), each with the logarithm
of how often it is met (scripts/chinese_words.py makes it); longer words are left out, for a
compound that holds a word has it.
"""

from __future__ import annotations

import gzip
from functools import cache
from pathlib import Path

_WORDS = Path(__file__).with_name("chinese_words.txt.gz")
_AROUND = 4
"""Signs on each side that are looked at."""
_ALL = 26
"""Logarithm to base 2 of the count of all words that jieba's dictionary was made from."""
_TYPED = 10
"""What a word counts at least that somebody watches for: as much as one met 1,000 times."""
_MARGIN = {1: 2, 2: -2}
"""How much likelier a cut must be, by the ends it must cross: two words of two signs in a row are
telling, and a sign alone is rarer in Japanese than the Chinese counts have it."""
_LONGEST = 3
"""Signs of a word that may come about by chance."""
_COUNTRIES = frozenset("中美俄日韩朝英法德意以伊印巴乌台港澳加欧")
"""Signs that stand for a country in a headline: 美|国会 is not told from 美国|会议."""
_COUNTRY = 15
_OF_A_COUNTRY = ("国会", "国防", "国务", "国安")
"""Words that a headline puts after such a sign: 美|国防部; but 国军 in 中国军人 is none."""


def is_crossed(text: str, start: int, end: int, *, ends: int) -> bool:
    """Return whether words of the folded text run across ``text[start:end]``.

    ``ends``: at how many of its ends, one or both, that must be possible.
    """
    if not 2 <= end - start <= _LONGEST or not _is_sign(text[end - 1]):
        return False
    likelihood = _likelihood()
    text = text.translate(_of_japanese())
    first, last = start, end
    while first > start - _AROUND and _is_sign(text[first - 1]):
        first -= 1
    while last < end + _AROUND and _is_sign(text[last]):
        last += 1
    crossings = [place for place in (start, end) if text[place - 1 : place + 1] in likelihood]
    if len(crossings) < ends or (
        text[start - 1] in _COUNTRIES and text.startswith(_OF_A_COUNTRY, start)
    ):
        return False
    typed = max(likelihood.get(text[start:end], 0), _TYPED) - _ALL
    apart = _cut(text[first:start]) + typed + _cut(text[end:last])
    return any(
        _cut(text[first : place - 1])
        + _word(text[place - 1 : place + 1])
        + _cut(text[place + 1 : last])
        > apart + _MARGIN[ends]
        for place in crossings
    )


def _cut(signs: str) -> float:
    """Return the logarithm of how likely the signs are, cut into words in the best way."""
    best = [0.0]
    for end in range(1, len(signs) + 1):
        likeliest = best[end - 1] + _word(signs[end - 1])
        if end > 1 and signs[end - 2 : end] in _likelihood():
            likeliest = max(likeliest, best[end - 2] + _word(signs[end - 2 : end]))
        best.append(likeliest)
    return best[-1]


def _word(word: str) -> float:
    if word in _COUNTRIES:
        return _COUNTRY - _ALL
    return _likelihood().get(word, 0) - _ALL


def _is_sign(sign: str) -> bool:
    return "\u4e00" <= sign <= "\u9fff"


@cache
def _of_japanese() -> dict[int, str]:
    """Return the Chinese sign of each that is simplified in Japan alone: 拡 is 扩 (OpenCC)."""
    import opencc

    known = _likelihood()
    signs = [code for code in range(0x4E00, 0xA000) if known.get(chr(code), 0) < _TYPED]
    typed = "\n".join(map(chr, signs))
    converted = opencc.OpenCC("t2s").convert(opencc.OpenCC("jp2t").convert(typed)).split("\n")
    return {
        code: new for code, new in zip(signs, converted, strict=True) if chr(code) != new in known
    }


@cache
def _likelihood() -> dict[str, int]:
    """Return the logarithm to base 2 of how often each word of one or two signs is met."""
    found: dict[str, int] = {}
    for line in gzip.decompress(_WORDS.read_bytes()).decode().splitlines():
        length, likelihood, words = line.split()
        for place in range(0, len(words), int(length)):
            found[words[place : place + int(length)]] = int(likelihood)
    return found

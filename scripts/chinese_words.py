"""Make monitor/watches/chinese_words.txt.gz from the dictionary of jieba (MIT).

Usage: ``python scripts/chinese_words.py jieba/dict.txt TARGET``; the dictionary is in the source
distribution of jieba 0.42.1 on PyPI. A line holds the length of its words, the logarithm to base 2
of how often they are met, and the words, one after the other.
"""

from __future__ import annotations

import gzip
import math
import sys
from collections import defaultdict
from pathlib import Path

LONGEST = 2
LEAST_OFTEN = 50


def main() -> None:
    """Keep the words of one and two signs that are met often."""
    source, target = map(Path, sys.argv[1:3])
    words: dict[tuple[int, int], list[str]] = defaultdict(list)
    for line in source.read_text(encoding="utf-8").splitlines():
        word, count, _ = line.split(" ")
        if len(word) <= LONGEST and int(count) >= LEAST_OFTEN and all(map(is_sign, word)):
            words[len(word), round(math.log2(int(count)))].append(word)
    lines = [
        f"{length} {often} {''.join(sorted(some))}\n"
        for (length, often), some in sorted(words.items())
    ]
    target.write_bytes(gzip.compress("".join(lines).encode(), 9, mtime=0))


def is_sign(letter: str) -> bool:
    """Return whether the letter is a Chinese sign."""
    return "\u4e00" <= letter <= "\u9fff"


if __name__ == "__main__":
    main()

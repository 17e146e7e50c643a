"""Carry words over to English stems, so that entries in two languages can be compared by wording.

The shipped table was learnt from translated sentences by ``training/bridge.py``; it holds stems
only.
"""

from __future__ import annotations

import gzip
from functools import lru_cache
from importlib.resources import files

_RELATED = {"ar": ("ar", "fa"), "fa": ("fa", "ar"), "uk": ("uk", "ru"), "be": ("be", "ru")}


def bridged(stems: frozenset[str], language: str) -> frozenset[str]:
    """Return the English stems that translate the given ones; English ones stay as they are."""
    if language == "en":
        return stems
    tables = [_tables().get(code, {}) for code in _RELATED.get(language, (language,))]
    found: set[str] = set()
    for stem in stems:
        for table in tables:
            if stem in table:
                found.update(table[stem])
                break
    found.update(stem for stem in stems if stem.isascii())
    return frozenset(found)


@lru_cache(maxsize=1)
def _tables() -> dict[str, dict[str, tuple[str, ...]]]:
    raw = gzip.decompress((files("monitor.stories") / "data" / "bridge.tsv.gz").read_bytes())
    tables: dict[str, dict[str, tuple[str, ...]]] = {}
    for line in raw.decode().splitlines():
        language, stem, english = line.split("\t")
        tables.setdefault(language, {})[stem] = tuple(english.split(" "))
    return tables

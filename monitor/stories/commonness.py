"""How much it says that two entries share a word: rare words say much, common ones nothing.

Weights are inverse document frequencies, ``log2(N / df)``, counted once over the training headlines
and shipped, so that a weight never depends on what else happens to be in the window.
"""

from __future__ import annotations

import gzip
from functools import lru_cache
from importlib.resources import files

UNSEEN = 13.0
"""Weight, in bits, of what the table does not hold."""


def weight(key: str) -> float:
    """Return the weight of a stem, or of a name's key (which begins with ``~``), in bits."""
    return _table().get(key, UNSEEN)


@lru_cache(maxsize=1)
def _table() -> dict[str, float]:
    raw = gzip.decompress((files("monitor.stories") / "data" / "commonness.tsv.gz").read_bytes())
    table: dict[str, float] = {}
    for line in raw.decode().splitlines():
        bits, keys = line.split("\t", 1)
        table.update(dict.fromkeys(keys.split(" "), float(bits)))
    return table

"""Forms of the shipped watches' terms, found beforehand, so that a first start need not wait."""

from __future__ import annotations

import gzip
import json
from importlib.resources import files

from monitor.watches.lexicon import Lexicon

SEED = "forms.json.gz"


def seeded_lexicon(*, most_open: int = 2) -> Lexicon:
    """Return a lexicon that knows the terms of the shipped watches, by today's rules."""
    lexicon = Lexicon(most_open=most_open)
    seed = files("monitor.watches") / SEED
    if seed.is_file():
        lexicon.remember(json.loads(gzip.decompress(seed.read_bytes())), rules_alone=True)
    return lexicon


def seed_bytes(lexicon: Lexicon) -> bytes:
    """Return what the seed's file holds for a lexicon, the same bytes for the same forms."""
    text = json.dumps(lexicon.remembered(), ensure_ascii=False, separators=(",", ":"))
    return gzip.compress(text.encode(), mtime=0)

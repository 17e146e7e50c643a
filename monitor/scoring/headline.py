"""Make any text fit for a model: no control characters, no endless titles."""

from __future__ import annotations

import unicodedata

LONGEST_TEXT = 1000
"""Characters; far more than the pieces that a model reads."""

_DROPPED = frozenset({"Cc", "Cs", "Co", "Cn"})


def fit_text(text: str) -> str:
    """Return the text with control and broken characters and joiners as spaces, stripped, cut at
    LONGEST_TEXT.
    """
    cut = text[: 4 * LONGEST_TEXT].replace("\u200d", " ")
    if not cut.isprintable():
        cut = "".join(" " if unicodedata.category(c) in _DROPPED else c for c in cut)
    return cut.strip()[:LONGEST_TEXT]

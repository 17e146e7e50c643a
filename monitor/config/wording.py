"""How errors quote what was typed and suggest what was meant."""

from __future__ import annotations

import re
from collections.abc import Iterable
from difflib import get_close_matches


def quoted(text: str) -> str:
    """Return ``text`` in quotes, on one line, printable and cut after 60 characters."""
    line = re.sub(r"\s+", " ", text)
    shown = "".join(character if character.isprintable() else "?" for character in line)
    return f"'{shown if len(shown) <= 60 else shown[:57] + '...'}'"


def nearest(name: str, names: Iterable[str]) -> str:
    """Return what would be right instead of ``name``: the nearest of ``names``, or all of them."""
    known = sorted(names)
    folded = {known_name.casefold(): known_name for known_name in known}
    if close := get_close_matches(name.casefold(), folded, n=1, cutoff=0.6):
        return f"did you mean '{folded[close[0]]}'?"
    if not known:
        return "there are none"
    listed = ", ".join(known[:30])
    return f"known are: {listed}" + (f" and {len(known) - 30} more" if len(known) > 30 else "")

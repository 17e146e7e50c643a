"""Figures as people read them."""

from __future__ import annotations

DECIMALS = 2


def shown_below(value: float, minimum: float) -> str:
    """Return a value that is less than ``minimum`` with two decimals, or with as many as it takes
    to read less.
    """
    decimals = DECIMALS
    while float(shown := f"{value:.{decimals}f}") >= minimum > value:
        decimals += 1
    return shown

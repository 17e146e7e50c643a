"""Wiring: configuration in, opened parts out, closed in reverse."""

from monitor.app.house import House, utc_now
from monitor.app.opening import (
    classifier_of,
    explain_headline,
    open_house,
    open_store_of,
    score_headlines,
)

__all__ = [
    "House",
    "classifier_of",
    "explain_headline",
    "open_house",
    "open_store_of",
    "score_headlines",
    "utc_now",
]

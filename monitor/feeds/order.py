"""Whether a feed means the seventh of December or the twelfth of July by 12/07/2021.

No date tells by itself. The others of its document do, and the day of the week, and that news is
neither of the future nor, where a feed is alive, all old; else how its country writes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from operator import ge
from typing import NamedTuple

from babel import Locale, UnknownLocaleError

from monitor.feeds.dates import AHEAD

_WRITTEN = re.compile(r"(?<![\d./-])(\d{1,2})([./-])(\d{1,2})\2((?:20)?\d{2})(?![\d./-])")
_WEEKDAY = re.compile(r"\b(mon|tue|wed|thu|fri|sat|sun)(?:[a-z]{0,5}day|r?s)?\b", re.IGNORECASE)
_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_ALIVE = timedelta(days=2)
_LENGTH = 200

_Found = tuple[re.Match[str], str]
"""The numbers of a date, and all that is written of it."""


def month_first(written: Iterable[str], locale: str, now: datetime) -> bool | None:
    """Tell in which order one document's dates are written, or None where nothing tells.

    ``locale`` is the document's language with its country ("en-US"), for CLDR's order of dates.
    """
    found = [
        (numbers, text)
        for text in written
        if (numbers := _WRITTEN.search(text[:_LENGTH])) and int(numbers[1]) != int(numbers[3])
    ]
    if not found:
        return None
    days_first, months_first = (_evidence(found, order, now) for order in (False, True))
    if days_first.fitting != months_first.fitting:
        return months_first.fitting > days_first.fitting
    better = all(map(ge, months_first, days_first))
    worse = all(map(ge, days_first, months_first))
    if better != worse:
        return better
    return True if _country_puts_month_first(locale) else None


class _Evidence(NamedTuple):
    """What speaks for an order: the more, the better."""

    fitting: int
    """Dates that are days, of the week's day that is named."""
    past: int
    """Those of them that are not of the future."""
    alive: bool


def _evidence(found: list[_Found], month_first: bool, now: datetime) -> _Evidence:
    days = [day for numbers, text in found if (day := _day(numbers, text, month_first))]
    past = [day for day in days if day <= (now + AHEAD).date()]
    alive = any(day >= (now - _ALIVE).date() for day in past)
    return _Evidence(len(days), len(past), alive)


def _day(numbers: re.Match[str], text: str, month_first: bool) -> date | None:
    """Return the day in that order; None where there is none or it is another day of the week."""
    first, second, year = int(numbers[1]), int(numbers[3]), int(numbers[4])
    month, day = (first, second) if month_first else (second, first)
    try:
        found = date(year if year > 99 else 2000 + year, month, day)
    except ValueError:
        return None
    named = _WEEKDAY.search(text)
    agrees = named is None or _WEEKDAYS[found.weekday()] == named[1].lower()
    return found if agrees else None


def _country_puts_month_first(locale: str) -> bool:
    try:
        known = Locale.parse(locale.replace("-", "_"))
    except (UnknownLocaleError, ValueError):
        return False
    # Without a country, CLDR's English is that of the United States.
    return bool(known.territory) and known.date_formats["short"].pattern.startswith("M")

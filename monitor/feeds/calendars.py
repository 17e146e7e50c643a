"""Years that are not counted from the birth of Christ."""

from __future__ import annotations

from datetime import date, timedelta

_BUDDHIST = range(2500, 2600)
_SOLAR = range(1350, 1450)
_BUDDHIST_AHEAD = 543


def gregorian(year: int, month: int, day: int) -> tuple[int, int, int]:
    """Return a date of Thailand's or Iran's calendar in ours; any other as it is.

    The year tells the calendar: no news is of our years 1350 to 1449 or 2500 to 2599. Iran's leap
    years go by a cycle of 33 years, which holds for all of them. The 30th of a last month that has
    29 days is taken for the day after. Raises ValueError for a day that no year of Iran's has.
    """
    if year in _BUDDHIST:
        return year - _BUDDHIST_AHEAD, month, day
    if year not in _SOLAR:
        return year, month, day
    if not (1 <= month <= 12 and 1 <= day <= (31 if month <= 6 else 30)):
        raise ValueError("no such day")
    cycles, within = divmod(year - 979, 33)
    # The days before a year of the cycle, of which every fourth is a leap year.
    before = cycles * (33 * 365 + 8) + within * 365 + (within + 3) // 4
    into_year = (month - 1) * 30 + min(month - 1, 6) + day - 1
    found = date(1600, 3, 20) + timedelta(days=before + into_year)
    return found.year, found.month, found.day

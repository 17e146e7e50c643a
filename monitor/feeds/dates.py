"""Dates as feeds write them, to UTC.

RFC 822 and ISO 8601 with the liberties that are taken with them: months in the feed's own language,
zones by name, "GMT+3", two-digit years, dates without a time, halves of the day, and the years of
Thailand, Iran, Japan and Taiwan.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

from monitor.feeds.calendars import gregorian
from monitor.feeds.months import month_in
from monitor.feeds.zones import offset_of

EARLIEST = datetime(1990, 1, 1, tzinfo=UTC)
"""Before this a date is a mistake (the epoch, a zero): no news feed is as old."""
AHEAD = timedelta(days=1)
"""How far in the future a date may lie by a wrong clock or zone; beyond it is a mistake."""

_ISO = re.compile(
    r"^(?:\D*?(?=\d{4}[-/.]\d))?(\d{4})[-/.]?(\d{2})(?:[-/.]?(\d{2}))?(?:(?:[Tt]|[^\d+-]{1,15}|\s+-\s+)"
    r"(\d{1,2}(?=:)|(?<=\d[Tt ])\d{2}):?(\d{2})(?::?(\d{2})(?:[.,]\d{1,9})?)?)?\s*(\S.*)?$"
)
_NUMERIC = re.compile(
    r"^\D*?(\d{1,2})[./-] ?(\d{1,2})[./-] ?(\d{4}|\d{2})(?![.:]?\d)"
    r"(?:\D+(\d{1,2}):(\d{2})(?::(\d{2}))?\s*(.*))?$"
)
_CLOCK_FIRST = re.compile(
    r"^\D*?(\d{1,2}:\d{2}(?::\d{2})?)([^\d+-]*| -)[ ,](\d{1,4}([-/.])\d{1,2}\4\d{1,4})\D*$"
)
_TIME = re.compile(r"(?<!\d)(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,]\d{1,9})?)?")
_YEAR = re.compile(r"\b(?:19|20)\d{2}(?=م?\b)|\b(?:13|14|25)\d{2}\b")
_SHORT_YEAR = re.compile(r"\b\d{1,2}\W*[^\W\d]\D{0,15}?\b(\d{2})\b")
_DAY = re.compile(r"\b(\d{1,2})(?:st|nd|rd|th|er|º)?\b")
_EPOCH = re.compile(r"^\d{10}(?:\d{3}){0,2}(?:\.\d+)?$")
_HALF = re.compile(
    r"^\s*(?:(a\.? ?m|ص(?:باحا?)?|π\.? ?[μµ]|ق\.? ?ظ)"
    r"|p\.? ?m|م(?:ساء)?|[μµ]\.? ?[μµ]|ب\.? ?ظ)\b\.?",
    re.IGNORECASE,
)
_CJK_DATE = re.compile(
    r"(?<!\d\.)(?<!\d\. )(\d{4})(?:\s*[年년]\s*|\. ?)(\d{1,2})(?:\s*[月월]\s*|\. ?)"
    r"(\d{1,2})\s*[日일.]?"
)
_CJK_TIME = re.compile(
    r"(?=[오上下午]|\d{1,2}\s*[時时点시])(?:(오전|上午|午前)|(오후|下午|午後))?\s*"
    r"(\d{1,2})(?::(\d{2})(:\d{2})?|\s*[時时点시](?:\s*(\d{1,2})\s*[分분]?)?)"
)
_ERA = re.compile(r"(令和|民國|民国)\s*(\d{1,3}|元)\s*年")
_ERAS = {"令和": 2018, "民國": 1911, "民国": 1911}
"""Years that the eras of Japan and Taiwan begin after."""
_CJK_MONTH = re.compile(r"\b(\d{1,2}) (\d{1,2})[月월] (\d{4})\b")
_VIETNAMESE_WEEKDAY = re.compile(r"^(?:thứ|t) ?[2-7]\b\W*", re.IGNORECASE)
_VIETNAMESE_DATE = re.compile(
    r"(\d{1,2})\W+(?:tháng|thg) ?(\d{1,2})\W+(?:năm )?(\d{4})", re.IGNORECASE
)
_YEAR_FIRST = re.compile(r"\b(\d{4})([-/.])(\d{1,2})\2(\d{1,2})(?!\d)")
_HOUR_MARK = re.compile(r"\b(\d{1,2}) ?h(?: ?(\d{2}))?\b")
_HOUR_ALONE = re.compile(r"\b(\d{1,2}) ?([ap]\.? ?m)\b", re.IGNORECASE)
_DOTTED_TIME = re.compile(
    r"(\b\d{4}[.,]?\s\D{0,12}|\b(?:klo|kl|ore|alle)\b\D{0,2})(\d{1,2})\.(\d{2})\b(?!\.\d)"
)
_DIGITS = re.compile(r"^((?:19|20)\d{6})(\d{4})(\d{2})?(?!\d)")
_YEAR_FIRST_LANGUAGES = frozenset({"hu", "ja", "ko", "lt", "mn", "zh"})
"""In which "21/12/07" begins with the year (CLDR's short dates)."""
_THAI = re.compile(r"[\u0e00-\u0e7f]")


def parse_date(text: str, language: str = "", month_first: bool | None = None) -> datetime | None:
    """Return the moment that ``text`` names, in UTC, or None where it names none.

    A date without a zone is taken as UTC, without a time as midnight. ``language`` says in which
    language to look for names of months first, and whose zone an ambiguous name is; ``month_first``
    whether 12/07/2021 is in December (see ``order``), None that it is where "AM" or "PM" follows.
    """
    text = "".join(str(int(sign)) if sign.isdecimal() else sign for sign in text[:200])
    text = " ".join(text.replace("\u2212", "-").split())[:100]
    if _EPOCH.match(text):
        return datetime.fromtimestamp(int(text[:10]), UTC)
    text = _western(text)
    try:
        found = (
            _iso(text) or _with_month_name(text, language) or _numeric(text, language, month_first)
        )
        return _moment(*found, language) if found else None
    except (ValueError, OverflowError):
        return None


def publication(moment: datetime | None, now: datetime) -> datetime | None:
    """Return when an entry was published: never later than ``now``, None where it is a mistake."""
    if moment is None or not EARLIEST <= moment <= now + AHEAD:
        return None
    return min(moment, now)


_Read = tuple[tuple[int, int, int], tuple[int, int, int], str]
"""Year, month and day; hour, minute and second; and what stands behind them."""


def _western(text: str) -> str:
    """Write what other countries and machines write otherwise as dates and times are below."""
    text = _ERA.sub(_western_year, text)
    text = _CJK_DATE.sub(lambda d: f"{d[1]}-{int(d[2]):02}-{int(d[3]):02} ", text)
    text = _CJK_TIME.sub(_western_time, text)
    text = _CJK_MONTH.sub(lambda d: f"{d[3]}-{int(d[2]):02}-{int(d[1]):02}", text)
    text = _VIETNAMESE_DATE.sub(r"\3-\2-\1", _VIETNAMESE_WEEKDAY.sub("", text))
    text = _DIGITS.sub(lambda d: f"{d[1]}T{d[2]}{d[3] or ''}", text)
    text = _HOUR_MARK.sub(lambda d: f"{d[1]}:{d[2] or '00'}", text)
    if not _TIME.search(text):
        text = _DOTTED_TIME.sub(r"\1\2:\3", text)
        text = _HOUR_ALONE.sub(r"\1:00 \2", text)
    text = _YEAR_FIRST.sub(lambda d: f"{d[1]}-{int(d[3]):02}-{int(d[4]):02}", text)
    text = _CLOCK_FIRST.sub(r"\3 \1 \2", text)
    return " ".join(text.split())


def _western_year(found: re.Match[str]) -> str:
    return f"{_ERAS[found[1]] + (1 if found[2] == '元' else int(found[2]))}年"


def _western_time(found: re.Match[str]) -> str:
    half = " AM" if found[1] else " PM" if found[2] else ""
    return f" {int(found[3]):02}:{int(found[4] or found[6] or 0):02}{found[5] or ''}{half} "


def _iso(text: str) -> _Read | None:
    found = _ISO.match(text)
    if not found:
        return None
    year, month, day, hour, minute, second = (int(part or 0) for part in found.groups()[:6])
    if not 1 <= month <= 12:
        return None
    return (year, month, day or 1), (hour, minute, second), found[7] or ""


def _numeric(text: str, language: str, month_first: bool | None) -> _Read | None:
    """Read "31.12.2021 23:59" and "12/31/2021", in the other order where the given one is none."""
    found = _NUMERIC.match(text)
    if not found:
        return None
    first, second, year = int(found[1]), int(found[2]), int(found[3])
    if len(found[3]) == 2:
        if language.partition("-")[0] in _YEAR_FIRST_LANGUAGES or year < 20 <= first:
            year, first = first, year
        year += _century(year, text)
    half = (found[7] or "")[:1].lower() in ("a", "p") and _HALF.match(found[7] or "")
    if month_first is None:
        month_first = "/" in found[0] and bool(half)
    swapped = second > 12 or (month_first and first <= 12)
    day, month = (second, first) if swapped else (first, second)
    clock = (int(found[4] or 0), int(found[5] or 0), int(found[6] or 0))
    return (year, month, day), clock, found[7] or ""


def _with_month_name(text: str, language: str) -> _Read | None:
    month = month_in(text, language)
    if not month:
        return None
    clock = _TIME.search(text)
    rest = text[clock.end() :] if clock else ""
    date_part = text.replace(clock[0], " ", 1) if clock else text
    full = _YEAR.search(text[: clock.start()] if clock else text) or _YEAR.search(rest)
    if full:
        year = int(full[0])
        date_part = date_part.replace(full[0], " ", 1)
    else:
        short = _SHORT_YEAR.search(date_part)
        if not short:
            return None
        year = int(short[1]) + _century(int(short[1]), text)
    day = _DAY.search(date_part)
    if not day:
        return None
    hours = (int(clock[1]), int(clock[2]), int(clock[3] or 0)) if clock else (0, 0, 0)
    rest = re.sub(r"^\W*(?:19|20)\d{2}\b", "", rest) if full else rest
    return (year, month, int(day[1])), hours, rest


def _century(year: int, text: str) -> int:
    if _THAI.search(text):
        return 2500
    return 1900 if year >= 90 else 2000


def _moment(
    date: tuple[int, int, int], clock: tuple[int, int, int], zone: str, language: str
) -> datetime:
    hour, minute, second = clock
    zone = zone.strip()
    half = _HALF.match(zone)
    if half:
        hour = hour % 12 + (0 if half[1] else 12)
        zone = zone[half.end() :].strip()
    if hour > 24 or minute > 59:
        raise ValueError("no such time of day")
    local = datetime(*gregorian(*date), tzinfo=UTC)
    local += timedelta(hours=hour, minutes=minute, seconds=min(second, 59))
    return local - offset_of(zone, local, language)

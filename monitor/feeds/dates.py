"""Dates as feeds write them, to UTC.

RFC 822 and ISO 8601 with the liberties that are taken with them: month names in the feed's own
language (CLDR's, through Babel), zones by name, "GMT+3", two-digit years, dates without a time.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from functools import cache, lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from babel import Locale, UnknownLocaleError

EARLIEST = datetime(1990, 1, 1, tzinfo=UTC)
"""Before this a date is a mistake (the epoch, a zero): no news feed is as old."""

_ISO = re.compile(
    r"^\s*(\d{4})[-/.]?(\d{2})(?:[-/.]?(\d{2}))?"
    r"(?:(?:[Tt]|\s+|,\s*)(\d{2}):?(\d{2})(?::?(\d{2})(?:[.,]\d{1,9})?)?)?\s*(\S.*)?$"
)
_NUMERIC = re.compile(
    r"^\D*?(\d{1,2})[./-](\d{1,2})[./-](\d{4})(?:\D+(\d{1,2}):(\d{2})(?::(\d{2}))?\s*(.*))?$"
)
_TIME = re.compile(r"(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,]\d{1,9})?)?")
_YEAR = re.compile(r"\b(?:19|20)\d{2}\b")
_SHORT_YEAR = re.compile(r"\b\d{1,2}\W+\w+\W+'?(\d{2})\b")
_DAY = re.compile(r"\b(\d{1,2})(?:st|nd|rd|th)?\b")
_NAME = re.compile(r"[^\W\d_]+(?:\.)?")
_BEHIND_DAY = re.compile(r"\d(?:st|nd|rd|th)?\W{0,3}(?:de |d['’])?$", re.IGNORECASE)
_EPOCH = re.compile(r"^\d{10}(?:\d{3})?$")
_HALF = re.compile(r"^\s*([ap])\.? ?m\b\.?", re.IGNORECASE)
_OFFSET = re.compile(r"^\(?(?:gmt|utc|ut|z)?\s*([+-])\s*(\d{1,2})(?::?(\d{2}))?", re.IGNORECASE)
_ZONE_NAME = re.compile(r"^\(?([A-Za-z]{1,5})\b")
_PLACE = re.compile(r"^[(\[]?([A-Z][A-Za-z]+(?:/[A-Za-z_-]+){1,2})\b")

_HOURS = {
    "z": 0, "ut": 0, "utc": 0, "gmt": 0, "wet": 0, "west": 1, "bst": 1, "cet": 1, "met": 1,
    "cest": 2, "mest": 2, "mesz": 2, "mez": 1, "eet": 2, "eest": 3, "sast": 2, "cat": 2, "eat": 3,
    "wat": 1, "msk": 3, "msd": 4, "trt": 3, "idt": 3, "irst": 3.5, "gst": 4, "pkt": 5, "ist": 5.5,
    "npt": 5.75, "ict": 7, "wib": 7, "wita": 8, "wit": 9, "hkt": 8, "sgt": 8, "myt": 8, "pht": 8,
    "awst": 8, "jst": 9, "kst": 9, "acst": 9.5, "aest": 10, "aedt": 11, "acdt": 10.5, "nzst": 12,
    "nzdt": 13, "ast": -4, "adt": -3, "est": -5, "edt": -4, "et": -5, "cst": -6, "cdt": -5,
    "mst": -7, "mdt": -6, "pst": -8, "pdt": -7, "akst": -9, "akdt": -8, "hst": -10, "brt": -3,
    "art": -3, "clt": -4, "cot": -5, "pet": -5, "nst": -3.5, "ndt": -2.5,
}  # fmt: skip
"""Zone names to hours east of Greenwich; of ambiguous names what news feeds mean most often
(BST British summer, IST India, CST central America, GST the Gulf, AST the Atlantic)."""

_ENGLISH_MONTHS = {
    "jan": 1, "feb": 2, "mar": 3, "apr": 4, "may": 5, "jun": 6,
    "jul": 7, "aug": 8, "sep": 9, "oct": 10, "nov": 11, "dec": 12,
}  # fmt: skip
_MONTH_LOCALES = (
    "ru", "uk", "be", "bg", "sr", "mk", "kk", "pl", "cs", "sk", "sl", "hr", "de", "fr", "es", "pt",
    "it", "ro", "nl", "sv", "da", "nb", "fi", "et", "lv", "lt", "hu", "el", "tr", "az", "id", "vi",
    "ca", "ar", "fa", "he", "ur", "hi", "bn", "hy", "ka", "am", "th",
)  # fmt: skip
_EASTERN_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹०१२३४५६७८९", "0123456789" * 3)
_CJK_DATE = re.compile(
    r"(?<!\d\.)(?<!\d\. )(\d{4})(?:\s*[年년]\s*|\. ?)(\d{1,2})(?:\s*[月월]\s*|\. ?)"
    r"(\d{1,2})\s*[日일.]?"
)
_CJK_TIME = re.compile(
    r"(?=[오上下午]|\d{1,2}\s*[時时点시])(?:(오전|上午|午前)|(오후|下午|午後))?\s*"
    r"(\d{1,2})(?::(\d{2})(:\d{2})?|\s*[時时点시](?:\s*(\d{1,2})\s*[分분]?)?)"
)
_HOUR_MARK = re.compile(r"\b(\d{1,2}) ?h(?: ?(\d{2}))?\b")
_DIGITS = re.compile(r"^((?:19|20)\d{6})(\d{4})(\d{2})?(?!\d)")


def parse_date(text: str, language: str = "") -> datetime | None:
    """Return the moment that ``text`` names, in UTC, or None where it names none.

    A date without a zone is taken as UTC, without a time as midnight. ``language`` says in which
    language to look for names of months first.
    """
    text = " ".join(text.translate(_EASTERN_DIGITS).split())[:100]
    if _EPOCH.match(text):
        return datetime.fromtimestamp(int(text[:10]), UTC)
    text = _western(text)
    try:
        return _iso(text) or _with_month_name(text, language) or _numeric(text)
    except (ValueError, OverflowError):
        return None


def _western(text: str) -> str:
    """Write what East Asia, France and machines write otherwise as dates and times are below."""
    text = _CJK_DATE.sub(lambda d: f"{d[1]}-{int(d[2]):02}-{int(d[3]):02} ", text)
    text = _CJK_TIME.sub(_western_time, text)
    text = _DIGITS.sub(lambda d: f"{d[1]}T{d[2]}{d[3] or ''}", text)
    return " ".join(_HOUR_MARK.sub(lambda d: f"{d[1]}:{d[2] or '00'}", text).split())


def _western_time(found: re.Match[str]) -> str:
    half = " AM" if found[1] else " PM" if found[2] else ""
    return f" {int(found[3]):02}:{int(found[4] or found[6] or 0):02}{found[5] or ''}{half} "


def publication(moment: datetime | None, now: datetime) -> datetime | None:
    """Return when an entry was published: never later than ``now``, None where it is a mistake."""
    if moment is None or moment < EARLIEST:
        return None
    return min(moment, now)


def _iso(text: str) -> datetime | None:
    found = _ISO.match(text)
    if not found:
        return None
    year, month, day, hour, minute, second = (int(part or 0) for part in found.groups()[:6])
    if not 1 <= month <= 12:
        return None
    return _moment((year, month, day or 1), (hour, minute, second), found[7] or "")


def _numeric(text: str) -> datetime | None:
    """Read "31.12.2021 23:59" and, where the first number is no month, "12/31/2021"."""
    found = _NUMERIC.match(text)
    if not found:
        return None
    first, second, year = int(found[1]), int(found[2]), int(found[3])
    american = second > 12 or ("/" in found[0] and first <= 12 and _HALF.match(found[7] or ""))
    day, month = (second, first) if american else (first, second)
    clock = (int(found[4] or 0), int(found[5] or 0), int(found[6] or 0))
    return _moment((year, month, day), clock, found[7] or "")


def _with_month_name(text: str, language: str) -> datetime | None:
    month = _month_in(text, language)
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
        year = int(short[1]) + (1900 if int(short[1]) >= 90 else 2000)
    day = _DAY.search(date_part)
    if not day:
        return None
    hours = (int(clock[1]), int(clock[2]), int(clock[3] or 0)) if clock else (0, 0, 0)
    rest = re.sub(r"^\W*(?:19|20)\d{2}\b", "", rest) if full else rest
    return _moment((year, month, int(day[1])), hours, rest)


def _moment(date: tuple[int, int, int], clock: tuple[int, int, int], zone: str) -> datetime:
    hour, minute, second = clock
    zone = zone.strip()
    half = _HALF.match(zone)
    if half:
        hour = hour % 12 + (12 if half[1].lower() == "p" else 0)
        zone = zone[half.end() :].strip()
    if hour > 24 or minute > 59:
        raise ValueError("no such time of day")
    local = datetime(*date, tzinfo=UTC)
    local += timedelta(hours=hour, minutes=minute, seconds=min(second, 59))
    return local - _offset(zone, local)


def _offset(zone: str, local: datetime) -> timedelta:
    """Return how far east of Greenwich a zone lies at its ``local`` time; 0 for an unknown one."""
    place = _PLACE.match(zone)
    if place and not zone.startswith("Etc/"):
        offset = _offset_at(place[1], local)
        # "EST/EDT" names no place, but a zone.
        if offset is not None:
            return offset
    zone = zone.removeprefix("Etc/").strip()
    found = _OFFSET.match(zone)
    if found:
        ahead = timedelta(hours=int(found[2]), minutes=int(found[3] or 0))
        if ahead > timedelta(hours=14):
            return timedelta()
        return ahead if found[1] == "+" else -ahead
    named = _ZONE_NAME.match(zone)
    return timedelta(hours=_HOURS.get(named[1].lower(), 0) if named else 0)


def _offset_at(place: str, local: datetime) -> timedelta | None:
    try:
        return local.replace(tzinfo=ZoneInfo(place)).utcoffset()
    except (ZoneInfoNotFoundError, OSError):
        return None


def _month_in(text: str, language: str) -> int:
    # The month stands behind the day: "mar., 07 déc." is a Tuesday in December, not March.
    found = sorted(_NAME.finditer(text), key=lambda n: not _BEHIND_DAY.search(text[: n.start()]))
    words = [name[0].rstrip(".").lower() for name in found]
    locales = [language, *_MONTH_LOCALES] if language else _MONTH_LOCALES
    for word in words:
        if _is_english_month(word):
            return _ENGLISH_MONTHS[word[:3]]
        for locale in locales:
            if word in _months_of(locale):
                return _months_of(locale)[word]
    # C's strftime shortens otherwise than CLDR: "27 ноя" for "нояб.".
    shortened = (_month_begun(word, locale) for word in words for locale in locales)
    return next(filter(None, shortened), 0)


def _is_english_month(word: str) -> bool:
    if word[:3] not in _ENGLISH_MONTHS:
        return False
    full = datetime(2000, _ENGLISH_MONTHS[word[:3]], 1, tzinfo=UTC).strftime("%B").lower()
    return len(word) == 3 or full.startswith(word) or word == "sept"


@lru_cache(maxsize=10_000)
def _month_begun(word: str, locale: str) -> int:
    """Return the one month whose name begins with a word of three letters or more, or 0."""
    begun = {number for name, number in _months_of(locale).items() if name.startswith(word)}
    return begun.pop() if len(word) >= 3 and len(begun) == 1 else 0


@cache
def _months_of(code: str) -> dict[str, int]:
    """Return the month names of a language, in every form that CLDR knows, to their numbers."""
    try:
        locale = Locale.parse(code)
    except (UnknownLocaleError, ValueError):
        return {}
    return {
        str(name).rstrip(".").lower(): int(number)
        for context in ("format", "stand-alone")
        for width in ("wide", "abbreviated")
        for number, name in locale.months[context][width].items()
        if len(str(name)) > 1 and not str(name).isdigit()
    }

"""What HTTP headers say about when to ask again (RFC 9110, RFC 9111). Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from email.utils import parsedate_to_datetime

from monitor.moments import in_utc

_MAX_AGE = re.compile(r"\bmax-age\s*=\s*\"?(\d{1,12})", re.IGNORECASE)
_UNCACHED = re.compile(r"\b(?:no-cache|no-store)\b(?!\s*=)", re.IGNORECASE)


def fresh_for(headers: Mapping[str, str], now: datetime) -> float | None:
    """Return for how many seconds a document stays fresh, or None where its headers do not say.

    ``headers`` have lower-case names. ``no-cache`` and ``no-store`` outrank ``max-age``, which
    outranks ``Expires``; what it spent in caches on the way (``Age``) is taken off.
    """
    control = headers.get("cache-control", "")
    if _UNCACHED.search(control):
        return None
    max_age = _MAX_AGE.search(control)
    if max_age:
        age = headers.get("age", "").strip()
        spent = int(age) if age.isdecimal() and len(age) < 12 else 0
        return float(max(0, int(max_age[1]) - spent))
    expires = http_date(headers.get("expires"))
    if expires is None:
        return None
    served = http_date(headers.get("date")) or now
    return max(0.0, (expires - served).total_seconds())


def retry_after(value: str | None, now: datetime) -> float | None:
    """Return the seconds that a Retry-After header names, by number or date; None without one."""
    text = (value or "").strip()
    if text.isdecimal() and len(text) < 16:
        return float(text)
    moment = http_date(text)
    return max(0.0, (moment - now).total_seconds()) if moment else None


def http_date(value: str | None) -> datetime | None:
    """Return the moment of an HTTP date, or None where it is none."""
    if not value:
        return None
    try:
        return in_utc(parsedate_to_datetime(value))
    except (ValueError, TypeError, IndexError, OverflowError):
        return None

"""Zones of time as feeds write them: offsets, names of zones, and names of places."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

_OFFSET = re.compile(r"^\(?(?:gmt|utc|ut|z)?\s*([+-])\s*(\d{1,2})(?::?(\d{2}))?", re.IGNORECASE)
_ZONE_NAME = re.compile(r"^\(?([^\W\d_]{1,5})\b")
_PLACE = re.compile(r"^[(\[]?([A-Z][A-Za-z]+(?:/[A-Za-z_-]+){1,2})\b")

_HOURS = {
    "z": 0, "ut": 0, "utc": 0, "gmt": 0, "wet": 0, "west": 1, "bst": 1, "cet": 1, "met": 1,
    "cest": 2, "mest": 2, "mesz": 2, "mez": 1, "eet": 2, "eest": 3, "sast": 2, "cat": 2, "eat": 3,
    "wat": 1, "msk": 3, "msd": 4, "trt": 3, "idt": 3, "irst": 3.5, "gst": 4, "pkt": 5, "ist": 5.5,
    "npt": 5.75, "ict": 7, "wib": 7, "wita": 8, "wit": 9, "hkt": 8, "sgt": 8, "myt": 8, "pht": 8,
    "мск": 3, "azt": 4, "get": 4, "aft": 4.5, "uzt": 5, "tjt": 5, "tmt": 5, "phst": 8,
    "awst": 8, "jst": 9, "kst": 9, "acst": 9.5, "aest": 10, "aedt": 11, "acdt": 10.5, "nzst": 12,
    "nzdt": 13, "ast": -4, "adt": -3, "est": -5, "edt": -4, "cst": -6, "cdt": -5,
    "mst": -7, "mdt": -6, "pst": -8, "pdt": -7, "akst": -9, "akdt": -8, "hst": -10, "brt": -3,
    "art": -3, "clt": -4, "cot": -5, "pet": -5, "nst": -3.5, "ndt": -2.5,
}  # fmt: skip
"""Zone names to hours east of Greenwich; of ambiguous names what news feeds mean most often
(BST British summer, IST India, CST central America, GST the Gulf, AST the Atlantic)."""

_PLACES = {
    "et": "America/New_York", "ct": "America/Chicago",
    "mt": "America/Denver", "pt": "America/Los_Angeles",
}  # fmt: skip
"""Names that stand for winter and summer time alike."""

_OWN_PLACES = {
    ("he", "ist"): "Asia/Jerusalem", ("he", "idt"): "Asia/Jerusalem",
    ("ga", "ist"): "Europe/Dublin", ("zh", "cst"): "Asia/Shanghai",
}  # fmt: skip
"""What an ambiguous name means in feeds of one language."""


def offset_of(zone: str, local: datetime, language: str = "") -> timedelta:
    """Return how far east of Greenwich a zone lies at its ``local`` time; 0 for an unknown one.

    ``language`` is the feed's, which tells Israel's IST from India's.
    """
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
    if not named:
        return timedelta()
    name = named[1].lower()
    if meant := _OWN_PLACES.get((language.partition("-")[0], name)) or _PLACES.get(name):
        return _offset_at(meant, local) or timedelta()
    return timedelta(hours=_HOURS.get(name, 0))


def _offset_at(place: str, local: datetime) -> timedelta | None:
    try:
        return local.replace(tzinfo=ZoneInfo(place)).utcoffset()
    except (ZoneInfoNotFoundError, OSError):
        return None

"""Durations and sizes as users write them."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Annotated, TypeVar

from pydantic import AfterValidator, BeforeValidator, PlainSerializer, WithJsonSchema

from monitor.config.refusal import refused_value

Quantity = TypeVar("Quantity", timedelta, int)

_UNITS = {"d": 86_400, "h": 3_600, "m": 60, "s": 1}
_DURATION = re.compile(r"(?:\d{1,9}[dhms])+", re.ASCII)
_SIZES = {
    "GB": 10**9,
    "MB": 10**6,
    "kB": 10**3,
    "GiB": 2**30,
    "MiB": 2**20,
    "KiB": 2**10,
    "B": 1,
}
_FACTORS = {unit.casefold(): factor for unit, factor in _SIZES.items()}
_SIZE = re.compile(r"(\d{1,12}) ?([kMG]i?B|B)", re.IGNORECASE | re.ASCII)


def parse_duration(text: str) -> timedelta:
    """Read ``90s``, ``5m``, ``24h``, ``7d`` or several in a row (``1h30m``).

    Raises ValueError for anything else, a number without a unit included.
    """
    if not _DURATION.fullmatch(text):
        raise ValueError(text)
    parts = re.findall(r"(\d+)([dhms])", text)
    return timedelta(seconds=sum(int(number) * _UNITS[unit] for number, unit in parts))


def format_duration(duration: timedelta) -> str:
    """Return the shortest text that ``parse_duration`` reads as ``duration`` (whole seconds)."""
    rest = round(duration.total_seconds())
    parts = []
    for unit, seconds in _UNITS.items():
        number, rest = divmod(rest, seconds)
        parts += [f"{number}{unit}"] if number else []
    return "".join(parts) or "0s"


def parse_size(text: str) -> int:
    """Read ``20MB``, ``512kB``, ``1GB`` (powers of 1000) or ``20MiB`` (of 1024) as bytes.

    Raises ValueError for anything else, a number without a unit included.
    """
    if not (found := _SIZE.fullmatch(text)):
        raise ValueError(text)
    return int(found[1]) * _FACTORS[found[2].casefold()]


def format_size(size: int) -> str:
    """Return the shortest text that ``parse_size`` reads as ``size`` bytes."""
    fitting = {unit: factor for unit, factor in _SIZES.items() if size % factor == 0}
    unit = max(fitting, key=fitting.__getitem__) if size else "B"
    return f"{size // _SIZES[unit]}{unit}"


def duration_within(low: str, high: str) -> AfterValidator:
    """Return a bound on a Duration, such as from ``10s`` to ``30d``, both ends allowed."""
    return _within(parse_duration(low), parse_duration(high), f"{low} to {high}")


def size_within(low: str, high: str) -> AfterValidator:
    """Return a bound on a Size, such as from ``100kB`` to ``500MB``, both ends allowed."""
    return _within(parse_size(low), parse_size(high), f"{low} to {high}")


def _within(low: Quantity, high: Quantity, bounds: str) -> AfterValidator:
    def check(value: Quantity) -> Quantity:
        if low <= value <= high:
            return value
        raise refused_value(f"is out of bounds; {bounds}")

    return AfterValidator(check)


def _duration(value: object) -> object:
    if not isinstance(value, str):
        return value
    try:
        return parse_duration(value)
    except (ValueError, OverflowError):
        raise refused_value("is no duration; write e.g. 90s, 5m, 24h or 7d") from None


def _size(value: object) -> object:
    if not isinstance(value, str):
        return value
    try:
        return parse_size(value)
    except ValueError:
        raise refused_value("is no size; write e.g. 512kB, 20MB or 1GB") from None


Duration = Annotated[
    timedelta,
    BeforeValidator(_duration),
    PlainSerializer(format_duration, return_type=str),
    WithJsonSchema(
        {
            "type": "string",
            "pattern": r"^(\d{1,9}[dhms])+$",
            "examples": ["90s", "5m", "24h", "7d"],
        }
    ),
]
"""A ``timedelta`` of whole seconds."""

Size = Annotated[
    int,
    BeforeValidator(_size),
    PlainSerializer(format_size, return_type=str),
    WithJsonSchema(
        {
            "type": "string",
            "pattern": r"^\d{1,12} ?([kKMG]i?B|B)$",
            "examples": ["512kB", "20MB", "1GB"],
        }
    ),
]
"""A number of bytes."""

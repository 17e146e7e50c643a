"""Characters that are whole: half of a surrogate pair, which JSON can escape and bytes that are no
UTF-8 become on a command line, cannot be stored, sent or read by a tokenizer.
"""

from __future__ import annotations

import json
import re
from math import isinf
from typing import Any

_HALF = re.compile("[\ud800-\udfff]")
_HALVES_REFERRED_TO = re.compile(
    r"&#(?:x(d[89ab][0-9a-f]{2})|(5[56]\d{3}));&#(?:x(d[c-f][0-9a-f]{2})|(5[67]\d{3}));",
    re.IGNORECASE,
)
_ESCAPED_HALF = re.compile(r"\\u[dD][89a-fA-F]")


def is_whole(text: str) -> bool:
    """Tell whether no half of a surrogate pair is in the text."""
    return _HALF.search(text) is None


def whole(text: str) -> str:
    """Return the text with each half of a surrogate pair replaced by U+FFFD."""
    return _HALF.sub("\ufffd", text)


def with_references_joined(markup: str) -> str:
    """Return markup with "&#55357;&#56832;", two halves of one character, as that character."""
    return _HALVES_REFERRED_TO.sub(_joined, markup)


def _joined(found: re.Match[str]) -> str:
    high, low = (
        int(found[place], 16) if found[place] else int(found[place + 1]) for place in (1, 3)
    )
    if not (0xD800 <= high < 0xDC00 <= low < 0xE000):
        return found[0]
    return chr(0x10000 + (high - 0xD800) * 0x400 + low - 0xDC00)


def read_json(text: str) -> Any:
    """Return what JSON says, its strings of whole characters; an emoji cut in two is common.

    Raises ValueError, also for NaN and Infinity, which are no JSON (RFC 8259, 6), and for numbers
    as large as infinity, or RecursionError where it is nested too deeply.
    """
    found = json.loads(text, parse_constant=_refuse, parse_float=_number)
    return _mended(found) if _ESCAPED_HALF.search(text) else found


def _refuse(constant: str) -> Any:
    raise ValueError(f"{constant} is no JSON")


def _number(written: str) -> float:
    if isinf(number := float(written)):
        raise ValueError(f"{written} is too large a number")
    return number


def _mended(value: Any) -> Any:
    if isinstance(value, str):
        return whole(value)
    if isinstance(value, list):
        return [_mended(item) for item in value]
    if isinstance(value, dict):
        return {whole(key): _mended(item) for key, item in value.items()}
    return value

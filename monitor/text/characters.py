"""Characters that are whole: half of a surrogate pair, which JSON can escape and bytes that are no
UTF-8 become on a command line, cannot be stored, sent or read by a tokenizer.
"""

from __future__ import annotations

import json
import re
from typing import Any

_HALF = re.compile("[\ud800-\udfff]")
_ESCAPED_HALF = re.compile(r"\\u[dD][89a-fA-F]")


def is_whole(text: str) -> bool:
    """Tell whether no half of a surrogate pair is in the text."""
    return _HALF.search(text) is None


def whole(text: str) -> str:
    """Return the text with each half of a surrogate pair replaced by U+FFFD."""
    return _HALF.sub("\ufffd", text)


def read_json(text: str) -> Any:
    """Return what JSON says, its strings of whole characters; an emoji cut in two is common.

    Raises ValueError, also for NaN and Infinity, which are no JSON (RFC 8259, 6), or RecursionError
    where it is nested too deeply.
    """
    found = json.loads(text, parse_constant=_refuse)
    return _mended(found) if _ESCAPED_HALF.search(text) else found


def _refuse(constant: str) -> Any:
    raise ValueError(f"{constant} is no JSON")


def _mended(value: Any) -> Any:
    if isinstance(value, str):
        return whole(value)
    if isinstance(value, list):
        return [_mended(item) for item in value]
    if isinstance(value, dict):
        return {whole(key): _mended(item) for key, item in value.items()}
    return value

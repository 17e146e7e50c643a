"""Bytes to text, and what a YAML parser's complaint means to somebody who edits by hand."""

from __future__ import annotations

import re

import yaml

# The printable set of YAML 1.1 section 5.1; the parser stops at anything else without a position.
_UNPRINTABLE = re.compile(
    "[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]"
)


class UndecodableError(Exception):
    """Bytes are no text: ``line:column: what is wrong; the mend``."""


def decode(content: bytes) -> str:
    """Return UTF-8 bytes as text, without a byte order mark. Raises UndecodableError."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise UndecodableError("1:1: the file is UTF-16; save it as UTF-8")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        good = content[: error.start].decode("utf-8", "replace")
        place = _position(good, len(good))
        raise UndecodableError(f"{place}: not UTF-8; save the file as UTF-8") from None
    if found := unprintable(text):
        place = _position(text, found.start())
        raise UndecodableError(f"{place}: invisible character U+{ord(found[0]):04X}; delete it")
    return text


def unprintable(text: str) -> re.Match[str] | None:
    """Return the first character that no YAML may hold; an escape could still bring it in."""
    return _UNPRINTABLE.search(text)


def _position(text: str, offset: int) -> str:
    line = text.count("\n", 0, offset) + 1
    return f"{line}:{offset - text.rfind(chr(10), 0, offset)}"


def explain_syntax(error: yaml.MarkedYAMLError, text: str) -> str:
    """Return ``line:column: what is wrong; the mend`` for a syntax error in ``text``.

    Quotes nothing of the text, for it may hold a secret.
    """
    mark = error.problem_mark
    assert mark is not None, "the parser marks every problem"
    lines = text.splitlines() or [""]
    meaning = _meaning(error, lines[min(mark.line, len(lines) - 1)], mark.line, mark.column)
    return f"{mark.line + 1}:{mark.column + 1}: {meaning}"


def _meaning(error: yaml.MarkedYAMLError, line: str, row: int, column: int) -> str:
    problem = error.problem or "not valid YAML"
    if "\t" in line[: len(line) - len(line.lstrip())]:
        return "a tab indents this line; indent with spaces"
    if "${" in line and "expected ','" in problem:
        return 'a secret between { } or [ ] needs quotes; write "${NAME}"'
    begun = error.context_mark
    if "expected key" in problem and line[:column].rstrip().endswith(_CLOSING):
        return "text follows a closed quote or bracket; quote the whole value"
    since = f" (it began in line {begun.line + 1})" if begun and begun.line < row else ""
    meanings = (meaning for part, meaning in _MEANINGS.items() if part in problem)
    return next(meanings, problem) + since


_CLOSING = ('"', "'", "]", "}")
_MEANINGS = {
    "mapping values are not allowed": (
        "': ' stands inside a value, or the line is indented too far; "
        "put the value in quotes, or align the line with its neighbours"
    ),
    "cannot start any token": "a value cannot begin with this character; put it in quotes",
    "expected ',' or": "a list [ ] or section { } is not closed or lacks a comma; add it",
    "expected key": "the line is not aligned with its neighbours; indent it as they are",
    "expected '-' indicator": (
        "the line is not aligned with the list's items; begin it with '- ' as they do"
    ),
    "expected ':'": "a key without a value; write 'key: value'",
    "expected alphabetic or numeric": (
        "'*' or '&' at the start of a value means something else in YAML; put the text in quotes"
    ),
    "unexpected end of stream": "a quote is opened and never closed; close it",
    "unknown escape character": (
        "a backslash between double quotes begins an escape; use single quotes"
    ),
}

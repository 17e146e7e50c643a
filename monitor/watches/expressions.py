"""Regular expressions of users, by RE2: linear in the text, whatever was typed."""

from __future__ import annotations

import re2

from monitor.watches.definition import DefinitionError
from monitor.watches.shapes import Expression

_CLASSES = {
    r"\w": r"[\pL\pM\pN_]",
    r"\W": r"[^\pL\pM\pN_]",
    r"\d": r"\p{Nd}",
    r"\D": r"\P{Nd}",
    r"\s": r"[\s\pZ]",
    r"\S": r"[^\s\pZ]",
}
_INSIDE_CLASS = {r"\w": r"\pL\pM\pN_", r"\d": r"\p{Nd}", r"\s": r"\s\pZ", r"\D": r"\P{Nd}"}
_MOST_MEMORY = 1 << 22


def expression(written: str, language: str | None) -> Expression:
    """Compile `/written/`: any case, classes of all scripts, `\\b` at its ends only.

    RE2's own `\\b` and `\\w` know no letter beyond ASCII, so that ours replace them. Raises
    DefinitionError where RE2 refuses it (look-around and back-references are not in RE2).
    """
    left, right = written.startswith(r"\b"), written.endswith(r"\b")
    body = written[2 if left else 0 : len(written) - (2 if right else 0)]
    options = re2.Options()
    options.case_sensitive = False
    options.log_errors = False
    options.max_mem = _MOST_MEMORY
    try:
        pattern = re2.compile(_with_classes(body), options)
    except re2.error as error:
        detail = error.args[0].decode() if isinstance(error.args[0], bytes) else str(error)
        raise DefinitionError(
            (), f"/{written}/ is no regular expression of RE2: {detail}"
        ) from None
    if pattern.fullmatch("") or not body:
        raise DefinitionError((), f"/{written}/ matches the empty text, and so everything")
    return Expression(pattern, language, left, right)


def _with_classes(body: str) -> str:
    out, index, inside = "", 0, False
    while index < len(body):
        pair = body[index : index + 2]
        if pair.startswith("\\") and len(pair) == 2:
            if pair in (r"\b", r"\B"):
                raise DefinitionError(
                    (), rf"/{body}/ has {pair} inside; only \b at its beginning or end is known"
                )
            known = _INSIDE_CLASS if inside else _CLASSES
            out += known.get(pair, pair)
            index += 2
            continue
        if pair[0] == "[":
            inside = True
        elif pair[0] == "]":
            inside = False
        out += pair[0]
        index += 1
    return out

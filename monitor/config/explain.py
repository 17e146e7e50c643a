"""What pydantic's complaint means to somebody who edits by hand.

Quotes only what was typed in the file, and only of keys that hold no secret: a validator raises
``refused`` where the value may be one, and ``refused_value`` elsewhere.
"""

from __future__ import annotations

import re
import typing
from collections.abc import Iterable, Iterator

from pydantic import BaseModel
from pydantic_core import ErrorDetails

from monitor.config.refusal import REFUSED_VALUE
from monitor.config.tree import Document, KeyPath, Mark
from monitor.config.wording import nearest, quoted

_LIST = "a list, '- item' on a line each"
_SECTION = "a section, 'key: value' on a line each"
_EXPECTED = {
    "int": "a whole number",
    "float": "a number",
    "bool": "true or false",
    "string": "text",
    "list": _LIST,
    "tuple": _LIST,
    "set": _LIST,
    "frozen_set": _LIST,
    "dict": _SECTION,
    "mapping": _SECTION,
    "model": _SECTION,
    "time": "a time of day such as 07:00",
    "time_delta": "a duration such as 5m",
}


def explain(error: ErrorDetails, model: type[BaseModel], document: Document) -> tuple[Mark, str]:
    """Return where ``error`` stands in ``document`` and what is wrong, then what would be right."""
    location = tuple(error["loc"])
    path = document.existing(location)
    if error["type"] == "extra_forbidden":
        return document.key_mark(path), _unknown_key(str(path[-1]), _keys_at(model, path[:-1]))
    if error["type"] == "missing":
        return document.key_mark(path), _missing_key(str(location[-1]), model, location)
    key = next((f"{quoted(step)[1:-1]}: " for step in reversed(path) if isinstance(step, str)), "")
    return document.mark(path), key + _wrong_value(error, document.node(path).value)


def follows_from_another(error: ErrorDetails, document: Document) -> bool:
    """Return whether a list counts as too short only because its items are wrong."""
    items = document.node(document.existing(error["loc"])).value
    return (
        error["type"] == "too_short"
        and isinstance(items, list)
        and len(items) >= error["ctx"]["min_length"]
    )


def _unknown_key(key: str, keys: Iterable[str]) -> str:
    return f"unknown key {quoted(key)}; {nearest(key, keys)}"


def _missing_key(key: str, model: type[BaseModel], location: KeyPath) -> str:
    for owner in _models_at(model, location[:-1]):
        for name, field in owner.model_fields.items():
            if key == (field.alias or name) and field.examples:
                return f"'{key}' is missing; add '{key}: {field.examples[0]}'"
    return f"'{key}' is missing; add it"


def _wrong_value(error: ErrorDetails, found: object) -> str:
    kind, message = error["type"], error["msg"]
    context = error.get("ctx", {})
    stem = re.sub(r"_(type|parsing|parsing_size|from_float|attributes_type)$", "", kind)
    if kind in ("value_error", "assertion_error"):
        message = str(context["error"])
    elif kind == REFUSED_VALUE:
        message = f"{_found(found)} {message}"
    elif kind in ("too_short", "string_too_short") and isinstance(found, str) and not found.strip():
        message = "empty; write text"
    elif kind in _BOUNDS:
        message = f"{_found(found)} {_BOUNDS[kind].format(**context)}"
    elif kind in ("literal_error", "enum"):
        message = f"{_found(found)} is not known; {_choice(found, str(context['expected']))}"
    elif expected := _EXPECTED.get(stem):
        message = _unexpected(found, expected)
    return message


def _unexpected(found: object, expected: str) -> str:
    if found is None:
        return f"empty; write {expected}" + (
            ", in quotes if it begins with '#'" if expected == "text" else ""
        )
    # A secret may have been typed where a section or list belongs.
    quotable = expected not in (_LIST, _SECTION)
    return f"expected {expected}; found {_found(found) if quotable else _kind(found)}"


def _found(found: object) -> str:
    return quoted(found) if isinstance(found, str) else _kind(found)


def _kind(found: object) -> str:
    if isinstance(found, dict):
        return "a section"
    return "a list" if isinstance(found, list) else "text"


def _choice(found: object, expected: str) -> str:
    choices = re.findall(r"'([^']*)'", expected)
    return nearest(str(found), choices) if choices else f"write {expected}"


_BOUNDS = {
    "greater_than_equal": "is too small; at least {ge}",
    "greater_than": "is too small; more than {gt}",
    "less_than_equal": "is too large; at most {le}",
    "less_than": "is too large; less than {lt}",
    "finite_number": "is not a number to count with; write e.g. 0.5",
    "too_short": "has too few items; at least {min_length}",
    "too_long": "has too many items; at most {max_length}",
    "string_too_short": "is too short; at least {min_length} characters",
    "string_too_long": "is too long; at most {max_length} characters",
}


def _keys_at(model: type[BaseModel], path: KeyPath) -> set[str]:
    return {
        field.alias or name
        for owner in _models_at(model, path)
        for name, field in owner.model_fields.items()
    }


def _models_at(model: type[BaseModel], path: KeyPath) -> list[type[BaseModel]]:
    models = [model]
    for step in path:
        fields = [
            field
            for owner in models
            for name, field in owner.model_fields.items()
            if step == (field.alias or name)
        ]
        if fields:
            models = [found for field in fields for found in _models_in(field.annotation)]
    return models


def _models_in(annotation: object) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for argument in typing.get_args(annotation):
        yield from _models_in(argument)

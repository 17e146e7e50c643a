"""The documentation names every key of every file, with its default."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from monitor.config.schema import MODELS, schema_text

DOCUMENT = Path(__file__).resolve().parents[2] / "docs" / "configuration.md"
FILES = {
    "monitor": "monitor.yaml",
    "feeds": "feeds.yaml",
    "subscribers": "subscribers.yaml",
    "watch": "watches/*.yaml",
    "terms": "terms/*.yaml",
}
ITEMS = ("WeightedTerm", "NearTerms", "TermGroup")


def keys_of(schema: dict[str, Any], prefix: str, definitions: dict[str, Any]) -> Iterator[Any]:
    """Yield each key below ``schema`` as users would point to it, with its own schema."""
    for key, value in schema.get("properties", {}).items():
        yield f"{prefix}{key}", value
        for part in [value, *value.get("anyOf", [])]:
            item = part.get("items", part)
            step = "[]." if "items" in part else "."
            if "$ref" in item:
                target = definitions[item["$ref"].rsplit("/", 1)[1]]
                yield from keys_of(target, f"{prefix}{key}{step}", definitions)


def documented(file: str) -> dict[str, str]:
    """Return the default of each key that the table of ``file`` documents."""
    section = DOCUMENT.read_text("utf-8").split(f"\n## {file}\n")[1].split("\n## ")[0]
    return dict(re.findall(r"^\| `([^`]+)` \| ([^|]*?) ?\|", section, re.MULTILINE))


def described(name: str) -> dict[str, Any]:
    """Return each key of the files called ``name``, those of a watch's terms included."""
    schema = json.loads(schema_text(name))
    definitions = schema.get("$defs", {})
    items = [definitions[item] for item in ITEMS if name == "watch"]
    return dict(key for part in [schema, *items] for key in keys_of(part, "", definitions))


@pytest.mark.parametrize("name", sorted(MODELS))
def test_every_key_is_documented_and_no_other(name: str) -> None:
    assert set(documented(FILES[name])) == set(described(name))


@pytest.mark.parametrize("name", sorted(MODELS))
def test_every_default_is_documented(name: str) -> None:
    defaults = documented(FILES[name])
    for key, value in described(name).items():
        default = value.get("default")
        if default not in (None, "", [], {}) and not isinstance(default, dict):
            typed = str(default).lower() if isinstance(default, bool) else f"{default}"
            assert defaults[key] == f"`{typed}`", key

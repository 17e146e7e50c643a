"""Check blocks against Block Kit's shapes and limits.

https://docs.slack.dev/reference/block-kit/blocks and .../composition-objects/text-object, for the
blocks that a notification may hold; of all of them together 9,600 characters were taken and 11,300
refused (https://github.com/slackapi/bolt-js/issues/2867).
"""

from __future__ import annotations

from typing import Any

MAX_BLOCKS = 50
MOST_CHARACTERS = 11_000


def problems(blocks: Any) -> list[str]:
    """Return one line for each rule that ``blocks`` breaks."""
    if not isinstance(blocks, list):
        return ["blocks: must be an array"]
    found = [f"blocks: {len(blocks)}, at most {MAX_BLOCKS}"] if len(blocks) > MAX_BLOCKS else []
    for number, block in enumerate(blocks):
        kind = block.get("type") if isinstance(block, dict) else None
        check = _CHECKS.get(kind) if isinstance(kind, str) else None
        if check is None:
            found.append(f"blocks[{number}]: unknown type {kind!r}")
        else:
            found += [f"blocks[{number}] ({kind}): {problem}" for problem in check(block)]
    if (length := _characters(blocks)) > MOST_CHARACTERS:
        found.append(f"blocks: {length} characters in all, at most {MOST_CHARACTERS}")
    return found


def _characters(value: Any) -> int:
    """Return how many UTF-16 units all texts in blocks have together."""
    if isinstance(value, list):
        return sum(map(_characters, value))
    if not isinstance(value, dict):
        return 0
    text = value.get("text")
    own = _width(text) if isinstance(text, str) else 0
    return own + sum(map(_characters, value.values()))


def _header(block: dict[str, Any]) -> list[str]:
    return _text(block.get("text"), 150, ("plain_text",))


def _section(block: dict[str, Any]) -> list[str]:
    found = []
    fields = block.get("fields")
    if "text" not in block and not fields:
        return ["needs text or fields"]
    if "text" in block:
        found += _text(block["text"], 3000)
    if fields is not None:
        if not isinstance(fields, list) or not 1 <= len(fields) <= 10:
            return [*found, "needs 1 to 10 fields"]
        for field in fields:
            found += _text(field, 2000)
    return found


def _context(block: dict[str, Any]) -> list[str]:
    elements = block.get("elements")
    if not isinstance(elements, list) or not 1 <= len(elements) <= 10:
        return ["needs 1 to 10 elements"]
    return [problem for element in elements for problem in _text(element, 3000)]


def _actions(block: dict[str, Any]) -> list[str]:
    elements = block.get("elements")
    if not isinstance(elements, list) or not 1 <= len(elements) <= 25:
        return ["needs 1 to 25 elements"]
    found = []
    for element in elements:
        if element.get("type") != "button":
            found.append(f"unknown element {element.get('type')!r}")
        else:
            found += _button(element)
    return found


def _button(element: dict[str, Any]) -> list[str]:
    found = _text(element.get("text"), 75, ("plain_text",))
    for key, limit in (("action_id", 255), ("value", 2000)):
        if not 0 < len(element.get(key, "")) <= limit:
            found.append(f"{key} must have 1 to {limit} characters")
    if element.get("style", "primary") not in ("primary", "danger"):
        found.append(f"unknown style {element['style']!r}")
    if confirm := element.get("confirm"):
        for key, limit in (("title", 100), ("text", 300), ("confirm", 30), ("deny", 30)):
            found += _text(confirm.get(key), limit)
    return found


def _divider(_: dict[str, Any]) -> list[str]:
    return []


def _text(value: Any, limit: int, kinds: tuple[str, ...] = ("plain_text", "mrkdwn")) -> list[str]:
    if not isinstance(value, dict) or value.get("type") not in kinds:
        return [f"text must be an object of type {' or '.join(kinds)}"]
    text = value.get("text")
    if not isinstance(text, str) or not text:
        return ["text must not be empty"]
    length = _width(text)
    return [f"text has {length} characters, at most {limit}"] if length > limit else []


def _width(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


_CHECKS = {
    "header": _header,
    "section": _section,
    "context": _context,
    "actions": _actions,
    "divider": _divider,
}

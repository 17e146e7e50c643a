"""JSON Feed 1.0 and 1.1 (https://www.jsonfeed.org/version/1.1/)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from monitor.errors import ParseError
from monitor.feeds.document import RawEntry, RawFeed
from monitor.text.characters import whole


def read(text: str, url: str) -> RawFeed:
    """Return what a JSON Feed holds; raises ParseError where the document is none."""
    try:
        found = json.loads(text.lstrip("\ufeff \t\r\n"), strict=False)
    except (ValueError, RecursionError) as error:
        found = _salvaged(text)
        if found is None:
            raise ParseError(f"the document is JSON that cannot be read: {error}"[:300]) from error
        warnings: tuple[str, ...] = (f"the JSON is damaged: {error}"[:300],)
    else:
        warnings = ()
    if not isinstance(found, dict) or not isinstance(found.get("items"), list):
        raise ParseError("the document is JSON, but no JSON Feed: it has no list of items")
    items = [item for item in found["items"] if isinstance(item, dict)]
    if items and "jsonfeed" not in _text(found, "version") and not any(map(_is_entry, items)):
        raise ParseError("the document is JSON, but no JSON Feed: its items have no title or text")
    base = url or _text(found, "home_page_url") or _text(found, "feed_url")
    return RawFeed(
        kind="feed",
        title=_text(found, "title"),
        language=_text(found, "language"),
        entries=tuple(_raw(item, base) for item in items),
        warnings=warnings,
    )


def _is_entry(item: Mapping[str, Any]) -> bool:
    return any(_text(item, name) for name in ("title", "summary", "content_text", "content_html"))


def _raw(item: Mapping[str, Any], base: str) -> RawEntry:
    guid = _text(item, "id")
    return RawEntry(
        title=_text(item, "title"),
        summary=_text(item, "summary")
        or _text(item, "content_text")
        or _text(item, "content_html"),
        link=_text(item, "url")
        or _text(item, "external_url")
        # "Ideally, the id is the full URL of the resource" (version 1.1).
        or (guid if guid.startswith(("http://", "https://")) else ""),
        base=base,
        guid=guid,
        dates=(_text(item, "date_published"), _text(item, "date_modified")),
        language=_text(item, "language"),
    )


def _text(holder: Mapping[str, Any], name: str) -> str:
    value = holder.get(name)
    if isinstance(value, str):
        return whole(value)
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else ""


def _salvaged(text: str) -> dict[str, Any] | None:
    """Return the whole items of a cut JSON Feed, or None where there are none."""
    start = text.find('"items"')
    start = text.find("[", start) if start >= 0 else -1
    if start < 0:
        return None
    decoder = json.JSONDecoder(strict=False)
    items = []
    position = start + 1
    while True:
        position = next((i for i in range(position, len(text)) if text[i] not in " \t\r\n,"), -1)
        try:
            item, position = decoder.raw_decode(text, position)
        except (ValueError, RecursionError, IndexError):
            break
        items.append(item)
    return {"items": items} if items else None

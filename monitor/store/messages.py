"""What a delivery carries, as JSON, so that it says tomorrow what was decided today."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any

from monitor.domain import Content, Digest, DigestGroup, Label, Message, Notice, Outlet, TermHit

_LISTS = (
    "also_reported_by", "words", "watches", "denied_by", "confirmed_by", "corrected_by",
    "withdrawn_by",
)  # fmt: skip


def to_json(content: Content) -> dict[str, Any]:
    """Return the content as values that JSON knows; what is no alert names its kind."""
    values: dict[str, Any] = _plain(asdict(content))
    if isinstance(content, Message):
        return values
    return {"content": "notice" if isinstance(content, Notice) else "digest", **values}


def from_json(values: Mapping[str, Any]) -> Content:
    """Return the content that ``to_json`` wrote, now or before messages had all they have."""
    fields = {key: value for key, value in values.items() if key != "content"}
    match values.get("content"):
        case "notice":
            return Notice(**{**fields, "at": datetime.fromisoformat(fields["at"])})
        case "digest":
            return _digest(fields)
        case _:
            return _message(fields)


def _message(values: Mapping[str, Any]) -> Message:
    published = values["published"]
    return Message(
        **{
            **values,
            "published": datetime.fromisoformat(published) if published else None,
            "label": Label(values["label"]),
            "outlet": Outlet(**values["outlet"]),
            "keywords": tuple(TermHit(**hit) for hit in values["keywords"]),
            **{name: tuple(values.get(name, ())) for name in _LISTS},
        }
    )


def _digest(values: Mapping[str, Any]) -> Digest:
    groups = tuple(
        DigestGroup(
            watch=group["watch"],
            messages=tuple(_message(message) for message in group["messages"]),
            index=tuple(group["index"]),
        )
        for group in values["groups"]
    )
    since, until = (datetime.fromisoformat(values[key]) for key in ("since", "until"))
    apart = values.get("apart", 0)
    return Digest(title=values["title"], since=since, until=until, groups=groups, apart=apart)


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return value

"""A message as JSON, so that a delivery says tomorrow what was decided today."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any

from monitor.domain import Label, Message, Outlet, TermHit


def to_json(message: Message) -> dict[str, Any]:
    """Return the message as values that JSON knows."""
    values = asdict(message)
    values["published"] = message.published.isoformat() if message.published else None
    values["label"] = message.label.value
    return values


def from_json(values: Mapping[str, Any]) -> Message:
    """Return the message that ``to_json`` wrote, now or before messages had all they have."""
    published = values["published"]
    return Message(
        **{
            **values,
            "published": datetime.fromisoformat(published) if published else None,
            "label": Label(values["label"]),
            "outlet": Outlet(**values["outlet"]),
            "keywords": tuple(TermHit(**hit) for hit in values["keywords"]),
            "also_reported_by": tuple(values["also_reported_by"]),
            "words": tuple(values.get("words", ())),
        }
    )

"""The buttons under an alert in Slack: how they are drawn, and what a press says.

https://docs.slack.dev/reference/block-kit/block-elements/button-element and
https://docs.slack.dev/reference/interaction-payloads/block_actions-payload
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Any

from monitor.delivery.escape import one_line, shorten

NAME_LIMIT = 80
MUTED_FOR = timedelta(hours=24)
"""For how long the button mutes a story."""

_HOURS = MUTED_FOR // timedelta(hours=1)


class Action(StrEnum):
    """What a reader can do to an alert, in the order of the buttons."""

    ACKNOWLEDGE = "acknowledge"
    MUTE = "mute_story"
    RELEVANT = "relevant"
    IRRELEVANT = "irrelevant"


_LABELS = {
    Action.ACKNOWLEDGE: "Acknowledge",
    Action.MUTE: f"Mute story {_HOURS} h",
    Action.RELEVANT: "Relevant",
    Action.IRRELEVANT: "Not relevant",
}


@dataclass(frozen=True, slots=True)
class Press:
    """Somebody pressed a button."""

    action: Action
    message_id: str
    """``Delivery.message_id`` of the message that it stands under."""
    person: str
    """Name of who pressed it, one line."""
    person_id: str
    channel: str
    """Slack's id of the channel."""


def actions(message_id: str, offered: Collection[Action]) -> dict[str, Any] | None:
    """Return the block of buttons for what is offered, or None where nothing is."""
    elements = [_button(action, message_id) for action in Action if action in offered]
    return {"type": "actions", "elements": elements} if elements else None


def presses(payload: Mapping[str, Any]) -> list[Press]:
    """Return what an interaction payload says was pressed; what is none of ours is left out."""
    if payload.get("type") != "block_actions":
        return []
    user, channel = _mapping(payload.get("user")), _mapping(payload.get("channel"))
    name = user.get("username") or user.get("name") or user.get("id")
    elements = payload.get("actions")
    return [
        Press(
            action=Action(element["action_id"]),
            message_id=str(element.get("value", "")),
            person=shorten(one_line(str(name or "somebody")), NAME_LIMIT),
            person_id=str(user.get("id", "")),
            channel=str(channel.get("id", "")),
        )
        for element in (elements if isinstance(elements, list) else [])
        if isinstance(element, dict) and element.get("action_id") in set(Action)
    ]


def _button(action: Action, message_id: str) -> dict[str, Any]:
    button: dict[str, Any] = {
        "type": "button",
        "action_id": action.value,
        "text": _plain(_LABELS[action]),
        "value": message_id,
    }
    if action is Action.ACKNOWLEDGE:
        button["style"] = "primary"
    if action is Action.MUTE:
        button["confirm"] = {
            "title": _plain("Mute this story?"),
            "text": _plain(
                f"Nothing more of it is sent to this subscriber for {_HOURS} hours, whatever "
                "happens; what comes meanwhile is told then."
            ),
            "confirm": _plain("Mute"),
            "deny": _plain("Keep it"),
        }
    return button


def _plain(text: str) -> dict[str, Any]:
    return {"type": "plain_text", "text": text}


def _mapping(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}

"""What each button under an alert does. A button is drawn only where it stands here."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from functools import partial
from types import MappingProxyType

from sqlalchemy import Connection

from monitor.delivery.buttons import MUTED_FOR, Action
from monitor.errors import MonitorError
from monitor.pipeline import respond
from monitor.pipeline.press import Pressed, Response
from monitor.store import alerts, feedback
from monitor.store.feedback import Feedback


def _judge(connection: Connection, pressed: Pressed, now: datetime, *, verdict: str) -> str:
    """Store a verdict on the alert's relevance, in place of the person's earlier one."""
    stored = alerts.load_alert(connection, pressed.alert_id)
    if stored is None:
        raise MonitorError(f"there is no alert {pressed.alert_id} any more")
    given = Feedback(
        entry_id=stored.alert.entry_id,
        watch=stored.alert.watch,
        question="relevance",
        verdict=verdict,
        given_by=pressed.by,
        given_at=now,
        alert_id=stored.id,
    )
    feedback.save_feedback(connection, given)
    shown = "relevant" if verdict == "relevant" else "not relevant"
    return f"Judged {shown} by {pressed.name}"


def _acknowledge(connection: Connection, pressed: Pressed, now: datetime) -> str:
    """Take the alert on, and with it all that its story has raised until now."""
    return respond.acknowledge(connection, pressed.alert_id, pressed.by, now)


def _mute(connection: Connection, pressed: Pressed, now: datetime) -> str:
    """Keep the story from the subscriber under whose message the button stands, for a while."""
    until = now + MUTED_FOR
    return respond.mute_story(
        connection, pressed.story_id, pressed.subscriber, until, pressed.by, now
    )


RESPONSES: Mapping[Action, Response] = MappingProxyType(
    {
        Action.ACKNOWLEDGE: _acknowledge,
        Action.MUTE: _mute,
        Action.RELEVANT: partial(_judge, verdict="relevant"),
        Action.IRRELEVANT: partial(_judge, verdict="irrelevant"),
    }
)

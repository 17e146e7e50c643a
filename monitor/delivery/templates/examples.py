"""Contents that every template is tried with before it is used."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from monitor.domain import Content, Digest, DigestGroup, Label, Message, Notice, Outlet, TermHit


def examples() -> tuple[Content, ...]:
    """Return an alert with all that it can have, one with the least, and every other content."""
    now = datetime(2021, 12, 7, 15, 7, tzinfo=UTC)
    message = Message(
        headline="Two presidents begin a video call",
        summary="Troops gather at a border.",
        link="https://example.org/1",
        outlet=Outlet("Example Agency", "CH", "agency", state_controlled=False),
        language="en",
        published=now,
        watch="example",
        label=Label.COOPERATION,
        score=0.93,
        severity=1,
        direction="down",
        keywords=(TermHit("president", "presidents", 4, 14),),
        reason="score and severity pass the watch's limits",
        story_id=1,
        alert_id=1,
        also_reported_by=("Another Outlet",),
        words=("presidents", "call"),
    )
    bare = replace(
        message, summary="", link="", published=None, direction=None, keywords=(), words=(),
        also_reported_by=(), kind="update",
    )  # fmt: skip
    return (
        message,
        bare,
        Notice("example", "A feed is broken", "It has not answered for a day.", now),
        Digest("Daily digest", now, now, (DigestGroup("example", (message, bare), (0.0, 1.0)),)),
        Digest("Daily digest", now, now, ()),
    )

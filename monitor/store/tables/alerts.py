"""What is worth telling, to whom, and what people said to it."""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
)

from monitor.store.tables.naming import metadata
from monitor.store.types import UtcDateTime

alerts = Table(
    "alerts",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("watch", String(200), nullable=False),
    Column("story_id", ForeignKey("stories.id"), nullable=False),
    Column("entry_id", ForeignKey("entries.id"), nullable=False, index=True),
    Column("kind", String(10), nullable=False),
    Column("rung", String(100), nullable=False),
    Column("reason", Text, nullable=False),
    Column("score", Float, nullable=False),
    Column("severity", Integer, nullable=False),
    Column("direction", String(4)),
    Column("raised_at", UtcDateTime, nullable=False, index=True),
    Column("told", JSON),
    UniqueConstraint("story_id", "watch", "rung"),
)

suppressions = Table(
    "suppressions",
    metadata,
    Column("entry_id", ForeignKey("entries.id"), primary_key=True),
    Column("watch", String(200), primary_key=True),
    Column("reason", Text, nullable=False),
    Column("decided_at", UtcDateTime, nullable=False),
)

digests = Table(
    "digests",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("subscriber", String(200), nullable=False),
    Column("title", Text, nullable=False),
    Column("since", UtcDateTime, nullable=False),
    Column("made_at", UtcDateTime, nullable=False),
)

digest_times = Table(
    "digest_times",
    metadata,
    Column("subscriber", String(200), primary_key=True),
    Column("rule", Text, nullable=False),
    Column("since", UtcDateTime, nullable=False),
    Column("next_at", UtcDateTime, nullable=False),
)

routings = Table(
    "routings",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("alert_id", ForeignKey("alerts.id"), nullable=False),
    Column("subscriber", String(200), nullable=False),
    Column("decision", String(10), nullable=False),
    Column("state", String(10), nullable=False),
    Column("reason", Text, nullable=False),
    Column("decided_at", UtcDateTime, nullable=False),
    Column("release_at", UtcDateTime),
    Column("told_at", UtcDateTime),
    Column("digest_id", ForeignKey("digests.id")),
    Column("message", JSON),
    UniqueConstraint("alert_id", "subscriber"),
    Index("ix_routings_state_release_at", "state", "release_at"),
    Index("ix_routings_subscriber_told_at", "subscriber", "told_at"),
)

mutes = Table(
    "mutes",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("story_id", ForeignKey("stories.id"), index=True),
    Column("watch", String(200), nullable=False),
    Column("subscriber", String(200), nullable=False),
    Column("until", UtcDateTime),
    Column("muted_by", String(200), nullable=False),
    Column("muted_at", UtcDateTime, nullable=False),
)

acknowledgements = Table(
    "acknowledgements",
    metadata,
    Column("alert_id", ForeignKey("alerts.id"), primary_key=True),
    Column("acknowledged_by", String(200), nullable=False),
    Column("acknowledged_at", UtcDateTime, nullable=False),
)

escalations = Table(
    "escalations",
    metadata,
    Column("alert_id", ForeignKey("alerts.id"), primary_key=True),
    Column("subscriber", String(200), primary_key=True),
    Column("contacts", JSON, nullable=False),
    Column("after_seconds", Integer, nullable=False),
    Column("step", Integer, nullable=False),
    Column("next_at", UtcDateTime, index=True),
    Column("ended", Text),
    Column("message", JSON, nullable=False),
)

escalation_steps = Table(
    "escalation_steps",
    metadata,
    Column("alert_id", ForeignKey("alerts.id"), primary_key=True),
    Column("subscriber", String(200), primary_key=True),
    Column("step", Integer, primary_key=True),
    Column("contact", String(200), nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("refusal", Text),
)

feedback = Table(
    "feedback",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("entry_id", ForeignKey("entries.id"), nullable=False),
    Column("watch", String(200), nullable=False),
    Column("question", String(10), nullable=False),
    Column("given_by", String(200), nullable=False),
    Column("verdict", String(20), nullable=False),
    Column("alert_id", ForeignKey("alerts.id")),
    Column("note", Text, nullable=False),
    Column("given_at", UtcDateTime, nullable=False),
    UniqueConstraint("entry_id", "watch", "question", "given_by"),
)

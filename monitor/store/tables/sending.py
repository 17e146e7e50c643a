"""What is on its way to subscribers, attempt by attempt."""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    Column,
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

deliveries = Table(
    "deliveries",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("alert_id", ForeignKey("alerts.id")),
    Column("story_id", ForeignKey("stories.id")),
    Column("digest_id", ForeignKey("digests.id"), index=True),
    Column("step", Integer, nullable=False, server_default="0"),
    Column("subscriber", String(200), nullable=False),
    Column("channel", String(20), nullable=False),
    Column("target", String(200), nullable=False),
    Column("message_id", String(200), nullable=False, unique=True),
    Column("message", JSON, nullable=False),
    Column("state", String(10), nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("next_attempt_at", UtcDateTime, nullable=False),
    Column("leased_until", UtcDateTime),
    Column("sent_at", UtcDateTime),
    Column("last_error", Text),
    Column("receipt", Text),
    Column("notes", JSON),
    Column("revived_at", UtcDateTime),
    UniqueConstraint("alert_id", "subscriber", "channel", "target", "step"),
    Index("ix_deliveries_state_next_attempt_at", "state", "next_attempt_at"),
    Index("ix_deliveries_story_id_subscriber", "story_id", "subscriber"),
)

delivery_alerts = Table(
    "delivery_alerts",
    metadata,
    Column("alert_id", ForeignKey("alerts.id", ondelete="CASCADE"), primary_key=True),
    Column("subscriber", String(200), primary_key=True),
    Column("channel", String(20), primary_key=True),
    Column("target", String(200), primary_key=True),
    Column(
        "delivery_id", ForeignKey("deliveries.id", ondelete="CASCADE"), nullable=False, index=True
    ),
)

attempts = Table(
    "attempts",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("delivery_id", ForeignKey("deliveries.id"), nullable=False, index=True),
    Column("at", UtcDateTime, nullable=False),
    Column("outcome", String(20), nullable=False),
    Column("error", Text),
)

disabled_targets = Table(
    "disabled_targets",
    metadata,
    Column("subscriber", String(200), primary_key=True),
    Column("channel", String(20), primary_key=True),
    Column("target", String(200), primary_key=True),
    Column("reason", Text, nullable=False),
    Column("disabled_at", UtcDateTime, nullable=False),
    Column("credential", String(64)),
)

"""Stories, who stands behind them, and how tense the hours are."""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Float,
    ForeignKey,
    Integer,
    String,
    Table,
    Text,
)

from monitor.store.tables.naming import metadata
from monitor.store.types import UtcDateTime

stories = Table(
    "stories",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("title", Text, nullable=False),
    Column("language", String(10), nullable=False),
    Column("opened_at", UtcDateTime, nullable=False),
    Column("last_entry_at", UtcDateTime, nullable=False, index=True),
    Column("merged_into", ForeignKey("stories.id"), index=True),
)

story_entries = Table(
    "story_entries",
    metadata,
    Column("entry_id", ForeignKey("entries.id"), primary_key=True),
    Column("story_id", ForeignKey("stories.id"), nullable=False, index=True),
    Column("reason", Text, nullable=False),
    Column("placed_at", UtcDateTime, nullable=False),
)

standings = Table(
    "standings",
    metadata,
    Column("story_id", ForeignKey("stories.id", ondelete="CASCADE"), primary_key=True),
    Column("rung", Integer, nullable=False),
    Column("official", String(10)),
    Column("state_controlled_only", Boolean, nullable=False),
    Column("side_a", String(20)),
    Column("side_b", String(20)),
    Column("sources", JSON, nullable=False),
    Column("denials", JSON, nullable=False),
    Column("confirmations", JSON, nullable=False),
    Column("corrections", JSON, nullable=False),
    Column("withdrawals", JSON, nullable=False),
    Column("reason", Text, nullable=False),
    Column("judged_at", UtcDateTime, nullable=False),
)

story_rungs = Table(
    "story_rungs",
    metadata,
    Column("story_id", ForeignKey("stories.id", ondelete="CASCADE"), primary_key=True),
    Column("rung", Integer, primary_key=True),
    Column("reason", Text, nullable=False),
    Column("reached_at", UtcDateTime, nullable=False),
)

intensities = Table(
    "intensities",
    metadata,
    Column("subject", String(220), primary_key=True),
    Column("hour", UtcDateTime, primary_key=True, index=True),
    Column("up", Float, nullable=False),
    Column("down", Float, nullable=False),
    Column("stories", Integer, nullable=False),
)

publications = Table(
    "publications",
    metadata,
    Column("outlet", String(200), primary_key=True),
    Column("hour", UtcDateTime, primary_key=True),
    Column("entries", Integer, nullable=False),
    Column("last_at", UtcDateTime, nullable=False),
)

open_hours = Table(
    "open_hours",
    metadata,
    Column("hour", UtcDateTime, primary_key=True),
)

rises = Table(
    "rises",
    metadata,
    Column("subject", String(220), primary_key=True),
    Column("since", UtcDateTime, nullable=False),
    Column("reason", Text, nullable=False),
)

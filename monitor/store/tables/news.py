"""What outlets publish and what is made of each entry: feeds, entries, scores, matches."""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
    Text,
    UniqueConstraint,
)

from monitor.store.tables.naming import metadata
from monitor.store.types import UtcDateTime

feeds = Table(
    "feeds",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("name", String(200), nullable=False, unique=True),
    Column("url", Text, nullable=False),
    Column("outlet", String(200), nullable=False),
    Column("country", String(2), nullable=False),
    Column("kind", String(20), nullable=False),
    Column("state_controlled", Boolean),
    Column("language", String(10), nullable=False),
    Column("site", String(255), nullable=False),
    Column("enabled", Boolean, nullable=False),
    Column("etag", Text),
    Column("last_modified", Text),
    Column("digest", String(64)),
    Column("ttl", Float),
    Column("next_poll_at", UtcDateTime, nullable=False, index=True),
    Column("last_polled_at", UtcDateTime),
    Column("last_success_at", UtcDateTime),
    Column("last_document_at", UtcDateTime),
    Column("last_error", Text),
    Column("failures", Integer, nullable=False),
    Column("failing_since", UtcDateTime),
    Column("moved_to", Text),
    Column("moved_since", UtcDateTime),
    Column("gone_at", UtcDateTime),
)

sites = Table(
    "sites",
    metadata,
    Column("site", String(255), primary_key=True),
    Column("slowed_until", UtcDateTime, nullable=False),
)

entries = Table(
    "entries",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("feed_id", ForeignKey("feeds.id"), nullable=False),
    Column("identity", String(64), nullable=False),
    Column("guid", Text, nullable=False),
    Column("guid_key", String(32), nullable=False),
    Column("link", Text, nullable=False),
    Column("link_key", String(32), nullable=False),
    Column("title", Text, nullable=False),
    Column("title_key", String(32), nullable=False),
    Column("summary", Text, nullable=False),
    Column("language", String(10), nullable=False),
    Column("published_at", UtcDateTime),
    Column("first_seen_at", UtcDateTime, nullable=False),
    Column("last_seen_at", UtcDateTime, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("held_back", Text),
    Column("assessed_revision", Integer, nullable=False),
    UniqueConstraint("feed_id", "identity"),
    Index("ix_entries_feed_id_guid_key", "feed_id", "guid_key"),
    Index("ix_entries_feed_id_link_key", "feed_id", "link_key"),
    Index("ix_entries_feed_id_title_key", "feed_id", "title_key"),
    Index("ix_entries_first_seen_at", "first_seen_at"),
    Index("ix_entries_link", "link"),
)

revisions = Table(
    "revisions",
    metadata,
    Column("entry_id", ForeignKey("entries.id"), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("title", Text, nullable=False),
    Column("summary", Text, nullable=False),
    Column("seen_at", UtcDateTime, nullable=False),
)

scores = Table(
    "scores",
    metadata,
    Column("entry_id", ForeignKey("entries.id"), primary_key=True),
    Column("revision", Integer, nullable=False),
    Column("model", String(200), nullable=False),
    Column("label", String(20), nullable=False),
    Column("score", Float, nullable=False),
    Column("severity", Integer, nullable=False),
    Column("direction", String(4)),
    Column("probabilities", JSON, nullable=False),
    Column("vector", LargeBinary),
    Column("scored_at", UtcDateTime, nullable=False),
)

matches = Table(
    "matches",
    metadata,
    Column("entry_id", ForeignKey("entries.id"), primary_key=True),
    Column("watch", String(200), primary_key=True),
    Column("hits", JSON, nullable=False),
)

unassessable = Table(
    "unassessable",
    metadata,
    Column("entry_id", ForeignKey("entries.id"), primary_key=True),
    Column("revision", Integer, nullable=False),
    Column("failures", Integer, nullable=False),
    Column("error", Text, nullable=False),
    Column("failed_at", UtcDateTime, nullable=False),
    Column("retry_at", UtcDateTime, nullable=False),
)

"""Every table of the database, in the order in which the data travels."""

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
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
)

from monitor.store.types import UtcDateTime

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)

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
    Column("next_poll_at", UtcDateTime, nullable=False, index=True),
    Column("last_polled_at", UtcDateTime),
    Column("last_success_at", UtcDateTime),
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

stories = Table(
    "stories",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("title", Text, nullable=False),
    Column("language", String(10), nullable=False),
    Column("opened_at", UtcDateTime, nullable=False),
    Column("last_entry_at", UtcDateTime, nullable=False, index=True),
    Column("merged_into", ForeignKey("stories.id")),
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
    Column("story_id", ForeignKey("stories.id")),
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

keys = Table(
    "keys",
    metadata,
    Column("name", String(50), primary_key=True),
    Column("value", LargeBinary, nullable=False),
)

troubles = Table(
    "troubles",
    metadata,
    Column("key", String(200), primary_key=True),
    Column("title", Text, nullable=False),
    Column("body", Text, nullable=False),
    Column("since", UtcDateTime, nullable=False),
    Column("told_with", String(200)),
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

pulse = Table(
    "pulse",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("at", UtcDateTime, nullable=False),
)

canaries = Table(
    "canaries",
    metadata,
    Column("id", Integer, primary_key=True),
    # No foreign key: what a canary leaves is taken away once it has arrived.
    Column("entry_id", Integer, nullable=False),
    Column("launched_at", UtcDateTime, nullable=False),
    Column("ended_at", UtcDateTime),
    Column("lost", Text),
)

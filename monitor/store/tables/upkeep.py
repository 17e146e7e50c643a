"""What the daemon notes of itself: keys, troubles, pulse, canaries."""

from __future__ import annotations

from sqlalchemy import (
    Column,
    Integer,
    LargeBinary,
    String,
    Table,
    Text,
)

from monitor.store.tables.naming import metadata
from monitor.store.types import UtcDateTime

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

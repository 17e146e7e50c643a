"""Column types that keep the house's promises: UTC everywhere."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import CursorResult, DateTime
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator

from monitor.moments import in_utc


class UtcDateTime(TypeDecorator[datetime]):
    """Store an aware ``datetime`` as UTC and give it back aware.

    Raises ``ValueError`` for a naive one, since nobody can say when that was.
    """

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Return the moment in UTC; naive for SQLite, which keeps no zone."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"a timestamp without a time zone cannot be stored: {value!r}")
        moment = value.astimezone(UTC)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Return the stored moment, aware and in UTC."""
        return None if value is None else in_utc(value)


def inserted_id(result: CursorResult[Any]) -> int:
    """Return the integer key that a single-row insert was given."""
    key = result.inserted_primary_key
    if key is None:
        raise ValueError("the statement inserted no single row")
    return int(key[0])

"""Moments in UTC, as the whole house keeps them."""

from __future__ import annotations

from datetime import UTC, datetime


def in_utc(moment: datetime) -> datetime:
    """Return the moment in UTC; one without a zone is taken as UTC. Raises OverflowError."""
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)

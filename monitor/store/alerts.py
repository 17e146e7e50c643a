"""Alerts as stored, one for each rung that a story climbs on a watch."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, insert, or_, select, update

from monitor.domain import Alert
from monitor.store.tables import alerts, stories
from monitor.store.types import inserted_id


@dataclass(frozen=True, slots=True)
class StoredAlert:
    """An alert with its id and the rung that it stands for."""

    id: int
    alert: Alert
    rung: str
    told: Mapping[str, Any] | None = None
    """What those who got it know of the story since; None for an alert that does not say."""


def save_alert(
    connection: Connection, alert: Alert, rung: str, told: Mapping[str, Any] | None = None
) -> int:
    """Store an alert and return its id; the database refuses a second one of the same rung.

    ``told`` is what those who get it then know of the story, as values that JSON knows.
    """
    result = connection.execute(
        insert(alerts).values(
            watch=alert.watch,
            story_id=alert.story_id,
            entry_id=alert.entry_id,
            kind=alert.kind,
            rung=rung,
            reason=alert.reason,
            score=alert.score,
            severity=alert.severity,
            direction=alert.direction,
            raised_at=alert.raised_at,
            told=told,
        )
    )
    return inserted_id(result)


def save_told(connection: Connection, alert_id: int, told: Mapping[str, Any]) -> None:
    """Store what those who got an alert know of its story by now."""
    connection.execute(update(alerts).where(alerts.c.id == alert_id).values(told=told))


def alerts_of_story(connection: Connection, story_id: int) -> list[StoredAlert]:
    """Return what has been alerted of a story and of those merged into it, oldest first."""
    merged = select(stories.c.id).where(stories.c.merged_into == story_id)
    of_story = or_(alerts.c.story_id == story_id, alerts.c.story_id.in_(merged))
    query = select(alerts).where(of_story).order_by(alerts.c.id)
    return [_stored(row) for row in connection.execute(query)]


def alerts_of_entry(connection: Connection, entry_id: int) -> list[StoredAlert]:
    """Return the alerts that an entry caused, oldest first."""
    query = select(alerts).where(alerts.c.entry_id == entry_id).order_by(alerts.c.id)
    return [_stored(row) for row in connection.execute(query)]


def load_alert(connection: Connection, alert_id: int) -> StoredAlert | None:
    """Return the alert with this id."""
    row = connection.execute(select(alerts).where(alerts.c.id == alert_id)).first()
    return _stored(row) if row else None


def list_alerts(
    connection: Connection, limit: int, watch: str | None = None, since: datetime | None = None
) -> list[StoredAlert]:
    """Return the newest alerts first."""
    query = select(alerts).order_by(alerts.c.id.desc()).limit(limit)
    if watch:
        query = query.where(alerts.c.watch == watch)
    if since:
        query = query.where(alerts.c.raised_at >= since)
    return [_stored(row) for row in connection.execute(query)]


def _stored(row: Row[tuple[object, ...]]) -> StoredAlert:
    return StoredAlert(
        id=row.id,
        alert=Alert(
            watch=row.watch,
            story_id=row.story_id,
            kind=row.kind,
            reason=row.reason,
            entry_id=row.entry_id,
            severity=row.severity,
            score=row.score,
            direction=row.direction,
            raised_at=row.raised_at,
        ),
        rung=row.rung,
        told=row.told,
    )

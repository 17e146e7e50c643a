"""The one row that a daemon writes each minute: it lives, and the database can be written."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, insert, select, update

from monitor.store.tables import pulse

_ONLY = 1


def beat(connection: Connection, now: datetime) -> None:
    """Note that a daemon is alive. Raises what the database raises when it cannot be written."""
    changed = connection.execute(update(pulse).where(pulse.c.id == _ONLY).values(at=now))
    if not changed.rowcount:
        connection.execute(insert(pulse).values(id=_ONLY, at=now))


def last_beat(connection: Connection) -> datetime | None:
    """Return when a daemon last was alive."""
    return connection.scalar(select(pulse.c.at))

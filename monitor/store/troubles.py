"""What the operator has been told is wrong, so that it is told once, and once when it is over."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, delete, insert, select

from monitor.store.tables import troubles


def begin(connection: Connection, key: str, title: str, body: str, now: datetime) -> bool:
    """Note a trouble; return whether it is new, so that its notice is due."""
    if connection.scalar(select(troubles.c.key).where(troubles.c.key == key)) is not None:
        return False
    connection.execute(insert(troubles).values(key=key, title=title, body=body, since=now))
    return True


def end(connection: Connection, key: str) -> str | None:
    """Note that a trouble is over; return its title, or None where there was none."""
    title = connection.scalar(select(troubles.c.title).where(troubles.c.key == key))
    if title is not None:
        connection.execute(delete(troubles).where(troubles.c.key == key))
    return title


def keys(connection: Connection, before: str) -> set[str]:
    """Return the keys of what is wrong now that begin with ``before``."""
    query = select(troubles.c.key).where(troubles.c.key.startswith(before, autoescape=True))
    return set(connection.scalars(query))


def list_troubles(connection: Connection) -> list[tuple[str, str]]:
    """Return title and body of what is wrong now, the oldest first."""
    query = select(troubles.c.title, troubles.c.body).order_by(troubles.c.since)
    return [(row.title, row.body) for row in connection.execute(query)]

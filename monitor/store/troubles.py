"""What the operator has been told is wrong, so that it is told once, and once when it is over."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, delete, select, update

from monitor.store.insertion import insert_once
from monitor.store.tables import troubles


@dataclass(frozen=True, slots=True)
class StoredTrouble:
    """Something that is wrong now."""

    key: str
    title: str
    body: str
    since: datetime
    told_with: str | None
    """The key of the notice that told of it together with others; None for one of its own."""


def begin(
    connection: Connection,
    key: str,
    title: str,
    body: str,
    now: datetime,
    told_with: str | None = None,
) -> bool:
    """Note a trouble; return whether it is new, so that its notice is due from this daemon."""
    return insert_once(
        connection, troubles, key=key, title=title, body=body, since=now, told_with=told_with
    )


def end(connection: Connection, key: str) -> str | None:
    """Note that a trouble is over; return its title, or None where there was none."""
    ended = delete(troubles).where(troubles.c.key == key).returning(troubles.c.title)
    return connection.scalar(ended)


def keys(connection: Connection, before: str) -> set[str]:
    """Return the keys of what is wrong now that begin with ``before``."""
    query = select(troubles.c.key).where(troubles.c.key.startswith(before, autoescape=True))
    return set(connection.scalars(query))


def reword(connection: Connection, key: str, title: str, body: str) -> None:
    """Keep what is to be said of a trouble that goes on."""
    connection.execute(update(troubles).where(troubles.c.key == key).values(title=title, body=body))


def load_troubles(connection: Connection) -> list[StoredTrouble]:
    """Return what is wrong now, the oldest first."""
    query = select(troubles).order_by(troubles.c.since, troubles.c.key)
    return [
        StoredTrouble(row.key, row.title, row.body, row.since, row.told_with)
        for row in connection.execute(query)
    ]


def list_troubles(connection: Connection) -> list[tuple[str, str]]:
    """Return title and body of what is wrong now, the oldest first."""
    return [(item.title, item.body) for item in load_troubles(connection)]

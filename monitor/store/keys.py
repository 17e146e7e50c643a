"""Keys that the monitor makes for itself, and keeps."""

from __future__ import annotations

import secrets

from sqlalchemy import Connection, insert, select

from monitor.store.tables import keys

KEY_BYTES = 32


def own_key(connection: Connection, name: str) -> bytes:
    """Return the key of that name, made at random the first time. Takes a writing connection."""
    value = connection.scalar(select(keys.c.value).where(keys.c.name == name))
    if value is None:
        value = secrets.token_bytes(KEY_BYTES)
        connection.execute(insert(keys).values(name=name, value=value))
    return bytes(value)

"""Keys that the monitor makes for itself, and keeps."""

from __future__ import annotations

import secrets

from sqlalchemy import Connection, select

from monitor.store.insertion import insert_once
from monitor.store.tables import keys

KEY_BYTES = 32


def own_key(connection: Connection, name: str) -> bytes:
    """Return the key of that name, made at random the first time. Takes a writing connection.

    Of two daemons that make it at the same moment, one wins, and both return that one's.
    """
    insert_once(connection, keys, name=name, value=secrets.token_bytes(KEY_BYTES))
    return bytes(connection.execute(select(keys.c.value).where(keys.c.name == name)).scalar_one())

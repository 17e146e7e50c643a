"""Let one of several daemons on a shared database do what only one may: tell stories apart."""

from __future__ import annotations

import structlog
from sqlalchemy import Connection, text
from sqlalchemy.exc import SQLAlchemyError

from monitor.store.engine import Store, reason_of

log = structlog.get_logger()

LOCK = 0x65736D6F
"""Of PostgreSQL's advisory locks, ours (the letters "esmo")."""

SILENT_SECONDS = 60
"""A daemon that leads asks about its lock every second; one that is frozen loses it after that."""


class Leadership:
    """Lead while no other daemon does. On SQLite, where there is one daemon, always.

    The lock belongs to a connection of its own: PostgreSQL frees it when that ends, however it
    ends, and the next daemon that asks leads. It ends a connection over which nothing is asked for
    ``silent_seconds``.
    """

    def __init__(self, store: Store, silent_seconds: int = SILENT_SECONDS) -> None:
        self._store = store
        self._silent_seconds = silent_seconds
        self._connection: Connection | None = None
        self._told = False
        """Whether the log says that it cannot ask; it asks each second."""

    def held(self) -> bool:
        """Return whether this daemon leads now, taking the lead where it is free."""
        if self._store.is_sqlite:
            return True
        try:
            led = self._keep()
        except SQLAlchemyError as error:
            # The server restarted or the network broke: the lock went with the connection.
            self.release()
            if not self._told:
                log.warning(
                    "cannot ask which daemon leads; no story is told meanwhile",
                    reason=reason_of(error),
                )
            self._told = True
            return False
        self._told = False
        return led

    def release(self) -> None:
        """Let another daemon lead."""
        connection, self._connection = self._connection, None
        if connection is not None:
            connection.close()

    def _keep(self) -> bool:
        if self._connection is None:
            return self._take()
        self._connection.execute(text("SELECT 1"))
        self._connection.commit()
        return True

    def _take(self) -> bool:
        connection = self._store.engine.connect()
        taken = bool(
            connection.execute(text("SELECT pg_try_advisory_lock(:key)"), {"key": LOCK}).scalar()
        )
        if taken:
            # Out of the pool: closing it frees the lock, and no other work inherits its limit.
            connection.detach()
            limit = f"SET idle_session_timeout = '{self._silent_seconds}s'"
            connection.execute(text(limit))
            self._connection = connection
        connection.commit()
        if not taken:
            connection.close()
        return taken

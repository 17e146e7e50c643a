"""Run migrations on the engine that the program hands over, or on alembic.ini's for authors."""

from __future__ import annotations

from typing import Any

from alembic import context
from sqlalchemy import Connection, create_engine, text

from monitor.store.migrations import LOCK
from monitor.store.tables import metadata
from monitor.store.types import UtcDateTime


def render_item(kind: str, item: Any, autogen: Any) -> str | bool:
    """Write our own column types into new migrations by name."""
    if kind == "type" and isinstance(item, UtcDateTime):
        autogen.imports.add("from monitor.store.types import UtcDateTime")
        return "UtcDateTime()"
    return False


def set_foreign_keys(connection: Connection, state: str) -> None:
    """Switch SQLite's foreign keys past SQLAlchemy, whose transaction would make it a no-op."""
    driver = connection.connection.dbapi_connection
    if driver is not None:
        driver.cursor().execute(f"PRAGMA foreign_keys={state}")


def run(connection: Connection) -> None:
    """Run the migrations in one transaction, on PostgreSQL one process at a time.

    On SQLite a batch migration drops and renames tables: with foreign keys on, the drop would
    cascade, so they are off on this connection until it is closed.
    """
    is_sqlite = connection.dialect.name == "sqlite"
    if is_sqlite:
        set_foreign_keys(connection, "OFF")
    context.configure(
        connection=connection,
        target_metadata=metadata,
        render_as_batch=is_sqlite,
        render_item=render_item,
    )
    with context.begin_transaction():
        if not is_sqlite:
            # Held to the transaction's end; who waited finds nothing left to do.
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": LOCK})
        context.run_migrations()
    if is_sqlite:
        connection.commit()
        set_foreign_keys(connection, "ON")


engine = context.config.attributes.get("engine")
if engine is None:
    engine = create_engine(context.config.get_main_option("sqlalchemy.url") or "")
with engine.connect() as connection:
    run(connection)

"""Insert a row once, whoever else tries to at the same moment."""

from __future__ import annotations

from sqlalchemy import Connection, Table, literal
from sqlalchemy.dialects import postgresql, sqlite


def insert_once(connection: Connection, table: Table, **values: object) -> bool:
    """Insert a row; return whether there was none that a unique constraint takes for the same."""
    dialect = sqlite if connection.dialect.name == "sqlite" else postgresql
    made = dialect.insert(table).values(**values).on_conflict_do_nothing()
    return connection.scalar(made.returning(literal(True))) is not None

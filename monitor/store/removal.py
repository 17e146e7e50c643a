"""Remove rows together with what hangs on them, whichever tables that is in."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Column, Connection, Table, delete, select, update

from monitor.store.tables import metadata

_MOST_PARAMETERS = 500


def remove(connection: Connection, table: Table, ids: Sequence[int]) -> int:
    """Delete the rows of ``table`` with these ids; return how many there were.

    A row that must refer to one of them goes with it; one that may be without stays, without.
    """
    key = table.c.id
    removed = 0
    for start in range(0, len(ids), _MOST_PARAMETERS):
        some = ids[start : start + _MOST_PARAMETERS]
        for column in _references_to(key):
            _detach(connection, column, some)
        removed += connection.execute(delete(table).where(key.in_(some))).rowcount
    return removed


def _detach(connection: Connection, column: Column[int], ids: Sequence[int]) -> None:
    child = column.table
    if not isinstance(child, Table):
        raise TypeError(f"{column} belongs to no table")
    refers = column.in_(ids)
    if column.nullable:
        connection.execute(update(child).where(refers).values({column: None}))
    elif "id" in child.c and _references_to(child.c.id):
        remove(connection, child, list(connection.scalars(select(child.c.id).where(refers))))
    else:
        connection.execute(delete(child).where(refers))


def _references_to(key: Column[int]) -> list[Column[int]]:
    return [
        foreign.parent
        for table in metadata.sorted_tables
        for foreign in table.foreign_keys
        if foreign.column is key
    ]

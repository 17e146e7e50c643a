"""The migrations and the tables agree, and every migration can be taken back."""

from __future__ import annotations

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import inspect

from monitor.resources import bundled
from monitor.store.engine import Store
from monitor.store.migrations import downgrade, migrate
from monitor.store.tables import metadata


def test_migrated_database_has_the_tables_that_the_program_knows(store: Store) -> None:
    with store.read() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, metadata) == []


def test_migrations_go_down_to_nothing_and_up_again(store: Store) -> None:
    downgrade(store, bundled("alembic"), "base")
    assert set(inspect(store.engine).get_table_names()) == {"alembic_version"}
    migrate(store, bundled("alembic"))
    assert set(metadata.tables) < set(inspect(store.engine).get_table_names())

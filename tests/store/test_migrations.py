"""The migrations and the tables agree, and every migration can be taken back."""

from __future__ import annotations

from threading import Thread

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import inspect, text

from monitor.resources import bundled
from monitor.store.engine import Store, open_store
from monitor.store.migrations import LOCK, downgrade, migrate
from monitor.store.tables import metadata
from tests.support.postgres import PostgresServer


def test_migrated_database_has_the_tables_that_the_program_knows(store: Store) -> None:
    with store.read() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, metadata) == []


def test_migrations_go_down_to_nothing_and_up_again(store: Store) -> None:
    downgrade(store, bundled("alembic"), "base")
    assert set(inspect(store.engine).get_table_names()) == {"alembic_version"}
    migrate(store, bundled("alembic"))
    assert set(metadata.tables) < set(inspect(store.engine).get_table_names())


def test_two_daemons_that_start_at_once_migrate_one_after_the_other(
    postgres: PostgresServer,
) -> None:
    store = open_store(postgres.new_database())
    with store.write() as other:
        other.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": LOCK})
        migrating = Thread(target=migrate, args=(store, bundled("alembic")))
        migrating.start()
        migrating.join(1)
        assert migrating.is_alive()
        assert inspect(store.engine).get_table_names() == []
    migrating.join(60)
    assert set(metadata.tables) < set(inspect(store.engine).get_table_names())
    store.close()

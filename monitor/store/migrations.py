"""Bring a database to the newest schema."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from alembic.util.exc import CommandError

from monitor.errors import StoreError
from monitor.store.engine import Store

LOCK = 0x65736D70
"""Of PostgreSQL's advisory locks, the one held while migrating: two daemons may start at once."""


def migrate(store: Store, scripts: Path, revision: str = "head") -> None:
    """Run the Alembic migrations in ``scripts`` up to ``revision``.

    Raises StoreError where the database has a revision that they do not know.
    """
    try:
        command.upgrade(_config(store, scripts), revision)
    except CommandError as error:
        raise StoreError(
            f"the database {store.engine.url.database} is of a newer monitor ({error}); install "
            "that one, or restore an earlier backup: monitor restore FILE"
        ) from error


def downgrade(store: Store, scripts: Path, revision: str) -> None:
    """Run the migrations backwards down to ``revision`` ("base" for none)."""
    command.downgrade(_config(store, scripts), revision)


def knows(scripts: Path, revision: str) -> bool:
    """Tell whether ``scripts`` hold a revision, so that a database of it can be migrated."""
    return any(item.revision == revision for item in ScriptDirectory(scripts).walk_revisions())


def _config(store: Store, scripts: Path) -> Config:
    config = Config()
    config.set_main_option("script_location", str(scripts).replace("%", "%%"))
    config.attributes["engine"] = store.engine
    return config

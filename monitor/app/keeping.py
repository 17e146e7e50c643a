"""Back the configured database up, restore it, and forget what is old."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy.engine import make_url

from monitor.app.convert import database_url
from monitor.app.house import utc_now
from monitor.app.opening import database_file, open_migrated
from monitor.config.load import Config
from monitor.errors import StoreError
from monitor.ops.backup import Checked, Restored, back_up, restore
from monitor.ops.dump import dump, how_to_restore
from monitor.ops.lock import only_daemon
from monitor.pipeline.retain import Pruned, oldest_kept, retain, would_forget
from monitor.resources import bundled
from monitor.store.engine import open_store, usable
from monitor.store.migrations import knows, migrate


def back_up_database(config: Config, target: Path, overwrite: bool) -> Checked | None:
    """Copy the database to a file, beside a daemon that runs; None for a server's dump.

    Raises StoreError.
    """
    file = database_file(config)
    if file is None:
        dump(make_url(database_url(config)), target, overwrite=overwrite)
        return None
    return back_up(file, target, overwrite=overwrite)


def restore_database(config: Config, backup: Path) -> Restored:
    """Put a backup in the database's place, migrated, while no daemon runs. Raises StoreError."""
    file = database_file(config)
    if file is None:
        raise StoreError(how_to_restore(make_url(database_url(config)), backup))
    with only_daemon(file, "restore"):
        return restore(backup, file, _bring_up_to_date, utc_now())


def forget_old(config: Config, dry_run: bool) -> Pruned:
    """Delete what is older than the configuration keeps, or say how much that would be."""
    settings = config.settings
    before = oldest_kept(utc_now(), settings.retention.entries, settings.stories.window)
    with open_migrated(config) as store:
        return would_forget(store, before) if dry_run else retain(store, before)


def _bring_up_to_date(file: Path, holds: Checked) -> None:
    scripts = bundled("alembic")
    if not knows(scripts, holds.revision):
        raise StoreError(
            f"the backup is of a newer monitor (schema {holds.revision}); install that one first"
        )
    url = f"sqlite:///{file}"
    with usable(url):
        store = open_store(url)
        try:
            migrate(store, scripts)
        finally:
            store.close()

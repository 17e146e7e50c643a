"""Back a PostgreSQL database up with its own tool."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path
from shlex import quote

from sqlalchemy.engine import URL

from monitor.errors import StoreError
from monitor.ops.backup import check_target


def dump(url: URL, target: Path, *, overwrite: bool = False) -> None:
    """Write a dump in pg_dump's custom format to ``target``, all of it or nothing.

    Raises StoreError, with what to do by hand where pg_dump is not here or will not.
    """
    check_target(target, "monitor.dump", overwrite=overwrite)
    partial = target.with_name(f".{target.name}.part")
    try:
        _run(["pg_dump", "--format=custom", f"--file={partial}", "--dbname", shown(url)], url)
        _run(["pg_restore", "--list", str(partial)], url)
        partial.chmod(0o600)
        partial.replace(target)
    except OSError as error:
        raise StoreError(f"{target} cannot be written: {error}") from error
    finally:
        partial.unlink(missing_ok=True)


def how_to_restore(url: URL, backup: Path) -> str:
    """Return what to type to restore a dump, which is for the server's keeper to do."""
    return (
        "the database is a PostgreSQL server's, which restores by its own tool; stop every "
        "daemon, then:\n"
        f"    pg_restore --clean --if-exists --exit-on-error --single-transaction "
        f"--dbname {quote(shown(url))} {quote(str(backup))}"
    )


def shown(url: URL) -> str:
    """Return an address as PostgreSQL's tools take it, without the password."""
    plain = URL.create(
        "postgresql", url.username, None, url.host, url.port, url.database, url.query
    )
    return plain.render_as_string(hide_password=False)


def _run(command: Sequence[str], url: URL) -> None:
    program = command[0]
    if shutil.which(program) is None:
        raise StoreError(
            f"{program} is not installed here; install PostgreSQL's client programs, or run it "
            f"where they are:\n    pg_dump --format=custom --file=monitor.dump {quote(shown(url))}"
        )
    environment = dict(os.environ)
    if url.password is not None:
        environment["PGPASSWORD"] = str(url.password)
    done = subprocess.run(  # noqa: S603 - the programs are PostgreSQL's, the arguments ours
        command, capture_output=True, text=True, env=environment, check=False
    )
    if done.returncode:
        said = done.stderr.strip() or f"exit status {done.returncode}"
        raise StoreError(f"{program} failed: {said}")

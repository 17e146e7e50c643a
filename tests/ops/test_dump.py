"""A PostgreSQL database is backed up by its own tool, and what to do by hand is said."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import psycopg
import pytest
from sqlalchemy.engine import make_url

from monitor.errors import StoreError
from monitor.ops.dump import dump, how_to_restore, shown
from monitor.resources import bundled
from monitor.store.engine import open_store
from monitor.store.migrations import migrate
from tests.support.postgres import PostgresServer, find_binaries

URL = make_url("postgresql+psycopg://monitor:s3cret@db.example.org/monitor")


@pytest.fixture
def _tools(monkeypatch: pytest.MonkeyPatch) -> None:
    binaries = find_binaries()
    if binaries is None:
        pytest.skip("needs PostgreSQL's programs, which are not installed")
    monkeypatch.setenv("PATH", f"{binaries}{os.pathsep}{os.environ['PATH']}")


@pytest.mark.usefixtures("_tools")
def test_a_dump_can_be_restored_as_it_says(postgres: PostgresServer, tmp_path: Path) -> None:
    source, target = postgres.new_database(), postgres.new_database()
    store = open_store(source)
    migrate(store, bundled("alembic"))
    store.close()
    file = tmp_path / "the desk's" / "monitor.dump"
    file.parent.mkdir()
    dump(make_url(source), file)
    assert file.stat().st_mode & 0o077 == 0
    with pytest.raises(StoreError, match="--overwrite"):
        dump(make_url(source), file)
    _, command = how_to_restore(make_url(target), file).split("\n", 1)
    subprocess.run(command.strip(), shell=True, check=True, capture_output=True)
    address = target.replace("+psycopg", "")
    with psycopg.connect(address) as connection:
        tables = connection.execute("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'")
        assert tables.fetchone() > (10,)


@pytest.mark.usefixtures("_tools")
def test_a_server_that_is_away_leaves_no_half_file(tmp_path: Path) -> None:
    away = make_url("postgresql+psycopg://monitor@127.0.0.1:1/monitor")
    with pytest.raises(StoreError, match="pg_dump failed"):
        dump(away, tmp_path / "monitor.dump")
    assert list(tmp_path.iterdir()) == []


def test_without_the_tool_what_to_type_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(StoreError, match="pg_dump is not installed") as caught:
        dump(URL, tmp_path / "monitor.dump")
    assert "s3cret" not in str(caught.value)


def test_no_password_is_shown() -> None:
    assert shown(URL) == "postgresql://monitor@db.example.org/monitor"
    assert "s3cret" not in how_to_restore(URL, Path("monitor.dump"))

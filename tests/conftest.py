"""What every test may ask for: shared data, a migrated database of each kind, a fixed moment."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import settings

from demo.servers import FeedServer, SlackSink, SmtpSink
from monitor.resources import bundled
from monitor.store.engine import Store, open_store
from monitor.store.migrations import migrate
from tests.support.postgres import PostgresServer, find_binaries

# How long an example takes says more of the machine than of the code. MONITOR_LAWS=thorough looks
# for counter-examples for longer (make bench-laws).
settings.register_profile("usual", deadline=None)
settings.register_profile("thorough", deadline=None, max_examples=1000)
settings.load_profile(os.environ.get("MONITOR_LAWS", "usual"))

SHARED = Path(__file__).resolve().parents[2] / "shared"


@pytest.fixture
def shared() -> Path:
    """Return the folder of shared data, or skip where this checkout has none beside it."""
    if not SHARED.is_dir():
        pytest.skip("needs ../shared, which is not beside this checkout")
    return SHARED


@pytest.fixture
def now() -> datetime:
    """Return the moment at which tests take place."""
    return datetime(2021, 12, 7, 15, 30, tzinfo=UTC)


@pytest.fixture(scope="session")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PostgresServer]:
    """Run a PostgreSQL server on loopback for the session, or skip where none is installed."""
    binaries = find_binaries()
    if binaries is None:
        pytest.skip("needs PostgreSQL's server binaries, which are not installed")
    with PostgresServer(binaries, tmp_path_factory.mktemp("postgres")) as server:
        yield server


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Return the URL of an empty database, once for each kind that is supported."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'monitor.db'}"
    server: PostgresServer = request.getfixturevalue("postgres")
    return server.new_database()


@pytest.fixture
def store(database_url: str) -> Iterator[Store]:
    """Give a migrated, empty database, once for each kind that is supported."""
    opened = open_store(database_url)
    migrate(opened, bundled("alembic"))
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a migrated, empty SQLite file to copy: migrating takes far longer."""
    file = tmp_path_factory.mktemp("migrated") / "monitor.db"
    opened = open_store(f"sqlite:///{file}")
    migrate(opened, bundled("alembic"))
    opened.close()
    return file


@pytest.fixture
def sqlite_store(tmp_path: Path, migrated_file: Path) -> Iterator[Store]:
    """Give a migrated, empty SQLite database."""
    file = shutil.copy(migrated_file, tmp_path / "monitor.db")
    opened = open_store(f"sqlite:///{file}")
    yield opened
    opened.close()


@pytest.fixture
def smtp() -> Iterator[SmtpSink]:
    """Run a mail server on loopback."""
    with SmtpSink() as sink:
        yield sink


@pytest.fixture
def slack() -> Iterator[SlackSink]:
    """Run a Slack-compatible sink on loopback."""
    with SlackSink() as sink:
        yield sink


@pytest.fixture
def feed_server() -> Iterator[FeedServer]:
    """Run a feed server on loopback."""
    with FeedServer() as server:
        yield server

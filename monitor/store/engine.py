"""Open the database and hand out its transactions."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import (
    DataError,
    DBAPIError,
    IntegrityError,
    ProgrammingError,
    SQLAlchemyError,
)

from monitor.errors import StoreError
from monitor.store.sqlite import OneFile, prepare

SERVER_TIMEOUTS = {
    "connect_timeout": 10,
    "keepalives_idle": 30,
    "keepalives_interval": 10,
    "keepalives_count": 3,
    "tcp_user_timeout": 60_000,
}
"""libpq's parameters, in seconds but the last: without them, a server that the network lost holds
a thread for a quarter of an hour or, while connecting, for ever.
"""

OLDEST_POSTGRESQL = 15
"""An older server knows no limit for idle sessions, so that no daemon could ever lead."""

IDLE_LIMIT = "idle_in_transaction_session_timeout"
IDLE_TRANSACTION_SECONDS = 120
"""How long a transaction may stand idle before PostgreSQL ends it. That of a daemon that is frozen
would lock what others are to write for as long.
"""

_MENDS = (
    ("malformed", "restore a backup: monitor restore FILE"),
    ("not a database", "restore a backup: monitor restore FILE"),
    ("full", "make room on its disk"),
    ("readonly", "let the monitor's user write it and its folder"),
    ("unable to open", "let the monitor's user write it and its folder"),
    ("locked", "another program holds it; end that one"),
    ("disk I/O", "see whether its disk is well"),
    ("already exists", "it is another program's; name another one in monitor.yaml"),
)
"""What SQLite says and what to do."""


class Store:
    """One database, with short transactions and, on SQLite, one writer at a time.

    SQLite answers BUSY at once when a deferred transaction turns into a write, whatever its
    timeout, so writes begin IMMEDIATE and wait for a lock of ours first.
    """

    def __init__(self, engine: Engine, file: OneFile | None = None) -> None:
        self.engine = engine
        self.file = file
        self._writer = threading.Lock()

    @property
    def is_sqlite(self) -> bool:
        """Return whether the database is an embedded SQLite file."""
        return self.engine.dialect.name == "sqlite"

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """Give a connection for reading; nothing that it does is kept."""
        with self.engine.connect() as connection:
            yield connection

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """Give a connection in a transaction that is committed at the end, or rolled back."""
        if not self.is_sqlite:
            with self.engine.begin() as connection:
                yield connection
            return
        with self._writer, self.engine.connect() as connection:
            connection.info["immediate"] = True
            with connection.begin():
                yield connection

    def lost(self) -> bool:
        """Return whether the SQLite file was deleted or replaced since it was opened."""
        return self.file is not None and self.file.lost()

    def close(self) -> None:
        """Close every connection.

        Not those of a file that was lost: SQLite deletes the log of the last one that is closed by
        its name, which may be that of another database by then.
        """
        if not self.lost():
            self.engine.dispose()


@contextmanager
def usable(url: str) -> Iterator[None]:
    """Raise StoreError, which names database and mend, where the database at ``url`` fails within.

    What is an error of ours, such as wrong SQL, is raised as it is.
    """
    try:
        yield
    except DBAPIError as error:
        said = reason_of(error)
        # Another program's tables are met by SQL that is right elsewhere.
        if not fails_of_itself(error) and "already exists" not in said:
            raise
        server = "is the server up, and may the monitor use it?"
        mend = next((mend for words, mend in _MENDS if words in said), server)
        raise StoreError(f"the database {_shown(url)} cannot be used: {said}; {mend}") from error


def fails_of_itself(error: Exception) -> bool:
    """Tell whether a database is to blame for an error, and not what it was asked."""
    if not isinstance(error, DBAPIError):
        return False
    if isinstance(error, DataError | IntegrityError | ProgrammingError):
        return False
    # SQLite's driver takes wrong SQL for an operational error.
    return getattr(error.orig, "sqlite_errorcode", None) != sqlite3.SQLITE_ERROR


def open_store(url: str) -> Store:
    """Open the database at an SQLAlchemy URL, making the folder of a SQLite file.

    Raises ``StoreError`` where the driver is missing or the database cannot be reached.
    """
    with usable(url):
        return _open(url)


def _open(url: str) -> Store:
    try:
        parsed = make_url(url)
        if parsed.get_backend_name() == "postgresql" and parsed.drivername == "postgresql":
            parsed = parsed.set(drivername="postgresql+psycopg")
        is_sqlite = parsed.get_backend_name() == "sqlite"
        file = None
        if is_sqlite and parsed.database not in (None, "", ":memory:"):
            file = OneFile(Path(str(parsed.database)))
            file.path.parent.mkdir(parents=True, exist_ok=True)
        chosen = {} if is_sqlite else SERVER_TIMEOUTS
        engine = create_engine(
            parsed,
            pool_pre_ping=not is_sqlite,
            connect_args={key: value for key, value in chosen.items() if key not in parsed.query},
        )
        if is_sqlite:
            prepare(engine, file)
        elif IDLE_LIMIT not in str(parsed.query.get("options")):
            event.listen(engine, "connect", _prepare_postgres)
        with engine.connect() as connection:
            connection.execute(text("SELECT 1"))
            if not is_sqlite:
                _refuse_old_server(connection, url)
    except ModuleNotFoundError as error:
        raise StoreError(
            f"the database driver {error.name} is missing; "
            "install it with: pip install 'escalation-monitor[postgres]'"
        ) from error
    except DBAPIError:
        raise
    except (SQLAlchemyError, OSError) as error:
        raise StoreError(f"the database cannot be opened: {reason_of(error)}") from error
    return Store(engine, file)


def _prepare_postgres(connection: Any, _record: Any) -> None:
    connection.execute(f"SET {IDLE_LIMIT} = '{IDLE_TRANSACTION_SECONDS}s'")
    connection.commit()


def _refuse_old_server(connection: Connection, url: str) -> None:
    release, *_ = connection.dialect.server_version_info or (0,)
    if int(release) < OLDEST_POSTGRESQL:
        connection.detach()
        raise StoreError(
            f"the database {_shown(url)} is on PostgreSQL {release}; the monitor needs "
            f"PostgreSQL {OLDEST_POSTGRESQL} or newer"
        )


def _shown(url: str) -> str:
    """Return where a database is, without what may be secret."""
    parsed = make_url(url)
    return str(parsed.database) if parsed.host is None else f"{parsed.database} on {parsed.host}"


def reason_of(error: Exception) -> str:
    """Return what a database said, in one line, without the statement that it was asked."""
    said = str(getattr(error, "orig", None) or error).strip() or repr(error)
    return said.splitlines()[0]

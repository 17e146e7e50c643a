"""A throw-away PostgreSQL server on loopback."""

from __future__ import annotations

import itertools
import os
import pwd
import shutil
import signal
import subprocess
import time
from pathlib import Path
from types import TracebackType

import psycopg

from tests.support.ports import free_port

START_SECONDS = 120
PORTS_TRIED = 5


def find_binaries() -> Path | None:
    """Return the folder that holds initdb and postgres, the newest if there are several."""
    for folder in sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True):
        if (folder / "initdb").exists():
            return folder
    found = shutil.which("initdb")
    return Path(found).parent if found else None


class PostgresServer:
    """Run a server on a free port; each ``new_database`` is empty and its own."""

    def __init__(self, binaries: Path, folder: Path) -> None:
        self._binaries = binaries
        self._folder = folder
        self._numbers = itertools.count(1)
        self._user = _unprivileged_user()
        self.port = 0

    def __enter__(self) -> PostgresServer:
        data = self._folder / "data"
        data.mkdir()
        for path in (data, self._folder, *self._folder.parents):
            if self._user and path.stat().st_uid == os.getuid() and path != Path("/"):
                path.chmod(path.stat().st_mode | 0o011)
        if self._user:
            shutil.chown(data, self._user)
        self._run("initdb", "-D", str(data), "-U", "monitor", "-A", "trust", "-E", "UTF8", "-N")
        for _ in range(PORTS_TRIED):
            self.port = free_port()
            if self._starts():
                return self
        raise RuntimeError("PostgreSQL did not start")

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._process.terminate()
        self._process.wait(START_SECONDS)

    def restart(self) -> None:
        """Stop at once, as "pg_ctl stop -m fast" does, breaking connections; start again."""
        self._process.send_signal(signal.SIGINT)
        self._process.wait(START_SECONDS)
        if not self._starts():
            raise RuntimeError("PostgreSQL did not start again")

    def new_database(self) -> str:
        """Create an empty database and return its SQLAlchemy URL."""
        name = f"monitor_{next(self._numbers)}"
        with psycopg.connect(self._address("postgres"), autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name}")
        return f"postgresql+psycopg://monitor@127.0.0.1:{self.port}/{name}"

    def _starts(self) -> bool:
        self._process = subprocess.Popen(
            self._command(
                "postgres",
                "-D",
                str(self._folder / "data"),
                "-p",
                str(self.port),
                "-h",
                "127.0.0.1",
                "-c",
                "unix_socket_directories=",
                "-c",
                "fsync=off",
            ),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            cwd="/",
            user=self._user,
            group=_group(self._user),
            extra_groups=[] if self._user else None,
        )
        return self._comes_up()

    def _address(self, database: str) -> str:
        return f"postgresql://monitor@127.0.0.1:{self.port}/{database}"

    def _command(self, program: str, *arguments: str) -> list[str]:
        return [str(self._binaries / program), *arguments]

    def _run(self, program: str, *arguments: str) -> None:
        subprocess.run(
            self._command(program, *arguments),
            check=True,
            capture_output=True,
            cwd="/",
            user=self._user,
            group=_group(self._user),
            extra_groups=[] if self._user else None,
        )

    def _comes_up(self) -> bool:
        deadline = time.monotonic() + START_SECONDS
        while self._process.poll() is None:
            if self._is_ready():
                return True
            if time.monotonic() > deadline:
                self._process.kill()
                self._process.wait()
                break
            time.sleep(0.05)
        return False

    def _is_ready(self) -> bool:
        # What answers on the port may be another server, which was quicker to take it. The eighth
        # line of its own file says how far this one is.
        try:
            lines = (self._folder / "data" / "postmaster.pid").read_text("utf-8").splitlines()
        except FileNotFoundError:
            return False
        return [line.strip() for line in lines[7:]] == ["ready"]


def _unprivileged_user() -> str | None:
    # PostgreSQL refuses to run as root, which is who runs tests in a container.
    if os.getuid() != 0:
        return None
    names = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in names else "nobody"


def _group(user: str | None) -> int | None:
    return pwd.getpwnam(user).pw_gid if user else None

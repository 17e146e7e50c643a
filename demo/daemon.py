"""The real daemon as a process, and its command line to ask it what it knows."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, Self

STOP_SECONDS = 15

Records = list[dict[str, Any]]


class DemoError(Exception):
    """The demo cannot go on; says why."""


class DaemonProcess:
    """Run ``monitor run --config DIR`` from entering the context to leaving it."""

    def __init__(self, directory: Path) -> None:
        self._directory = directory
        self._log = directory.parent / "daemon.log"
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        with self._log.open("wb") as log:
            self._process = subprocess.Popen(
                self._command("run"), stdout=log, stderr=subprocess.STDOUT, env=_environment()
            )
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    @property
    def running(self) -> bool:
        """Tell whether the process lives."""
        return self._process is not None and self._process.poll() is None

    def stop(self) -> int:
        """Send SIGTERM and return the exit status; kill what does not stop in time."""
        if self._process is None:
            raise RuntimeError("the daemon was not started")
        if self.running:
            self._process.send_signal(signal.SIGTERM)
        try:
            return self._process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            return self._process.wait()

    def ask(self, *commands: str) -> list[Records]:
        """Return what commands of ``monitor`` print with ``--json``, asked at the same time.

        Raises DemoError when one fails.
        """
        with ThreadPoolExecutor() as pool:
            return list(pool.map(self._ask, commands))

    def _ask(self, command: str) -> Records:
        done = subprocess.run(
            self._command(*command.split(), "--json"),
            capture_output=True,
            check=False,
            env=_environment(),
        )
        if done.returncode:
            raise DemoError(f"monitor {command}: {done.stderr.decode('utf-8', 'replace')}")
        return [json.loads(line) for line in done.stdout.splitlines()]

    def last_words(self, lines: int = 6) -> str:
        """Return the end of what the daemon logged, errors first of all."""
        logged = self._log.read_text("utf-8", "replace").splitlines()
        errors = [line for line in logged if '"level": "error"' in line]
        return "\n".join(_shorten(line) for line in (errors or logged)[-lines:])

    def _command(self, *words: str) -> list[str]:
        config = ("--config", str(self._directory))
        return [sys.executable, "-m", "monitor", *words, *config]


def _shorten(line: str, edge: int = 300) -> str:
    return line if len(line) <= 2 * edge else f"{line[:edge]} ... {line[-edge:]}"


def _environment() -> dict[str, str]:
    """Return this process's environment without what would lead the daemon elsewhere."""
    elsewhere = ("STATE_DIRECTORY", "CREDENTIALS_DIRECTORY", "NOTIFY_SOCKET", "WATCHDOG_USEC")
    return {key: value for key, value in os.environ.items() if key not in elsewhere}

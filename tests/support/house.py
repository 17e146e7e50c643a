"""A configured house on loopback, run as a process of its own."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from html import escape
from pathlib import Path
from typing import Any

import yaml

from demo.servers import FeedServer, SlackSink, SmtpSink

PATIENCE_SECONDS = 60.0


@dataclass(frozen=True, slots=True)
class Item:
    """One item of a feed that a test publishes."""

    title: str
    summary: str = ""
    minutes_old: int = 5

    def as_rss(self, now: datetime) -> str:
        """Return the item as RSS; its guid is its title's."""
        at = now - timedelta(minutes=self.minutes_old)
        link = f"https://wire.example/{abs(hash(self.title))}"
        return (
            f"<item><title>{escape(self.title)}</title><link>{link}</link><guid>{link}</guid>"
            f"<description>{escape(self.summary)}</description>"
            f"<pubDate>{format_datetime(at)}</pubDate></item>"
        )


def rss(*items: Item, now: datetime | None = None) -> str:
    """Return an RSS document, as published at this moment."""
    body = "".join(item.as_rss(now or datetime.now(UTC)) for item in items)
    return (
        '<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"><channel>'
        f"<title>Wire</title><link>https://wire.example/</link>{body}</channel></rss>"
    )


def write_config(
    folder: Path, server: FeedServer, smtp: SmtpSink, slack: SlackSink, *paths: str
) -> Path:
    """Write a configuration that polls ``paths`` of a feed server each ten seconds."""
    config = folder / "config"
    (config / "watches").mkdir(parents=True)
    settings = {
        "poll": {"interval": "10s", "allow_private_addresses": True},
        "email": {
            "host": smtp.host,
            "port": smtp.port,
            "security": "none",
            "sender": "Monitor <monitor@example.org>",
        },
        "operator": {"subscriber": "desk"},
        "log": {"format": "json"},
    }
    outlets = [
        {
            "name": f"Outlet {path.strip('/')}",
            "country": "GB",
            "kind": "agency",
            "feeds": [{"name": path.strip("/"), "url": server.url(path), "language": "en"}],
        }
        for path in paths
    ]
    watch = {"title": "Talks", "minimum_score": 0.5, "keywords": {"en": ["president", "troops"]}}
    desk = {"name": "desk", "channels": [{"email": "desk@example.org"}, {"slack": slack.url}]}
    for name, content in {
        "monitor.yaml": settings,
        "feeds.yaml": {"outlets": outlets},
        "watches/talks.yaml": watch,
        "subscribers.yaml": {"subscribers": [desk]},
    }.items():
        (config / name).write_text(yaml.safe_dump(content), "utf-8")
    return config


class Daemon:
    """A running ``monitor run``."""

    def __init__(self, config: Path, environment: dict[str, str] | None = None) -> None:
        self.config = config
        self._log = (config.parent / "daemon.log").open("ab")
        self.process = subprocess.Popen(
            [sys.executable, "-m", "monitor", "run", "--config", str(config)],
            stdout=self._log,
            stderr=self._log,
            env={**os.environ, **(environment or {})},
        )

    @property
    def log(self) -> str:
        """Return everything that it has printed, over all its lives."""
        return (self.config.parent / "daemon.log").read_text("utf-8")

    def await_up(self) -> None:
        """Wait until it says what it watches."""
        before = self.log.count("Watching ")
        self.await_that(lambda: self.log.count("Watching ") > max(before - 1, 0))

    def await_that(
        self, condition: Callable[[], object], seconds: float = PATIENCE_SECONDS
    ) -> None:
        """Wait until something holds; fail with the log where it never does."""
        deadline = time.monotonic() + seconds
        while not condition():
            assert self.process.poll() is None, f"the daemon ended early:\n{self.log}"
            assert time.monotonic() < deadline, f"waited in vain:\n{self.log}"
            time.sleep(0.1)

    def stop(self, number: int = signal.SIGTERM) -> float:
        """Signal it to end and return how many seconds that took."""
        started = time.monotonic()
        self.process.send_signal(number)
        self.process.wait(30)
        return time.monotonic() - started

    def end(self) -> None:
        """Kill it if it still runs, and let go of its log."""
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        self._log.close()


@contextmanager
def running(config: Path, environment: dict[str, str] | None = None) -> Iterator[Daemon]:
    """Run a daemon within the context, killed at its end if it still runs."""
    daemon = Daemon(config, environment)
    try:
        yield daemon
    finally:
        daemon.end()


def ask(config: Path, *arguments: str) -> list[dict[str, Any]]:
    """Return what a ``monitor ... --json`` command prints."""
    command = [sys.executable, "-m", "monitor", *arguments, "--config", str(config), "--json"]
    answer = subprocess.run(command, capture_output=True, text=True, check=True)
    return [json.loads(line) for line in answer.stdout.splitlines()]

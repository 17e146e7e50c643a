"""What the crash bench kills: a configured house, its news, and a nursery that bears daemons.

The nursery is a process that has imported everything and loaded the classifier once. It forks a
daemon for each life, so that a life is spent working and not starting; what runs in the fork is
``monitor run`` itself.
"""

from __future__ import annotations

import itertools
import os
import random
import signal
import socket
import subprocess
import sys
import threading
from collections import defaultdict
from collections.abc import Callable
from datetime import UTC, datetime
from email.utils import format_datetime
from pathlib import Path
from typing import Self

import yaml

from demo.servers import FeedServer, SlackSink, SmtpSink, WebhookSink

ROOT = Path(__file__).resolve().parents[1]
KEPT = 80
"""Items that a feed's document holds, the newest first."""

TOWNS = ("Ar", "Bel", "Cor", "Dan", "Eld", "Fen", "Gor", "Hal", "Ilm", "Jor", "Kel", "Lom", "Mar",
         "Nor", "Ost", "Pel", "Quor", "Ras", "Sel", "Tor")  # fmt: skip
ENDS = ("avia", "burg", "dale", "ford", "gate", "holm", "insk", "karn", "lund", "mouth", "opol",
        "port", "quay", "ridge", "stad", "thorpe", "ulm", "vale", "wick", "zhin")  # fmt: skip
ACTIONS = ("shells", "seizes", "blockades", "sabotages", "bombs", "mines", "threatens", "sanctions",
           "raids", "jams", "encircles", "confiscates", "torpedoes", "burns")  # fmt: skip
THINGS = ("the lighthouse", "a grain convoy", "two tugboats", "the opera", "a beekeepers' union",
          "the mint", "a zinc mine", "seven weather stations", "the tramways", "a vineyard",
          "the observatory", "a herring fleet", "the salt works", "an airship", "the archives",
          "a pharmacy chain", "the ice rink", "a satellite", "the wells", "a postal train",
          "the dikes", "a bishop's motorcade", "the stock exchange", "a geyser",
          "the telegraph", "three monasteries")  # fmt: skip
REASONS = ("after a dispute about tolls", "over a forged map", "as talks on fishing fail",
           "in reply to a naval drill", "before the royal wedding", "amid a bread shortage",
           "despite a truce signed on Monday", "after spies were unmasked")  # fmt: skip


class Newsroom:
    """Publish fresh entries, each unlike the others, on feeds that take turns."""

    def __init__(self, server: FeedServer, feeds: int, dice: random.Random) -> None:
        self.published: list[str] = []
        self._server = server
        self._dice = dice
        self._items: dict[str, list[str]] = defaultdict(list)
        self.paths = [f"/feed-{number}" for number in range(feeds)]
        self._turns = itertools.cycle(self.paths)
        for path in self.paths:
            self._publish(path)

    def report(self) -> None:
        """Publish one more entry."""
        number = len(self.published) + 1
        pick = self._dice.choice
        event = f"{self._town()} {pick(ACTIONS)} {pick(THINGS)} of {self._town()} {pick(REASONS)}"
        title = f"{event} (report {number})"
        link = f"http://wire.invalid/{number}"
        self._items[path := next(self._turns)].insert(
            0,
            f"<item><title>{title}</title><link>{link}</link><guid>{link}</guid>"
            f"<description>{self._town()} and {self._town()} send observers.</description>"
            f"<pubDate>{format_datetime(datetime.now(UTC))}</pubDate></item>",
        )
        self._publish(path)
        self.published.append(title)

    def _town(self) -> str:
        return self._dice.choice(TOWNS) + self._dice.choice(ENDS)

    def _publish(self, path: str) -> None:
        items = "".join(self._items[path][:KEPT])
        self._server.publish(
            path,
            '<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"><channel>'
            f"<title>Wire</title><link>http://wire.invalid/</link>{items}</channel></rss>",
        )


class Servers:
    """The loopback servers that stand for the world."""

    def __init__(self) -> None:
        self.feeds, self.smtp = FeedServer(), SmtpSink()
        self.slack, self.webhook = SlackSink(), WebhookSink()

    def __enter__(self) -> Self:
        for server in (self.feeds, self.smtp, self.slack, self.webhook):
            server.__enter__()
        return self

    def __exit__(self, *_: object) -> None:
        for server in (self.feeds, self.smtp, self.slack, self.webhook):
            server.__exit__()


def write_config(folder: Path, servers: Servers, paths: list[str]) -> Path:
    """Write a configuration of many feeds, one watch, and two desks with four channels."""
    config = folder / "config"
    (config / "watches").mkdir(parents=True)
    smtp, slack = servers.smtp, servers.slack
    mail = {"host": smtp.host, "port": smtp.port, "security": "none", "sender": "m@example.org"}
    files = {
        "monitor.yaml": {
            "poll": {"interval": "10s", "allow_private_addresses": True},
            "email": mail,
            "operator": {"subscriber": "desk"},
            "log": {"format": "json"},
        },
        "feeds.yaml": {
            "outlets": [
                {
                    "name": f"Outlet {path[1:]}",
                    "kind": "agency",
                    "feeds": [{"name": path[1:], "url": servers.feeds.url(path), "language": "en"}],
                }
                for path in paths
            ]
        },
        "watches/all.yaml": {"title": "All", "keywords": {"en": ["report", "observer"]}},
        "subscribers.yaml": {
            "subscribers": [
                {"name": "desk", "channels": [{"email": "desk@example.org"}, {"slack": slack.url}]},
                {
                    "name": "analyst",
                    "channels": [
                        {"email": "analyst@example.org"},
                        {"webhook": {"url": servers.webhook.url}},
                    ],
                },
            ]
        },
    }
    for name, content in files.items():
        (config / name).write_text(yaml.safe_dump(content), "utf-8")
    return config


class Life:
    """One daemon, from its birth to its violent death."""

    def __init__(self, pid: int, ready: socket.socket, wait: Callable[[], object]) -> None:
        self.pid = pid
        self._ready = ready
        self._wait = wait

    def await_ready(self, seconds: float) -> bool:
        """Wait until it says READY=1; return whether it did within ``seconds``."""
        self._ready.settimeout(seconds)
        try:
            while b"READY=1" not in self._ready.recv(4096):
                continue
        except TimeoutError:
            return False
        return True

    def end(self, number: int) -> None:
        """Signal it and wait for its end."""
        os.kill(self.pid, number)
        self._wait()


class Nursery:
    """Bear daemons: forked from a warm process, or started cold by the command line."""

    def __init__(self, config: Path, classifier: str) -> None:
        self._config = config
        self._address = config.parent / "notify"
        self._ready = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self._ready.bind(str(self._address))
        self._log = (config.parent / "daemon.log").open("ab")
        self._environment = {
            **os.environ,
            "NOTIFY_SOCKET": str(self._address),
            "PYTHONPATH": str(ROOT),
        }
        self._warm = subprocess.Popen(
            [sys.executable, "-m", "benchmarks.crash_nursery", str(config), classifier],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self._log, text=True,
            env=self._environment, cwd=ROOT,
        )  # fmt: skip
        self._ask("")

    def bear(self, cold: bool = False) -> Life:
        """Start a daemon."""
        self._forget_messages()
        if not cold:
            return Life(int(self._ask("start\n")), self._ready, lambda: self._ask("wait\n"))
        command = [sys.executable, "-m", "monitor", "run", "--config", str(self._config)]
        process = subprocess.Popen(
            command, stdout=self._log, stderr=self._log, env=self._environment, cwd=ROOT
        )
        return Life(process.pid, self._ready, process.wait)

    def close(self) -> None:
        """Let the warm process go."""
        self._warm.communicate("")
        self._ready.close()
        self._log.close()

    def _ask(self, line: str) -> str:
        assert self._warm.stdin is not None
        assert self._warm.stdout is not None
        self._warm.stdin.write(line)
        self._warm.stdin.flush()
        answer = self._warm.stdout.readline().strip()
        assert answer, f"the nursery died; see {self._config.parent}/daemon.log"
        return answer

    def _forget_messages(self) -> None:
        self._ready.setblocking(False)
        try:
            while self._ready.recv(4096):
                continue
        except BlockingIOError:
            return


class Presses:
    """Let a newsroom report at a steady pace while daemons live and keep up."""

    def __init__(self, newsroom: Newsroom, seconds: float, keeps_up: Callable[[int], bool]) -> None:
        self._newsroom = newsroom
        self._seconds = seconds
        self._keeps_up = keeps_up
        self._running, self._ended = threading.Event(), threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def run(self) -> None:
        """Go on."""
        self._running.set()

    def rest(self) -> None:
        """Stop for a while."""
        self._running.clear()

    def end(self) -> None:
        """Stop for good."""
        self._ended.set()
        self._running.set()
        self._thread.join()

    def _run(self) -> None:
        while not self._ended.wait(self._seconds):
            self._running.wait()
            if self._keeps_up(len(self._newsroom.published)) and not self._ended.is_set():
                self._newsroom.report()


KILL = signal.SIGKILL
STOP = signal.SIGTERM

"""Kill a busy daemon again and again, and count what is lost; `make bench-crash`.

Command: `python -m benchmarks.crash [--kills 500] [--seed 7] [--classifier tiny]`; Ctrl-C ends the
killing early, and what was done until then is judged. A feed server keeps publishing
entries that must alert; each daemon works on the same SQLite file, sends by e-mail, Slack and
webhook to servers on loopback, and is killed with SIGKILL at a random moment. Afterwards one daemon
is left alone until nothing is owed, and the books are compared: what was published, what is
stored, and what arrived. Prints one table and writes it between the marks of docs/reliability.md.
"""

from __future__ import annotations

import argparse
import bisect
import json
import random
import re
import signal
import sqlite3
import sys
import tempfile
import threading
import time
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email import message_from_bytes, policy
from pathlib import Path

from rich.console import Console
from rich.table import Table

from benchmarks.crash_house import (
    KILL,
    ROOT,
    STOP,
    Newsroom,
    Nursery,
    Presses,
    Servers,
    write_config,
)

PAGE = ROOT / "docs" / "reliability.md"
MARKS = ("<!-- crash:begin -->", "<!-- crash:end -->")
FEEDS = 40
PACE_SECONDS = 0.7
"""Between two entries: faster than the one message a second that Slack takes, so that a daemon has
something to send from its first moment on."""
MOST_BEHIND = 40
"""Messages that Slack may be behind e-mail, and e-mail behind the news, before no more comes."""
LONGEST_LIFE = 4.0
"""From the first message that a daemon sends; by then it is at work."""
IDLE_SECONDS = 60.0
"""How long the first message is waited for."""
EARLY_SHARE = 0.15
"""Of the kills, so many fall within a second or so of the start."""
COLD_EVERY = 50
"""Of the lives, one in so many starts as a whole new process."""
CHECK_EVERY = 25
DRAIN_SECONDS = 1800.0


@dataclass(slots=True)
class Arrivals:
    """What arrived: for each message, when, time and again."""

    times: dict[tuple[str, str], list[float]] = field(default_factory=lambda: defaultdict(list))
    """By recipient and Message-ID (the text, where a channel has no such thing)."""
    headlines: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    """By recipient."""
    total: int = 0


@dataclass(slots=True)
class Kills:
    """When, and how the database was found."""

    at: list[float] = field(default_factory=list)
    early: int = 0
    cold: int = 0
    faults: list[str] = field(default_factory=list)


class Watch:
    """Note when each message arrives, by looking at the sinks often."""

    def __init__(self, servers: Servers) -> None:
        self._servers = servers
        self._read = Counter[str]()
        self.arrivals = Arrivals()

    def look(self) -> None:
        """Take note of what came since the last look."""
        now = time.monotonic()
        smtp, slack, webhook = self._servers.smtp, self._servers.slack, self._servers.webhook
        for mail in self._fresh("mail", smtp.mails):
            message = message_from_bytes(mail.raw, policy=policy.default)
            self._note(mail.recipients[0], str(message["Message-ID"]), str(message["Subject"]), now)
        for post in self._fresh("slack", slack.accepted):
            text = post.payload["text"]
            self._note("slack", text, text, now)
        for post in self._fresh("webhook", webhook.accepted):
            data = json.dumps(post.payload, ensure_ascii=False)
            self._note("webhook", post.headers["webhook-id"], data, now)

    def look_until(self, end: float) -> None:
        """Keep looking until then, on the monotonic clock."""
        while (left := end - time.monotonic()) > 0:
            time.sleep(min(left, 0.05))
            self.look()

    def await_one(self, seconds: float) -> None:
        """Keep looking until something arrives."""
        before, end = self.arrivals.total, time.monotonic() + seconds
        while self.arrivals.total == before and time.monotonic() < end:
            self.look_until(time.monotonic() + 0.02)

    def keeps_up(self, published: int) -> bool:
        """Tell whether e-mail is not too far behind the news, nor Slack behind e-mail.

        Some entries are reports of a story that was told before, so that not all are mailed.
        """
        told = self.arrivals.headlines
        mailed = len(told["desk@example.org"])
        return published < 2 * mailed + MOST_BEHIND and mailed - len(told["slack"]) < MOST_BEHIND

    def _fresh(self, name: str, everything: list) -> list:
        fresh = everything[self._read[name] :]
        self._read[name] += len(fresh)
        return fresh

    def _note(self, recipient: str, name: str, text: str, now: float) -> None:
        self.arrivals.times[recipient, name].append(now)
        self.arrivals.total += 1
        found = re.search(r"report (\d+)\)", text)
        if found:
            self.arrivals.headlines[recipient].add(found[1])


def kill_again_and_again(
    nursery: Nursery,
    presses: Presses,
    watch: Watch,
    database: Path,
    wanted: int,
    dice: random.Random,
) -> Kills:
    """Let daemons live for a random while and kill them."""
    kills = Kills()
    console = Console(stderr=True)
    started = time.monotonic()
    enough = threading.Event()
    signal.signal(signal.SIGINT, lambda *_: enough.set())
    for number in range(1, wanted + 1):
        if enough.is_set():
            break
        cold = number % COLD_EVERY == 0
        early = dice.random() < EARLY_SHARE
        life = nursery.bear(cold)
        presses.run()
        end = time.monotonic() + dice.uniform(0, 10.0 if cold else 1.2)
        if not early:
            if not life.await_ready(120):
                kills.faults.append(f"daemon {number} did not come up")
            watch.await_one(IDLE_SECONDS)
            end = time.monotonic() + dice.uniform(0, LONGEST_LIFE)
        watch.look_until(end)
        kills.at.append(time.monotonic())
        life.end(KILL)
        presses.rest()
        watch.look()
        kills.early += early
        kills.cold += cold
        if number % CHECK_EVERY == 0:
            kills.faults += [f"after kill {number}: {fault}" for fault in faults_of(database)]
            took = time.monotonic() - started
            console.print(
                f"{number} kills, {took:.0f} s, {len(watch.arrivals.times)} messages arrived"
            )
    return kills


def faults_of(database: Path) -> list[str]:
    """Return what SQLite finds wrong with a database."""
    with sqlite3.connect(database) as connection:
        found = [row[0] for row in connection.execute("PRAGMA integrity_check") if row[0] != "ok"]
        found += [
            f"foreign key of {row[0]} {row[1]}"
            for row in connection.execute("PRAGMA foreign_key_check")
        ]
    connection.close()
    return found


def drain(nursery: Nursery, watch: Watch, database: Path, published: int) -> float:
    """Let one daemon live until everything is read, assessed and sent; return the seconds."""
    started = time.monotonic()
    life = nursery.bear()
    while time.monotonic() < started + DRAIN_SECONDS:
        time.sleep(0.5)
        watch.look()
        connection = sqlite3.connect(f"file:{database}?mode=ro", uri=True)
        (stored,) = connection.execute(
            "SELECT count(*) FROM entries WHERE assessed_revision = revision"
        ).fetchone()
        (owed,) = connection.execute(
            "SELECT count(*) FROM deliveries WHERE state = 'pending'"
        ).fetchone()
        connection.close()
        if stored >= published and not owed:
            break
    life.end(STOP)
    watch.look()
    return time.monotonic() - started


def judge(
    database: Path, newsroom: Newsroom, watch: Watch, kills: Kills, classifier: str
) -> dict[str, object]:
    """Compare what was published, what is stored, and what arrived."""
    connection = sqlite3.connect(database)
    titles = [row[0] for row in connection.execute("SELECT title FROM entries")]
    stored = Counter(titles)
    silent = connection.execute(
        "SELECT count(*) FROM story_entries JOIN stories ON stories.id = story_id "
        "WHERE NOT EXISTS (SELECT 1 FROM alerts JOIN stories AS told ON told.id = alerts.story_id "
        "WHERE told.id = stories.id OR told.merged_into = stories.id)"
    ).fetchone()[0]
    unplaced = connection.execute(
        "SELECT count(*) FROM entries WHERE id NOT IN (SELECT entry_id FROM story_entries)"
    ).fetchone()[0]
    alerts = [
        row[0]
        for row in connection.execute(
            "SELECT entries.title FROM alerts JOIN entries ON entries.id = alerts.entry_id"
        )
    ]
    states = dict(connection.execute("SELECT state, count(*) FROM deliveries GROUP BY state"))
    connection.close()
    numbers = {re.search(r"report (\d+)\)", title)[1] for title in alerts}  # type: ignore[index]
    recipients = ("desk@example.org", "slack", "analyst@example.org", "webhook")
    missing = [
        (recipient, number)
        for recipient in recipients
        for number in numbers - watch.arrivals.headlines[recipient]
    ]
    repeats, worst_kill, worst_message = repeats_of(watch.arrivals, kills.at)
    return {
        "kills": len(kills.at),
        "classifier of forked daemons": classifier,
        "kills during the start": kills.early,
        "lives that began as a cold process": kills.cold,
        "entries published": len(newsroom.published),
        "entries lost": len(set(newsroom.published) - set(stored)),
        "entries stored twice": sum(count - 1 for count in stored.values()),
        "entries in no story": unplaced,
        "entries of a story that never alerted": silent,
        "alerts": len(alerts),
        "messages owed": sum(states.values()),
        "messages lost": len(missing),
        "messages not marked as sent": sum(states.values()) - states.get("sent", 0),
        "messages sent again": repeats,
        "most repeats after one kill": worst_kill,
        "most repeats of one message": worst_message,
        "faults that SQLite finds": len(kills.faults) + len(faults_of(database)),
    }


def repeats_of(arrivals: Arrivals, kills: list[float]) -> tuple[int, int, int]:
    """Return the repeats, the most after one kill, and the most of one message."""
    by_kill = Counter[int]()
    worst = 0
    for times in arrivals.times.values():
        worst = max(worst, len(times) - 1)
        for again in times[1:]:
            by_kill[bisect.bisect(kills, again)] += 1
    return by_kill.total(), max(by_kill.values(), default=0), worst


def write(figures: dict[str, object], seconds: float) -> None:
    """Put the table between the marks of the page."""
    rows = "\n".join(f"| {name} | {value} |" for name, value in figures.items())
    text = f"| {datetime.now(UTC):%Y-%m-%d}, {seconds / 60:.0f} minutes | |\n|---|---|\n{rows}\n"
    begin, end = map(re.escape, MARKS)
    page = PAGE.read_text("utf-8")
    inside = f"{MARKS[0]}\n{text}{MARKS[1]}"
    PAGE.write_text(re.sub(f"{begin}.*?{end}", lambda _: inside, page, flags=re.S), "utf-8")


def main() -> None:
    """Kill, drain, judge, print and write; exit status 1 where anything was lost."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=500)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument(
        "--classifier",
        choices=["builtin", "tiny"],
        default="builtin",
        help="of forked daemons; tiny takes no time, on a slow machine",
    )
    parser.add_argument("--no-write", action="store_true", help="leave docs/reliability.md alone")
    options = parser.parse_args()
    dice = random.Random(options.seed)
    started = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="crash-") as name, Servers() as servers:
        newsroom = Newsroom(servers.feeds, FEEDS, dice)
        config = write_config(Path(name), servers, newsroom.paths)
        database = Path(name) / "data" / "monitor.db"
        nursery, watch = Nursery(config, options.classifier), Watch(servers)
        presses = Presses(newsroom, PACE_SECONDS, watch.keeps_up)
        kills = kill_again_and_again(nursery, presses, watch, database, options.kills, dice)
        presses.end()
        drained = drain(nursery, watch, database, len(newsroom.published))
        nursery.close()
        figures = judge(database, newsroom, watch, kills, options.classifier)
        figures["seconds to send what was left"] = round(drained)
        if kills.faults:
            print("\n".join(kills.faults), file=sys.stderr)
    table = Table("", f"{len(kills.at)} kills")
    for title, value in figures.items():
        table.add_row(title, str(value))
    Console().print(table)
    if not options.no_write:
        write(figures, time.monotonic() - started)
    broken = ("lost", "twice", "never", "no story", "faults", "not marked")
    if any(value for title, value in figures.items() if any(word in title for word in broken)):
        sys.exit(1)


if __name__ == "__main__":
    main()

"""The course of the demo: publish the waves of news, and wait until each has been dealt with."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from demo.daemon import DaemonProcess, DemoError
from demo.newsroom import Newsroom, published
from demo.render import CONTENT_TYPES, render
from demo.servers import FeedServer, SlackSink, SmtpSink

QUIET_SECONDS = 1.5
"""How long no message must have come before the daemon is asked whether it is done."""
ROUND_SECONDS = 180.0
"""How long a wave may take before the demo is given up, also on a slow and busy machine."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a wave has got."""

    fetched: int
    mails: int
    slack_messages: int


@dataclass(slots=True)
class Stage:
    """The servers, and what has been published on them."""

    newsrooms: Sequence[Newsroom]
    feeds: FeedServer
    mail: SmtpSink
    slack: SlackSink
    _waves: dict[int, datetime] = field(default_factory=dict)
    _mark: int = 0

    def publish(self, waves: Iterable[int]) -> None:
        """Add these waves to every feed, as of now."""
        now = datetime.now(UTC).replace(microsecond=0)
        self._waves |= dict.fromkeys(waves, now)
        self._mark = len(self.feeds.requests)
        for room in self.newsrooms:
            document = render(room, published(room, self._waves))
            self.feeds.publish(room.path, document, CONTENT_TYPES[room.format])

    def progress(self) -> Progress:
        """Return how many feeds were fetched since the last publication, and what was sent."""
        fetched = {seen.path for seen in self.feeds.requests[self._mark :] if seen.status == 200}
        return Progress(len(fetched), len(self.mail.mails), len(self.slack.accepted))

    def wait_until_read(self, daemon: DaemonProcess, show: Callable[[Progress], None]) -> None:
        """Wait until every feed was fetched since the last publication. Raises DemoError."""
        self._wait(daemon, show, lambda quiet: self.progress().fetched == len(self.newsrooms))

    def wait_until_done(self, daemon: DaemonProcess, show: Callable[[Progress], None]) -> None:
        """Wait until nothing more comes and the daemon says that it is done. Raises DemoError."""
        self._wait(daemon, show, lambda quiet: quiet > QUIET_SECONDS and _done(daemon))

    def _wait(
        self,
        daemon: DaemonProcess,
        show: Callable[[Progress], None],
        enough: Callable[[float], bool],
    ) -> None:
        """Wait for ``enough``, which is given the seconds since the last change.

        Raises DemoError when the daemon dies or time runs out.
        """
        deadline = time.monotonic() + ROUND_SECONDS
        last, since = self.progress(), time.monotonic()
        while not enough(time.monotonic() - since):
            if not daemon.running:
                raise DemoError(f"the daemon stopped:\n{daemon.last_words()}")
            if time.monotonic() > deadline:
                raise DemoError(f"the daemon did not get done:\n{daemon.last_words()}")
            time.sleep(0.1)
            if (now := self.progress()) != last:
                last, since = now, time.monotonic()
            show(last)


def _done(daemon: DaemonProcess) -> bool:
    entries, pending = daemon.ask("entries list --limit 1000", "deliveries list --state pending")
    waiting = [entry for entry in entries if entry["label"] is None and not entry["held_back"]]
    return not (waiting or pending)

"""Tell systemd how the service is, by the sd_notify protocol.

https://www.freedesktop.org/software/systemd/man/252/sd_notify.html
"""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from threading import Event, Thread

PROLONG_SECONDS = 30.0
"""How often what takes long asks for more time, well before what it was given is over."""

PROLONGED_BY_SECONDS = 120


class Notifier:
    """Send states to the socket that systemd names; do nothing where there is none."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        self._address = environment.get("NOTIFY_SOCKET", "")
        microseconds = environment.get("WATCHDOG_USEC", "")
        self.watchdog_seconds: float | None = (
            int(microseconds) / 1_000_000 if self._address and microseconds.isdigit() else None
        )

    def ready(self) -> None:
        """Say that the service is up, or that a reload is done."""
        self._send("READY=1")

    def reloading(self) -> None:
        """Say that a reload has begun; systemd wants the moment on the monotonic clock."""
        self._send(f"RELOADING=1\nMONOTONIC_USEC={time.monotonic_ns() // 1000}")

    def stopping(self) -> None:
        """Say that the service is going down."""
        self._send("STOPPING=1")

    @property
    def heard(self) -> bool:
        """Return whether systemd listens."""
        return bool(self._address)

    def status(self, text: str) -> None:
        """Set the line that ``systemctl status`` shows."""
        self._send(f"STATUS={text}")

    @contextmanager
    def prolonging(self, text: str) -> Iterator[None]:
        """Have a start or an end last as long as what is done within, and show ``text`` meanwhile.

        TimeoutStartSec= or WatchdogSec= would end it, and the next start would begin it anew, for
        ever.
        """
        over = Event()

        def prolong() -> None:
            while not over.wait(PROLONG_SECONDS):
                microseconds = PROLONGED_BY_SECONDS * 1_000_000
                self._send(f"STATUS={text}\nEXTEND_TIMEOUT_USEC={microseconds}\nWATCHDOG=1")

        if self.heard:
            Thread(target=prolong, name="prolonging", daemon=True).start()
        try:
            yield
        finally:
            over.set()

    def watchdog(self) -> None:
        """Say that the event loop still turns."""
        self._send("WATCHDOG=1")

    def _send(self, state: str) -> None:
        if not self._address:
            return
        # A leading @ stands for Linux's abstract namespace.
        address = "\0" + self._address[1:] if self._address[0] == "@" else self._address
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM | socket.SOCK_CLOEXEC) as sender:
            sender.setblocking(False)
            try:
                sender.sendto(state.encode(), address)
            except OSError:
                # Nobody listens or its buffer is full: no reason to stop watching the news.
                return

"""Slack's end of Socket Mode: a real WebSocket server that sends envelopes and keeps their acks."""

from __future__ import annotations

import json
import logging
import threading
from collections.abc import Mapping
from contextlib import suppress
from itertools import count
from socket import SHUT_RDWR
from typing import Any, Self

from websockets.exceptions import ConnectionClosed
from websockets.sync.server import Server, ServerConnection, serve


class SlackSocket:
    """Take WebSocket connections on 127.0.0.1 from entering the context to leaving it.

    Each is greeted with ``hello``. ``silent`` makes it greet none.
    """

    def __init__(self) -> None:
        self.acknowledged: list[str] = []
        self.connected = 0
        """How many connections there have been."""
        self.open: list[ServerConnection] = []
        self.silent = False
        self._numbers = count(1)
        self._lock = threading.Lock()
        self._server: Server | None = None
        self._thread: threading.Thread | None = None

    @property
    def url(self) -> str:
        """Return the address, with a ticket as Slack's have one."""
        if self._server is None:
            raise RuntimeError("the server is not running")
        return f"ws://127.0.0.1:{self._server.socket.getsockname()[1]}/link/?ticket=s3cr3t-ticket"

    def __enter__(self) -> Self:
        quiet = logging.Logger("slack socket", logging.CRITICAL + 1)
        self._server = serve(self._serve, "127.0.0.1", 0, logger=quiet)
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.drop()
        if self._server is not None and self._thread is not None:
            self._server.shutdown()
            self._thread.join()

    def send(self, payload: Mapping[str, Any], kind: str = "interactive", on: int = -1) -> str:
        """Send an envelope on the newest connection, or another; return its id."""
        envelope = f"envelope-{next(self._numbers)}"
        message = {"envelope_id": envelope, "type": kind, "payload": payload}
        self.open[on].send(json.dumps(message))
        return envelope

    def resend(self, envelope: str, payload: Mapping[str, Any]) -> None:
        """Send an envelope again, as Slack does where an ack was lost."""
        message = {"envelope_id": envelope, "type": "interactive", "payload": payload}
        self.open[-1].send(json.dumps(message))

    def announce_end(self, reason: str = "refresh_requested", on: int = -1) -> None:
        """Say on a connection that it will be closed soon."""
        self.open[on].send(json.dumps({"type": "disconnect", "reason": reason}))

    def drop(self, on: int | None = None) -> None:
        """Lose every connection, or one, without a word."""
        for connection in list(self.open) if on is None else [self.open[on]]:
            with suppress(OSError):
                connection.socket.shutdown(SHUT_RDWR)

    def _serve(self, connection: ServerConnection) -> None:
        with self._lock:
            self.open.append(connection)
            self.connected += 1
        try:
            if not self.silent:
                connection.send(json.dumps({"type": "hello", "num_connections": len(self.open)}))
            for text in connection:
                self.acknowledged.append(json.loads(text)["envelope_id"])
        except ConnectionClosed:
            pass
        finally:
            with self._lock:
                self.open.remove(connection)

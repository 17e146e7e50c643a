"""A port for a server that has to be told its number before it starts."""

from __future__ import annotations

import os
import socket
from itertools import count, islice

LOWEST, COUNT = 20_000, 10_000
"""Below the ports that systems give out by themselves, so that no server or client of another test
is given one meanwhile."""

_next = count(os.getpid() * 97)


def free_port() -> int:
    """Return a port of 127.0.0.1 that nothing has, and that no call returned before."""
    for number in islice(_next, COUNT):
        port = LOWEST + number % COUNT
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
        return port
    raise RuntimeError("no port is free")

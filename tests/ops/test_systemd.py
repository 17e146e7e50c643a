"""The service speaks systemd's protocol on a real socket."""

from __future__ import annotations

import socket
import time
from pathlib import Path

import pytest

from monitor.ops import systemd
from monitor.ops.systemd import Notifier


@pytest.fixture
def listener(tmp_path: Path) -> socket.socket:
    received = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
    received.bind(str(tmp_path / "notify"))
    received.settimeout(2)
    return received


def test_states_arrive_as_systemd_wants_them(listener: socket.socket) -> None:
    with listener:
        environment = {"NOTIFY_SOCKET": listener.getsockname(), "WATCHDOG_USEC": "3000000"}
        notifier = Notifier(environment)
        notifier.ready()
        notifier.reloading()
        notifier.watchdog()
        received = [listener.recv(200).decode() for _ in range(3)]
    assert received[0] == "READY=1"
    assert received[1].startswith("RELOADING=1\nMONOTONIC_USEC=")
    assert received[2] == "WATCHDOG=1"
    assert notifier.watchdog_seconds == 3.0


def test_what_takes_long_asks_for_more_time_until_it_is_done(
    listener: socket.socket, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(systemd, "PROLONG_SECONDS", 0.02)
    with listener:
        notifier = Notifier({"NOTIFY_SOCKET": listener.getsockname()})
        with notifier.prolonging("migrating"):
            asked = [listener.recv(200).decode() for _ in range(2)]
        assert asked == ["STATUS=migrating\nEXTEND_TIMEOUT_USEC=120000000\nWATCHDOG=1"] * 2
        time.sleep(0.1)
        notifier.ready()
        while (last := listener.recv(200)) in [line.encode() for line in asked]:
            continue
        assert last == b"READY=1"
        listener.settimeout(0.1)
        with pytest.raises(TimeoutError):
            listener.recv(200)


def test_without_systemd_nothing_is_sent() -> None:
    notifier = Notifier({})
    notifier.ready()
    assert notifier.watchdog_seconds is None


def test_a_socket_that_is_gone_stops_nothing(tmp_path: Path) -> None:
    Notifier({"NOTIFY_SOCKET": str(tmp_path / "gone")}).ready()

"""The guard judges the address that is really connected to."""

from __future__ import annotations

import asyncio
import ipaddress
import socket
from collections.abc import Iterable
from typing import Any

import httpcore2
import pytest

from monitor.feeds.guard import GuardedBackend, RefusedAddressError, networks, permitted


@pytest.mark.parametrize(
    "address",
    [
        "8.8.8.8", "2606:4700::1111", "::ffff:8.8.8.8", "64:ff9b::808:808", "2002:808:808::1",
    ],
)  # fmt: skip
def test_public(address: str) -> None:
    assert permitted(ipaddress.ip_address(address), False)


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "10.1.2.3", "192.168.0.1", "172.16.0.1", "169.254.169.254", "100.64.0.1",
        "0.0.0.0", "224.0.0.1", "255.255.255.255", "198.18.0.1", "192.0.2.1", "192.0.0.1", "::",
        "::1", "fe80::1", "fc00::1", "fec0::1", "ff02::1", "2001:db8::1", "2001::1",
        "::ffff:127.0.0.1", "::ffff:a00:1", "::7f00:1", "64:ff9b::7f00:1", "64:ff9b:1::1",
        "2002:7f00:1::1", "2002:a9fe:a9fe::",
    ],
)  # fmt: skip
def test_not_public(address: str) -> None:
    assert not permitted(ipaddress.ip_address(address), False)
    assert permitted(ipaddress.ip_address(address), True)


def test_allowed_networks_only() -> None:
    allowed = networks(["10.0.0.0/8"])
    assert permitted(ipaddress.ip_address("10.9.9.9"), allowed)
    assert permitted(ipaddress.ip_address("::ffff:10.9.9.9"), allowed)
    assert not permitted(ipaddress.ip_address("127.0.0.1"), allowed)
    assert permitted(ipaddress.ip_address("8.8.8.8"), allowed)


class _Recorder(httpcore2.AsyncNetworkBackend):
    """Notes where a connection would have gone."""

    def __init__(self) -> None:
        self.hosts: list[str] = []

    async def connect_tcp(
        self, host: str, port: int, timeout: float | None = None,  # noqa: ASYNC109
        local_address: str | None = None, socket_options: Iterable[Any] | None = None,
    ) -> httpcore2.AsyncNetworkStream:  # fmt: skip
        self.hosts.append(host)
        raise httpcore2.ConnectError("nobody there")


def _answers(monkeypatch: pytest.MonkeyPatch, *rounds: list[str]) -> list[str]:
    """Make the resolver answer each look-up with the next of ``rounds``."""
    asked: list[str] = []
    left = list(rounds)

    async def resolve(host: str, port: int, **_: object) -> list[Any]:
        asked.append(host)
        return [
            (socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port)) for address in left.pop(0)
        ]

    monkeypatch.setattr(asyncio.get_running_loop(), "getaddrinfo", resolve)
    return asked


async def test_rebinding_name_is_resolved_once(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = _answers(monkeypatch, ["93.184.216.34"], ["127.0.0.1"])
    recorder = _Recorder()
    with pytest.raises(httpcore2.ConnectError):
        await GuardedBackend(False, recorder).connect_tcp("rebind.test", 80)
    assert recorder.hosts == ["93.184.216.34"]
    assert asked == ["rebind.test"]


async def test_private_answers_are_passed_over(monkeypatch: pytest.MonkeyPatch) -> None:
    _answers(monkeypatch, ["127.0.0.1", "93.184.216.34"])
    recorder = _Recorder()
    with pytest.raises(httpcore2.ConnectError):
        await GuardedBackend(False, recorder).connect_tcp("mixed.test", 80)
    assert recorder.hosts == ["93.184.216.34"]


async def test_only_private_answers_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    _answers(monkeypatch, ["10.0.0.1", "127.0.0.1"])
    recorder = _Recorder()
    with pytest.raises(RefusedAddressError, match=r"inside\.test leads to 10\.0\.0\.1"):
        await GuardedBackend(False, recorder).connect_tcp("inside.test", 80)
    assert recorder.hosts == []

"""Which addresses may be fetched: the guard against feeds that point into one's own network.

The check is made on the address that is really connected to: a name is resolved once, its addresses
are judged, and the connection goes to the very address that passed (no second look-up that a
rebinding name server could answer otherwise).
"""

from __future__ import annotations

import asyncio
import ipaddress
import socket
from collections.abc import Iterable, Sequence
from typing import Any

import httpcore2

from monitor.errors import FetchError

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network

_NAT64 = ipaddress.ip_network("64:ff9b::/96")
# Beside what ``is_global`` refuses (RFC 6890): local NAT64, Teredo, old site-local and
# IPv4-compatible addresses.
_REFUSED = tuple(
    ipaddress.ip_network(network)
    for network in ("64:ff9b:1::/48", "2001::/32", "fec0::/10", "::/96", "100.64.0.0/10")
)


class RefusedAddressError(FetchError):
    """The address is private, loopback, link-local or otherwise not on the public internet."""


def permitted(address: Address, allowed: bool | Sequence[Network]) -> bool:
    """Tell whether an address may be connected to.

    ``allowed`` is True for all, else the networks that may be beside the public ones. An address
    that carries another (IPv4-mapped, 6to4, NAT64) is judged by what it carries.
    """
    if allowed is True:
        return True
    carried = _carried(address)
    if allowed and any(one in network for one in (address, carried) for network in allowed):
        return True
    return _is_public(carried)


def _carried(address: Address) -> Address:
    if isinstance(address, ipaddress.IPv4Address):
        return address
    if address.ipv4_mapped:
        return address.ipv4_mapped
    if address.sixtofour:
        return address.sixtofour
    if address in _NAT64:
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    return address


def networks(allowed: bool | Iterable[str]) -> bool | tuple[Network, ...]:
    """Return the setting "allow private addresses" (true, false or CIDRs) as networks."""
    if isinstance(allowed, bool):
        return allowed
    return tuple(ipaddress.ip_network(network, strict=False) for network in allowed)


class GuardedBackend(httpcore2.AsyncNetworkBackend):
    """Network backend that resolves a name, refuses what is not permitted, and connects."""

    def __init__(
        self, allowed: bool | Sequence[Network], inner: httpcore2.AsyncNetworkBackend | None = None
    ) -> None:
        self._allowed = allowed
        self._inner = inner or httpcore2.AnyIOBackend()

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ASYNC109 - the interface's
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore2.AsyncNetworkStream:
        """Connect to the first address of ``host`` that is permitted and answers.

        Raises RefusedAddressError where none is permitted.
        """
        found = await _resolve(host, port)
        chosen = [address for address in found if permitted(address, self._allowed)]
        if not chosen:
            raise RefusedAddressError(
                f"{host} leads to {found[0]}, which is not a public address; if it is meant, set"
                " poll: allow_private_addresses"
            )
        failure: Exception | None = None
        for address in chosen[:4]:
            try:
                return await self._inner.connect_tcp(
                    str(address), port, timeout, local_address, socket_options
                )
            except (httpcore2.ConnectError, httpcore2.ConnectTimeout) as error:
                failure = error
        raise failure or httpcore2.ConnectError(f"no address of {host} answers")

    async def connect_unix_socket(
        self,
        path: str,
        timeout: float | None = None,  # noqa: ASYNC109 - the interface's
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore2.AsyncNetworkStream:
        """Refuse: no feed is served on a local socket."""
        raise RefusedAddressError("local sockets are refused")

    async def sleep(self, seconds: float) -> None:
        """Wait."""
        await self._inner.sleep(seconds)


async def _resolve(host: str, port: int) -> list[Address]:
    """Return the addresses of a host name or literal, in the resolver's order."""
    try:
        return [ipaddress.ip_address(host.strip("[]"))]
    except ValueError:
        pass
    try:
        answers = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (socket.gaierror, UnicodeError) as error:
        raise FetchError(f"the name {host} cannot be resolved: {error}") from error
    addresses = [ipaddress.ip_address(str(answer[4][0]).partition("%")[0]) for answer in answers]
    if not addresses:
        raise FetchError(f"the name {host} has no address")
    return list(dict.fromkeys(addresses))


def _is_public(address: Address) -> bool:
    if address.is_multicast or any(
        address.version == network.version and address in network for network in _REFUSED
    ):
        return False
    return address.is_global

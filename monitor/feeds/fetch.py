"""Fetch the document of a feed: politely, and without trusting who serves it.

Conditional requests with the validators as they were served; redirects followed hop by hop; no
cookies, no Referer; one request at a time to a host; everything under one deadline and one size.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from dataclasses import replace
from http.cookiejar import CookieJar, DefaultCookiePolicy
from types import TracebackType
from typing import Self
from urllib.parse import urlsplit

import httpx2

from monitor.errors import FetchError
from monitor.feeds.exchange import (
    Answer,
    Fetched,
    FetchLimits,
    FetchRequest,
    NotModified,
    Redirect,
    judge,
)
from monitor.feeds.guard import networks
from monitor.feeds.transport import GuardedTransport, explain
from monitor.feeds.unpacking import DamagedError, TooLargeError, unpack
from monitor.text.urls import without_credentials

_ACCEPT = (
    "application/rss+xml, application/atom+xml, application/rdf+xml, application/feed+json,"
    " application/xml;q=0.9, text/xml;q=0.9, application/json;q=0.8, */*;q=0.5"
)


class Fetcher:
    """HTTP client for feeds; open it with ``async with``.

    ``allow_private`` is True, False or the private networks (CIDR) that feeds may be in. With a
    ``proxy`` the proxy resolves names, so only literal addresses can be refused here.
    """

    def __init__(
        self,
        user_agent: str,
        *,
        limits: FetchLimits | None = None,
        allow_private: bool | Iterable[str] = False,
        proxy: str | None = None,
    ) -> None:
        self._limits = limits or FetchLimits()
        self._user_agent = user_agent
        self._client = httpx2.AsyncClient(
            transport=GuardedTransport(networks(allow_private), proxy=proxy),
            # Every phase may take as long as the whole: the deadline is ours, not the phase's.
            timeout=self._limits.timeout,
            follow_redirects=False,
            trust_env=False,
            cookies=CookieJar(DefaultCookiePolicy(allowed_domains=[])),
        )
        self._slots = asyncio.Semaphore(self._limits.concurrency)
        self._hosts: dict[str, _Turn] = {}

    async def __aenter__(self) -> Self:
        await self._client.__aenter__()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self._client.__aexit__(kind, error, trace)

    async def fetch(self, request: FetchRequest) -> Fetched | NotModified:
        """Return the document at ``request.url``, or that it has not changed.

        Raises FetchError, worded for the feed's operator, with the status where there was one.
        """
        url, permanent, left = request.url, True, self._limits.timeout
        for _ in range(self._limits.max_redirects + 1):
            async with self._turn(_host(url)):
                started = time.monotonic()
                try:
                    async with asyncio.timeout(left):
                        answer = await self._ask(url, request)
                except TimeoutError as error:
                    raise FetchError(
                        f"{without_credentials(url)} did not answer in full within"
                        f" {self._limits.timeout:g} seconds"
                    ) from error
                except (httpx2.HTTPError, httpx2.InvalidURL, httpx2.StreamError) as error:
                    raise FetchError(f"{without_credentials(url)}: {explain(error)}") from error
                left -= time.monotonic() - started
            if not isinstance(answer, Redirect):
                moved = url if permanent and url != request.url else None
                return answer.found_at(url, moved)
            permanent = permanent and answer.permanent
            url = answer.target
        raise FetchError(
            f"{without_credentials(request.url)} redirects more than"
            f" {self._limits.max_redirects} times"
        )

    @asynccontextmanager
    async def _turn(self, host: str) -> AsyncIterator[None]:
        """Wait for the host's turn first and for a free slot then, lest a slow host hold slots."""
        turn = self._hosts.setdefault(host, _Turn())
        turn.waiting += 1
        try:
            async with turn.lock, self._slots:
                yield
        finally:
            turn.waiting -= 1
            if not turn.waiting:
                del self._hosts[host]

    async def _ask(self, url: str, request: FetchRequest) -> Redirect | Answer:
        """Make one request; raises FetchError for whatever is no document or redirect."""
        async with self._client.stream("GET", url, headers=self._headers(request)) as response:
            answer = judge(url, response.status_code, response.reason_phrase, response.headers.raw)
            if isinstance(answer, Redirect) or answer.repeats(request):
                return answer
            return replace(answer, body=await self._read(url, response))

    def _headers(self, request: FetchRequest) -> list[tuple[bytes, bytes]]:
        """Return the request's headers; validators go out in the bytes in which they came."""
        headers = {
            "User-Agent": request.user_agent or self._user_agent,
            "Accept": _ACCEPT,
            "If-None-Match": request.etag,
            "If-Modified-Since": request.last_modified,
        }
        return [
            (name.encode(), value.encode("latin-1", "replace"))
            for name, value in headers.items()
            if value
        ]

    async def _read(self, url: str, response: httpx2.Response) -> bytes:
        limit = self._limits.max_bytes
        declared = response.headers.get("content-length", "")
        if declared.isdigit() and int(declared) > limit:
            raise _too_large(url, limit)
        body = bytearray()
        async for piece in response.aiter_raw():
            body += piece
            if len(body) > limit:
                raise _too_large(url, limit)
        try:
            encoding = response.headers.get("content-encoding", "")
            return await asyncio.to_thread(unpack, bytes(body), encoding, limit)
        except DamagedError as error:
            raise FetchError(
                f"{without_credentials(url)}: its compressed answer is damaged ({error})"
            ) from error
        except TooLargeError as error:
            raise _too_large(url, limit) from error


class _Turn:
    """Who waits for a host, so that its lock goes when nobody does."""

    def __init__(self) -> None:
        self.lock = asyncio.Lock()
        self.waiting = 0


def _too_large(url: str, limit: int) -> FetchError:
    return FetchError(
        f"{without_credentials(url)} is larger than {limit:,} bytes, the limit for a document"
    )


def _host(url: str) -> str:
    """Return the host of a web address; raises FetchError for any other address."""
    try:
        parts = urlsplit(url)
        host, scheme, _ = parts.hostname, parts.scheme.lower(), parts.port
    except ValueError as error:
        raise FetchError(f"{without_credentials(url)} is no address: {error}") from error
    if scheme not in {"http", "https"} or not host:
        raise FetchError(f"{without_credentials(url)} is no http or https address")
    return host

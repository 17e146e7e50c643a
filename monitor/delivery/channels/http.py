"""Post to webhooks: one HTTP client for all channels that do, and what its answers mean."""

from __future__ import annotations

import asyncio
import logging
import os
import socket
import ssl
from collections.abc import Mapping
from contextlib import suppress
from contextvars import ContextVar
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import NamedTuple

import httpx2

from monitor.delivery.escape import one_line, shorten
from monitor.delivery.retry import LaneUnavailableError
from monitor.errors import DeliveryError, PermanentDeliveryError, TransientDeliveryError

MAX_ANSWER = 64 * 1024
GONE = frozenset({401, 403, 404, 410})
FOR_A_WHILE = frozenset({302, 303, 307, 408, 425})
NOT_SENT = (
    httpx2.ConnectError,
    httpx2.ConnectTimeout,
    httpx2.PoolTimeout,
    httpx2.ProxyError,
    httpx2.WriteError,
    httpx2.WriteTimeout,
)
"""Errors after which nothing can have been taken."""

_posting: ContextVar[bool] = ContextVar("posting", default=False)


class Answer(NamedTuple):
    """What a webhook said."""

    status: int
    headers: Mapping[str, str]
    text: str


class Poster:
    """Post bytes to addresses that are secrets.

    No redirect is followed and no cookie kept. The client's own log line of each request names the
    whole address, so it is silenced for ours.
    """

    def __init__(self, timeout: float = 20.0) -> None:
        self._timeout = timeout
        # Less for a connection than for all: what ends by the whole time has been sent.
        self._client = httpx2.AsyncClient(
            timeout=httpx2.Timeout(timeout, connect=timeout / 2),
            follow_redirects=False,
            headers={"accept-encoding": "identity"},
        )
        logging.getLogger("httpx2").addFilter(_not_posting)

    async def post(self, url: str, body: bytes, headers: Mapping[str, str]) -> Answer:
        """Post ``body`` and return the answer, at most 64 KB of it.

        Raises LaneUnavailableError where it could not be sent, TransientDeliveryError where it was
        and no answer came, since each further try may then be one more copy, and
        PermanentDeliveryError where ``url`` is none; all without their cause, whose text and
        request hold the address.
        """
        token = _posting.set(True)
        try:
            async with (
                asyncio.timeout(self._timeout) as limit,
                self._client.stream("POST", url, content=body, headers=dict(headers)) as response,
            ):
                limit.reschedule(None)
                received = await _body(response, self._timeout)
        except (httpx2.InvalidURL, httpx2.UnsupportedProtocol, httpx2.LocalProtocolError):
            raise PermanentDeliveryError(
                "the configured address is no http or https address", disable=True
            ) from None
        except NOT_SENT as error:
            raise LaneUnavailableError(f"no connection: {_trouble(error)}") from None
        except (httpx2.HTTPError, TimeoutError) as error:
            raise TransientDeliveryError(
                f"sent, but not answered: {type(error).__name__}; it may have been taken"
            ) from None
        finally:
            _posting.reset(token)
        text = received.decode("utf-8", "replace")
        return Answer(response.status_code, response.headers, text)

    async def close(self) -> None:
        """Close the connections."""
        await self._client.aclose()


async def _body(response: httpx2.Response, seconds: float) -> bytes:
    """Return what comes of a body in time: what was taken is not sent again for the rest of it."""
    received = b""
    with suppress(httpx2.HTTPError, TimeoutError):
        async with asyncio.timeout(seconds):
            async for chunk in response.aiter_bytes():
                received += chunk
                if len(received) >= MAX_ANSWER:
                    break
    return received[:MAX_ANSWER]


def refusal(service: str, answer: Answer, now: datetime) -> DeliveryError:
    """Return the error that an answer other than success means.

    401, 403, 404, 410 and a lasting redirect say that the target is gone; 429 and 503 that it wants
    to be left alone for a while; 408, other 5xx and other redirects (a log-in portal in the
    network's way, maintenance) that it may work later; all else that it will not take this message.
    """
    said = shorten(one_line(answer.text), 200)
    reason = f"{service} answered {answer.status}" + (f": {said}" if said else "")
    redirects = 300 <= answer.status < 400
    if redirects:
        reason += "; redirects are not followed"
    if answer.status in (429, 503):
        return LaneUnavailableError(reason, retry_after=retry_after(answer.headers, now))
    if answer.status in FOR_A_WHILE or answer.status >= 500:
        return TransientDeliveryError(reason, retry_after=retry_after(answer.headers, now))
    if answer.status in GONE or redirects:
        return PermanentDeliveryError(reason, disable=True)
    return PermanentDeliveryError(reason)


def retry_after(headers: Mapping[str, str], now: datetime) -> float | None:
    """Return the seconds that ``Retry-After`` names, as number or date (RFC 9110, 10.2.3)."""
    value = headers.get("retry-after", "").strip()
    if not value:
        return None
    try:
        return max(float(value), 0.0)
    except ValueError:
        pass
    try:
        until = parsedate_to_datetime(value)
    except (ValueError, OverflowError):
        return None
    aware = until if until.tzinfo else until.replace(tzinfo=UTC)
    return max((aware - now).total_seconds(), 0.0)


def _trouble(error: BaseException) -> str:
    """Return what the system or TLS says is wrong, in words that hold no path of the address."""
    at: BaseException | None = error
    while at is not None:
        if isinstance(at, ssl.SSLError):
            return getattr(at, "verify_message", "") or at.reason or "TLS failed"
        if isinstance(at, socket.gaierror):
            return str(at.strerror)
        if isinstance(at, OSError) and at.errno:
            return os.strerror(at.errno)
        at = at.__cause__ or at.__context__
    return type(error).__name__


def _not_posting(_: logging.LogRecord) -> bool:
    return not _posting.get()

"""httpx transport whose connections pass the guard, and what its errors mean."""

from __future__ import annotations

import ipaddress
import ssl
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import contextmanager

import httpcore2
import httpx2

from monitor.feeds.guard import GuardedBackend, Network, RefusedAddressError, permitted

_KEEPALIVE_SECONDS = 15.0
_MAX_CONNECTIONS = 100


class GuardedTransport(httpx2.AsyncBaseTransport):
    """Sends requests over connections to permitted addresses only (see ``guard``).

    Over a ``proxy`` the names are resolved by the proxy, so only literal addresses are judged.
    """

    def __init__(self, allowed: bool | Sequence[Network], proxy: str | None = None) -> None:
        context = httpx2.create_ssl_context(trust_env=False)
        self._allowed = allowed
        self._pool: httpcore2.AsyncConnectionPool = (
            httpcore2.AsyncHTTPProxy(proxy, ssl_context=context, max_connections=_MAX_CONNECTIONS)
            if proxy
            else httpcore2.AsyncConnectionPool(
                ssl_context=context,
                max_connections=_MAX_CONNECTIONS,
                keepalive_expiry=_KEEPALIVE_SECONDS,
                network_backend=GuardedBackend(allowed),
            )
        )

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        """Send one request; raises RefusedAddressError and what httpx raises."""
        self._judge_literal(request.url.host)
        with _as_httpx_errors():
            response = await self._pool.handle_async_request(
                httpcore2.Request(
                    method=request.method,
                    url=httpcore2.URL(
                        scheme=request.url.raw_scheme,
                        host=request.url.raw_host,
                        port=request.url.port,
                        target=request.url.raw_path,
                    ),
                    headers=request.headers.raw,
                    content=request.stream,
                    extensions=request.extensions,
                )
            )
        return httpx2.Response(
            status_code=response.status,
            headers=response.headers,
            stream=_Stream(response),
            extensions=response.extensions,
        )

    async def aclose(self) -> None:
        """Close all connections."""
        await self._pool.aclose()

    def _judge_literal(self, host: str) -> None:
        try:
            address = ipaddress.ip_address(host.strip("[]"))
        except ValueError:
            return
        if not permitted(address, self._allowed):
            raise RefusedAddressError(f"{host} is not a public address")


class _Stream(httpx2.AsyncByteStream):
    def __init__(self, response: httpcore2.Response) -> None:
        self._response = response

    async def __aiter__(self) -> AsyncIterator[bytes]:
        with _as_httpx_errors():
            async for piece in self._response.aiter_stream():
                yield piece

    async def aclose(self) -> None:
        await self._response.aclose()


@contextmanager
def _as_httpx_errors() -> Iterator[None]:
    try:
        yield
    except httpcore2.TimeoutException as error:
        raise httpx2.TimeoutException(str(error)) from error
    except httpcore2.ConnectError as error:
        raise httpx2.ConnectError(str(error)) from error
    except (httpcore2.ProtocolError, httpcore2.UnsupportedProtocol) as error:
        raise httpx2.RemoteProtocolError(str(error)) from error
    except (httpcore2.NetworkError, httpcore2.ProxyError) as error:
        raise httpx2.ReadError(str(error)) from error


def explain(error: Exception) -> str:
    """Say what a transport error means for the feed's operator."""
    for cause in _causes(error):
        if isinstance(cause, ssl.SSLCertVerificationError):
            return f"its certificate is not trusted ({cause.verify_message})"
        if isinstance(cause, ssl.SSLError):
            return f"no secure connection could be made ({cause.reason or cause})"
        if isinstance(cause, ConnectionRefusedError):
            return "the connection was refused"
    for kind, meaning in _MEANINGS.items():
        if isinstance(error, kind):
            detail = str(error)
            return f"{meaning} ({detail})" if detail else meaning
    return str(error) or type(error).__name__


_MEANINGS: dict[type[Exception], str] = {
    httpx2.TimeoutException: "it did not answer in time",
    httpx2.ConnectError: "no connection could be made",
    httpx2.RemoteProtocolError: "it broke off or does not speak HTTP",
    httpx2.ReadError: "the connection broke",
    httpx2.InvalidURL: "the address is not valid",
}


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    seen = 0
    while error is not None and seen < 10:
        yield error
        error = error.__cause__ or error.__context__
        seen += 1

"""What is asked of a feed's server, and what its answer means."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import urljoin, urlsplit

from monitor.errors import FetchError
from monitor.feeds.caching import fresh_for, retry_after
from monitor.text.urls import without_credentials

_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_PERMANENT = frozenset({301, 308})
_DOCUMENTS = frozenset({200, 203, 206, 226})
_UNCHANGED = 304
_MEANINGS = {
    401: "(it asks for a password)",
    403: "(it refuses us; some sites want another user_agent)",
    404: "(there is nothing at this address)",
    410: "(the feed is gone for good)",
    429: "(too many requests)",
    503: "(it is overloaded or down)",
}


@dataclass(frozen=True, slots=True)
class FetchLimits:
    """How long and how much may be fetched."""

    timeout: float = 30.0
    """Seconds for one feed in all, waiting for its host's other feeds not counted."""
    max_bytes: int = 20_000_000
    """After decompression."""
    max_redirects: int = 10
    concurrency: int = 20


@dataclass(frozen=True, slots=True)
class FetchRequest:
    """What to fetch, with the validators of the last document that was parsed."""

    url: str
    etag: str | None = None
    last_modified: str | None = None
    user_agent: str | None = None
    """Instead of the fetcher's own, for sites that want a browser's."""


@dataclass(frozen=True, slots=True)
class NotModified:
    """The document is as it was; new validators replace the old."""

    url: str
    """Where it was found, after redirects."""
    permanent_url: str | None
    """Where the feed has moved, if every redirect on the way there was permanent."""
    etag: str | None
    last_modified: str | None
    fresh_for: float | None
    """Seconds that the server asks not to be asked again, or None."""


@dataclass(frozen=True, slots=True)
class Fetched:
    """A document; its validators are to be kept only once it has been parsed."""

    url: str
    permanent_url: str | None
    etag: str | None
    """As served, byte for byte (ISO 8859-1)."""
    last_modified: str | None
    fresh_for: float | None
    content_type: str | None
    body: bytes


@dataclass(frozen=True, slots=True)
class Redirect:
    """The server points elsewhere."""

    target: str
    permanent: bool


@dataclass(frozen=True, slots=True)
class Answer:
    """The server's headers, and the document once it is read."""

    status: int
    etag: str | None
    last_modified: str | None
    fresh_for: float | None
    content_type: str | None
    body: bytes | None = None

    def repeats(self, request: FetchRequest) -> bool:
        """Tell whether the document is the one known: a 304, or a 200 with the same ETag.

        Raises FetchError for a 304 to a request without validators, which names no document.
        """
        if self.status == _UNCHANGED and not request.etag and not request.last_modified:
            raise FetchError(
                f"{without_credentials(request.url)} answered HTTP 304 (nothing has changed) when"
                " asked for the whole document",
                status=self.status,
            )
        return self.status == _UNCHANGED or (self.etag is not None and self.etag == request.etag)

    def found_at(self, url: str, permanent_url: str | None) -> Fetched | NotModified:
        """Return the outcome of a fetch."""
        if self.body is None:
            return NotModified(url, permanent_url, self.etag, self.last_modified, self.fresh_for)
        return Fetched(
            url=url,
            permanent_url=permanent_url,
            etag=self.etag,
            last_modified=self.last_modified,
            fresh_for=self.fresh_for,
            content_type=self.content_type,
            body=self.body,
        )


def judge(
    url: str, status: int, reason: str, raw_headers: Sequence[tuple[bytes, bytes]]
) -> Redirect | Answer:
    """Return what a response's head means; raises FetchError where it is no document."""
    headers = {
        name.decode("latin-1").lower(): value.decode("latin-1") for name, value in raw_headers
    }
    if status in _REDIRECTS:
        return _redirect(url, status, headers.get("location", ""))
    now = datetime.now(UTC)
    if status not in _DOCUMENTS and status != _UNCHANGED:
        raise FetchError(
            f"{without_credentials(url)} answered HTTP {status} {_MEANINGS.get(status, reason)}",
            status=status,
            retry_after=retry_after(headers.get("retry-after"), now),
        )
    return Answer(
        status=status,
        etag=headers.get("etag") or None,
        last_modified=headers.get("last-modified") or None,
        fresh_for=fresh_for(headers, now),
        content_type=headers.get("content-type") or None,
    )


def _redirect(url: str, status: int, location: str) -> Redirect:
    shown = without_credentials(url)
    # Servers send UTF-8 here, which HTTP headers do not know.
    location = location.strip().encode("latin-1", "replace").decode("utf-8", "replace")
    if not location:
        raise FetchError(f"{shown} redirects (HTTP {status}) without saying where", status=status)
    try:
        target = urljoin(url, location)
        parts = urlsplit(target)
        scheme, _ = parts.scheme.lower(), parts.port
    except ValueError as error:
        raise FetchError(f"{shown} redirects to no address: {location!r}", status=status) from error
    if scheme not in {"http", "https"}:
        raise FetchError(f"{shown} redirects to a {scheme}: address, refused", status=status)
    return Redirect(target.partition("#")[0], status in _PERMANENT)

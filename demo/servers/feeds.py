"""A feed server that serves documents from memory, with validators, while they change."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import format_datetime

from demo.servers.http import HttpServer, Request, Response


@dataclass(frozen=True, slots=True)
class FeedRequest:
    """A request that came in, and the status it was given."""

    path: str
    headers: Mapping[str, str]
    status: int


@dataclass(frozen=True, slots=True)
class _Document:
    body: bytes
    content_type: str
    etag: str
    last_modified: str
    headers: Mapping[str, str] = field(default_factory=dict)


class FeedServer(HttpServer):
    """Serve what ``publish`` puts at a path, answer 304 to those who have it, 404 to all else."""

    def __init__(self, port: int = 0) -> None:
        super().__init__(port)
        self.requests: list[FeedRequest] = []
        self._documents: dict[str, _Document] = {}
        self._failures: dict[str, Response] = {}

    def url(self, path: str) -> str:
        """Return the address of ``path``, which begins with a slash."""
        return f"{self.root}{path}"

    def publish(
        self,
        path: str,
        body: bytes | str,
        content_type: str = "application/rss+xml",
        headers: Mapping[str, str] | None = None,
        at: datetime | None = None,
    ) -> None:
        """Serve ``body`` at ``path`` from now on; its ETag changes with it."""
        data = body.encode("utf-8") if isinstance(body, str) else body
        etag = f'"{hashlib.sha256(data).hexdigest()[:16]}"'
        modified = format_datetime(at or datetime.now(UTC), usegmt=True)
        document = _Document(data, content_type, etag, modified, headers or {})
        with self._lock:
            self._documents[path] = document
            self._failures.pop(path, None)

    def fail(
        self, path: str, status: int, body: bytes = b"", headers: Mapping[str, str] | None = None
    ) -> None:
        """Answer ``path`` with ``status`` until something is published there again."""
        with self._lock:
            self._failures[path] = Response(status, body, headers or {})

    def remove(self, path: str) -> None:
        """Answer ``path`` with 404 from now on."""
        with self._lock:
            self._documents.pop(path, None)
            self._failures.pop(path, None)

    def answer(self, request: Request) -> Response:
        """Answer from memory."""
        response = self._failures.get(request.path) or self._serve(request)
        self.requests.append(FeedRequest(request.path, request.headers, response.status))
        return response

    def _serve(self, request: Request) -> Response:
        document = self._documents.get(request.path)
        if document is None:
            return Response(404, b"not found", {"Content-Type": "text/plain"})
        headers = {
            "Content-Type": document.content_type,
            "ETag": document.etag,
            "Last-Modified": document.last_modified,
            **document.headers,
        }
        return (
            Response(304, b"", headers)
            if _known(request, document)
            else Response(200, document.body, headers)
        )


def _known(request: Request, document: _Document) -> bool:
    """Judge as RFC 9110, 13.2.2 has it: an ETag outweighs a date."""
    if etags := request.headers.get("if-none-match"):
        return document.etag in [etag.strip() for etag in etags.split(",")]
    return request.headers.get("if-modified-since") == document.last_modified

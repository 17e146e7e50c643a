"""A sink for webhooks, which answers as it is told."""

from __future__ import annotations

import json
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from demo.servers.http import HttpServer, Request, Response


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer to give once."""

    status: int
    body: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Post:
    """A post that came in, and the status it was given."""

    path: str
    headers: Mapping[str, str]
    body: bytes
    status: int

    @property
    def payload(self) -> Any:
        """Return the body read as JSON."""
        return json.loads(self.body)


class WebhookSink(HttpServer):
    """Keep every post in ``posts``; answer 200, or what ``reply_next`` or ``reply_always`` says."""

    path = "/hook"

    def __init__(self, port: int = 0) -> None:
        super().__init__(port)
        self.posts: list[Post] = []
        self._next: deque[Reply] = deque()
        self._always: Reply | None = None

    @property
    def url(self) -> str:
        """Return the address to post to."""
        return f"{self.root}{self.path}"

    @property
    def accepted(self) -> list[Post]:
        """Return the posts that were answered with success."""
        return [post for post in self.posts if post.status < 300]

    def reply_next(self, *replies: Reply) -> None:
        """Give the next posts these answers, one each."""
        self._next.extend(replies)

    def reply_always(self, reply: Reply | None) -> None:
        """Give every further post this answer; None returns to normal."""
        self._always = reply

    def answer(self, request: Request) -> Response:
        """Keep the post and answer it."""
        reply = self._next.popleft() if self._next else self._always or self.judge(request)
        self.posts.append(Post(request.path, request.headers, request.body, reply.status))
        return Response(reply.status, reply.body.encode("utf-8"), reply.headers)

    def judge(self, request: Request) -> Reply:
        """Return the normal answer to ``request``."""
        return Reply(200, "ok")

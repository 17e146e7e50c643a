"""A stand-in for Slack: an incoming webhook and ``chat.postMessage``, as strict as the real."""

from __future__ import annotations

import json
from typing import Any

from demo.servers.blockkit import problems
from demo.servers.http import Request
from demo.servers.webhook import Post, Reply, WebhookSink

SlackPost = Post


class SlackSink(WebhookSink):
    """Take messages at ``url`` (a webhook's) and at ``api`` (a bot's).

    A message that breaks Block Kit's rules is refused with ``invalid_blocks``, as Slack does;
    ``last_problems`` says why. The bot's token is ``xoxb-demo``.
    """

    path = "/services/T0000/B0000/demo-secret"
    token = "xoxb-demo"

    def __init__(self, port: int = 0) -> None:
        super().__init__(port)
        self.last_problems: list[str] = []

    @property
    def api(self) -> str:
        """Return the root of the Web API."""
        return f"{self.root}/api"

    def judge(self, request: Request) -> Reply:
        """Answer as Slack would."""
        if request.path == "/api/chat.postMessage":
            return self._judge_bot(request)
        if not request.path.startswith("/services/"):
            return Reply(404, "no_service")
        error = self._error(request)
        return Reply(400, error) if error else Reply(200, "ok")

    def _judge_bot(self, request: Request) -> Reply:
        if request.headers.get("authorization") != f"Bearer {self.token}":
            return _said(ok=False, error="invalid_auth")
        error = self._error(request)
        if error:
            return _said(ok=False, error=error)
        payload = json.loads(request.body)
        if not payload.get("channel"):
            return _said(ok=False, error="channel_not_found")
        return _said(ok=True, channel=payload["channel"], ts=f"1638888000.{len(self.posts):06d}")

    def _error(self, request: Request) -> str:
        try:
            payload: Any = json.loads(request.body)
        except ValueError:
            return "invalid_payload"
        if not isinstance(payload, dict) or not (payload.get("text") or payload.get("blocks")):
            return "no_text"
        self.last_problems = problems(payload.get("blocks", []))
        return "invalid_blocks" if self.last_problems else ""


def _said(**values: object) -> Reply:
    return Reply(200, json.dumps(values), {"Content-Type": "application/json"})

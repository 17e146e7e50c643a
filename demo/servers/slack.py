"""A stand-in for Slack: an incoming webhook and what of the Web API a bot needs, as strict."""

from __future__ import annotations

import json
from typing import Any

from demo.servers.blockkit import problems
from demo.servers.http import Request
from demo.servers.slack_socket import SlackSocket
from demo.servers.webhook import Post, Reply, WebhookSink

SlackPost = Post
Message = dict[str, Any]


class SlackSink(WebhookSink):
    """Take messages at ``url`` (a webhook's) and at ``api`` (a bot's).

    A message that breaks Block Kit's rules is refused with ``invalid_blocks``, as Slack does;
    ``last_problems`` says why. The bot's token is ``xoxb-demo``, the app's ``xapp-demo``; the bot
    is in every channel but ``#closed``. What it posted is in ``messages`` as it looks now.
    """

    path = "/services/T0000/B0000/demo-secret"
    token = "xoxb-demo"
    app_token = "xapp-demo"

    def __init__(self, port: int = 0) -> None:
        super().__init__(port)
        self.last_problems: list[str] = []
        self.messages: dict[tuple[str, str], Message] = {}
        """By channel id and ``ts``, in the order in which they were posted."""
        self.whispers: list[Message] = []
        self._socket: SlackSocket | None = None
        self._failing: dict[str, Reply] = {}

    def fail_method(self, method: str, reply: Reply) -> None:
        """Give every further call of one method this answer."""
        self._failing[method] = reply

    def __exit__(self, *_: object) -> None:
        if self._socket is not None:
            self._socket.__exit__()
        super().__exit__()

    @property
    def socket(self) -> SlackSocket:
        """Return the end of Socket Mode, which runs from when it is first asked for."""
        if self._socket is None:
            self._socket = SlackSocket().__enter__()
        return self._socket

    @property
    def api(self) -> str:
        """Return the root of the Web API."""
        return f"{self.root}/api"

    def press(self, action: str, number: int = -1, person: str = "ann") -> str:
        """Press a button under the newest message, or another; return the envelope's id.

        Raises KeyError where the message has no such button.
        """
        (channel, ts), message = list(self.messages.items())[number]
        return self.socket.send(
            {
                "type": "block_actions",
                "user": {"id": f"U{person.upper()}", "username": person, "name": person},
                "channel": {"id": channel, "name": "alerts"},
                "message": {"ts": ts},
                "actions": [
                    {
                        "action_id": action,
                        "type": "button",
                        "value": _buttons(message)[action]["value"],
                        "action_ts": f"{1638888000 + len(self.posts)}.0",
                    }
                ],
            }
        )

    def judge(self, request: Request) -> Reply:
        """Answer as Slack would."""
        if request.path.startswith("/api/"):
            return self._judge_call(request.path.removeprefix("/api/"), request)
        if not request.path.startswith("/services/"):
            return Reply(404, "no_service")
        error = self._error(request)
        return Reply(400, error) if error else Reply(200, "ok")

    def _judge_call(self, method: str, request: Request) -> Reply:
        if method in self._failing:
            return self._failing[method]
        token = self.app_token if method == "apps.connections.open" else self.token
        if request.headers.get("authorization") != f"Bearer {token}":
            return _said(ok=False, error="invalid_auth")
        if method == "apps.connections.open":
            return _said(ok=True, url=self.socket.url)
        if error := self._error(request):
            return _said(ok=False, error=error)
        payload = json.loads(request.body)
        if not payload.get("channel") or payload["channel"] == "#closed":
            return _said(ok=False, error="channel_not_found")
        call = {
            "chat.postMessage": self._post,
            "chat.update": self._update,
            "chat.postEphemeral": self._whisper,
        }.get(method)
        return call(payload) if call else _said(ok=False, error="unknown_method")

    def _post(self, payload: Message) -> Reply:
        channel, ts = _id_of(payload["channel"]), f"1638888000.{len(self.posts):06d}"
        thread = payload.get("thread_ts")
        if thread is not None and (channel, thread) not in self.messages:
            return _said(ok=False, error="thread_not_found")
        self.messages[channel, ts] = payload
        return _said(ok=True, channel=channel, ts=ts)

    def _update(self, payload: Message) -> Reply:
        key = (payload["channel"], payload.get("ts", ""))
        if key not in self.messages:
            return _said(ok=False, error="message_not_found")
        self.messages[key] = {**self.messages[key], **payload}
        return _said(ok=True, channel=key[0], ts=key[1])

    def _whisper(self, payload: Message) -> Reply:
        self.whispers.append(payload)
        return _said(ok=True, message_ts="1638888000.000000")

    def _error(self, request: Request) -> str:
        try:
            payload: Any = json.loads(request.body)
        except ValueError:
            return "invalid_payload"
        if not isinstance(payload, dict) or not (payload.get("text") or payload.get("blocks")):
            return "no_text"
        self.last_problems = problems(payload.get("blocks", []))
        return "invalid_blocks" if self.last_problems else ""


def _buttons(message: Message) -> dict[str, Any]:
    return {
        element["action_id"]: element
        for block in message.get("blocks", ())
        if block["type"] == "actions"
        for element in block["elements"]
    }


def _id_of(channel: str) -> str:
    """Return the id that Slack answers with for a channel that was named."""
    if not channel.startswith("#"):
        return channel
    return "C" + channel[1:].upper().replace("-", "")


def _said(**values: object) -> Reply:
    return Reply(200, json.dumps(values), {"Content-Type": "application/json"})

"""Send deliveries to Slack, through an incoming webhook or, with a bot token, as a bot."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, ClassVar

from monitor.delivery.blocks import blocks
from monitor.delivery.buttons import Action, actions
from monitor.delivery.channels.http import Poster
from monitor.delivery.channels.slack_api import (
    API,
    SlackApi,
    SlackCallError,
    as_json,
    is_page,
    meaning,
    said_in,
)
from monitor.delivery.content import Sent, Target, Thread
from monitor.delivery.escape import slack
from monitor.delivery.outbox import Pace
from monitor.delivery.templates import Templates
from monitor.domain import Delivery, Message
from monitor.errors import PermanentDeliveryError

TEXT_LIMIT = 3000
NO_THREAD = frozenset(
    {
        "cannot_reply_to_message",
        "channel_not_found",
        "is_archived",
        "message_not_found",
        "not_in_channel",
        "thread_not_found",
    }
)
"""Why there is no replying, though the channel of that name may be another by now."""


class SlackChannel:
    """Post to Slack.

    A target whose address is a web address is an incoming webhook; any other names a channel
    (``C0123ABC`` or ``#alerts``), to which the bot of the target's token posts.
    """

    kind: ClassVar[str] = "slack"
    pace = Pace(interval=timedelta(seconds=1))
    """https://docs.slack.dev/apis/web-api/rate-limits: one message a second per channel."""

    def __init__(
        self,
        poster: Poster,
        templates: Templates,
        *,
        offered: Collection[Action] = (),
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
        api: str = API,
    ) -> None:
        self._poster = poster
        self._templates = templates
        self._offered = frozenset(offered)
        self._clock = clock
        self._api = SlackApi(poster, clock, api)

    def lane(self, target: Target) -> str:
        """Return the lane of the target's webhook or channel."""
        return f"{self.kind}:{target.fingerprint()}"

    async def send(self, delivery: Delivery, target: Target) -> Sent:
        """Post ``delivery``; where the bot posts, an update goes into ``target.thread``."""
        if _is_webhook(target):
            return await self._by_webhook(target.address, self._payload(delivery, target))
        if not target.secret:
            raise PermanentDeliveryError(
                "the Slack target is no webhook address and no bot token is configured",
                disable=True,
            )
        return await self._as_bot(delivery, target)

    def can_amend(self, target: Target) -> bool:
        """Return whether the bot posts there: what a webhook posted cannot be changed."""
        return not _is_webhook(target) and bool(target.secret)

    async def amend(self, thread: Thread, target: Target) -> None:
        """Draw a message again with what has happened since. Raises DeliveryError."""
        channel, ts = _place(thread.receipt)
        payload = self._drawn(thread.delivery, target, thread.notes)
        await self._api.call(
            "chat.update", target.secret, {**payload, "channel": channel, "ts": ts}
        )

    async def whisper(self, target: Target, channel: str, person: str, text: str) -> None:
        """Say something to one member of a channel alone. Raises DeliveryError."""
        body = {"channel": channel, "user": person, "text": slack(text, TEXT_LIMIT)}
        await self._api.call("chat.postEphemeral", target.secret, body)

    async def close(self) -> None:
        """Close the connections."""
        await self._poster.close()

    def _payload(
        self, delivery: Delivery, target: Target, drawn: list[dict[str, Any]] | None = None
    ) -> dict[str, object]:
        text = self._templates.render("slack.txt", delivery.message, zone=target.zone)
        return {
            "text": slack(text, TEXT_LIMIT),
            "blocks": drawn or blocks(delivery.message, target.zone),
            "unfurl_links": False,
            "unfurl_media": False,
        }

    def _drawn(
        self, delivery: Delivery, target: Target, notes: Sequence[str] = ()
    ) -> dict[str, object]:
        """Return what the bot posts: with notes, buttons, and a name to know it by.

        Slack has no idempotency key for apps (its ``client_msg_id`` is kept for its own clients),
        so the name only tells a repeat from another message.
        """
        drawn = blocks(delivery.message, target.zone, notes)
        # A test message (alert 0) is nobody's to judge.
        is_alert = isinstance(delivery.message, Message) and delivery.alert_id
        if is_alert and (buttons := actions(delivery.message_id, self._offered)):
            drawn.append(buttons)
        return {
            **self._payload(delivery, target, drawn),
            "metadata": {
                "event_type": "escalation_monitor_delivery",
                "event_payload": {"message_id": delivery.message_id},
            },
        }

    async def _by_webhook(self, url: str, payload: Mapping[str, object]) -> Sent:
        headers = {"content-type": "application/json"}
        answer = await self._poster.post(url, as_json(payload), headers)
        said = said_in(answer)
        # Slack says "ok", a workflow's webhook {"ok": true}, others that speak as Slack does more.
        if answer.status == 200 and said.get("ok", True) is True and not is_page(answer):
            return Sent()
        raise meaning(answer, self._clock(), str(said.get("error", "")))

    async def _as_bot(self, delivery: Delivery, target: Target) -> Sent:
        body = {**self._drawn(delivery, target), "channel": target.address}
        reply = _reply(delivery, target)
        try:
            said = await self._api.call("chat.postMessage", target.secret, {**body, **reply})
        except SlackCallError as error:
            if not reply or error.code not in NO_THREAD:
                raise
            said = await self._api.call("chat.postMessage", target.secret, body)
        return Sent(receipt=f"{said.get('channel', '')}:{said.get('ts', '')}")


def _reply(delivery: Delivery, target: Target) -> dict[str, object]:
    """Return what makes a message a reply: an update goes into the thread of the first message.

    A graver one, and one that others have not acknowledged, is shown in the channel as well, since
    nobody looks into a thread at night.
    """
    content, thread = delivery.message, target.thread
    if not isinstance(content, Message) or content.kind != "update" or thread is None:
        return {}
    channel, ts = _place(thread.receipt)
    first = thread.delivery.message
    graver = isinstance(first, Message) and content.severity > first.severity
    shown = graver or content.escalated
    return {"channel": channel, "thread_ts": ts, "reply_broadcast": shown}


def _place(receipt: str) -> tuple[str, str]:
    channel, _, ts = receipt.partition(":")
    return channel, ts


def _is_webhook(target: Target) -> bool:
    return target.address.startswith(("https://", "http://"))

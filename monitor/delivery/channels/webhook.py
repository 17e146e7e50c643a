"""Post deliveries as JSON to any address, signed as Standard Webhooks has it.

https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any, ClassVar

from monitor.delivery.channels.http import Poster, refusal
from monitor.delivery.content import Sent, Target
from monitor.delivery.escape import one_line, web_link
from monitor.delivery.outbox import Pace
from monitor.domain import Content, Delivery, Digest, Message, Notice
from monitor.errors import PermanentDeliveryError

EVENTS = {"raise": "raised", "update": "updated", "rise": "rise"}


class WebhookChannel:
    """Post to addresses that verify our signature."""

    kind: ClassVar[str] = "webhook"
    pace = Pace(interval=timedelta(milliseconds=100))

    def __init__(
        self, poster: Poster, clock: Callable[[], datetime] = lambda: datetime.now(UTC)
    ) -> None:
        self._poster = poster
        self._clock = clock

    def lane(self, target: Target) -> str:
        """Return the lane of the target's address."""
        return f"{self.kind}:{target.fingerprint()}"

    async def send(self, delivery: Delivery, target: Target) -> Sent:
        """Post ``delivery``; ``webhook-id`` is the same on every attempt, the signature is not."""
        now = self._clock()
        name = one_line(delivery.message_id).replace(" ", "-")
        stamp = str(int(now.timestamp()))
        body = json.dumps(_event(delivery, now), ensure_ascii=False).encode("utf-8")
        headers = {
            "content-type": "application/json",
            "webhook-id": name,
            "webhook-timestamp": stamp,
        }
        if target.secret:
            headers["webhook-signature"] = signature(target.secret, name, stamp, body)
        answer = await self._poster.post(target.address, body, headers)
        if 200 <= answer.status < 300:
            return Sent(receipt=name)
        raise refusal("the webhook", answer, now)

    async def close(self) -> None:
        """Close the connections."""
        await self._poster.close()


def signature(secret: str, name: str, stamp: str, body: bytes) -> str:
    """Return the symmetric signature, version 1, of a message.

    Raises PermanentDeliveryError where ``secret`` is not ``whsec_`` and base64.
    """
    try:
        key = base64.b64decode(secret.removeprefix("whsec_"), validate=True)
    except ValueError:
        key = b""
    if not key:
        raise PermanentDeliveryError(
            "the webhook's secret is none; it should be whsec_ and base64", disable=True
        )
    signed = b".".join((name.encode("utf-8"), stamp.encode("utf-8"), body))
    return "v1," + base64.b64encode(hmac.digest(key, signed, hashlib.sha256)).decode("ascii")


def _event(delivery: Delivery, now: datetime) -> dict[str, Any]:
    content: Content = delivery.message
    kind, data = _data(content)
    data["subscriber"] = delivery.subscriber
    return {"type": kind, "timestamp": now.isoformat(), "data": data}


def _data(content: Content) -> tuple[str, dict[str, Any]]:
    match content:
        case Message():
            return f"alert.{EVENTS[content.kind]}", _alert(content)
        case Notice():
            data = {
                "key": content.key,
                "title": content.title,
                "body": content.body,
                "at": content.at.isoformat(),
            }
            return f"notice.{'over' if content.over else 'opened'}", data
        case Digest():
            groups = [
                {"watch": group.watch, "alerts": [_alert(message) for message in group.messages]}
                for group in content.groups
            ]
            since, until = content.since.isoformat(), content.until.isoformat()
            return "digest", {
                "title": content.title,
                "since": since,
                "until": until,
                "groups": groups,
            }


def _alert(message: Message) -> dict[str, Any]:
    outlet = message.outlet
    return {
        "alert_id": message.alert_id,
        "story_id": message.story_id,
        "watch": message.watch,
        "headline": one_line(message.headline),
        "summary": one_line(message.summary),
        "link": web_link(message.link),
        "language": message.language,
        "published": message.published.isoformat() if message.published else None,
        "outlet": {
            "name": one_line(outlet.name),
            "country": outlet.country,
            "kind": outlet.kind,
            "state_controlled": outlet.state_controlled,
        },
        "label": message.label.value,
        "score": message.score,
        "severity": message.severity,
        "direction": message.direction,
        "keywords": [{"term": hit.term, "form": hit.form} for hit in message.keywords],
        "words": list(message.words),
        "reason": message.reason,
        "asks": message.asks,
        "escalated": message.escalated,
        "also_reported_by": [one_line(name) for name in message.also_reported_by],
        "watches": list(message.all_watches),
        "rung": message.rung,
        "official": message.official,
        "state_controlled_only": message.state_controlled_only,
        "denied_by": [one_line(name) for name in message.denied_by],
        "confirmed_by": [one_line(name) for name in message.confirmed_by],
        "corrected_by": [one_line(name) for name in message.corrected_by],
        "withdrawn_by": [one_line(name) for name in message.withdrawn_by],
    }

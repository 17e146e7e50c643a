"""Send deliveries to Slack, through an incoming webhook or, with a bot token, as a bot."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from typing import ClassVar

from monitor.delivery.blocks import Block, blocks
from monitor.delivery.channels.http import Answer, Poster, refusal, retry_after
from monitor.delivery.content import Sent, Target
from monitor.delivery.escape import one_line, shorten, slack
from monitor.delivery.outbox import Pace
from monitor.delivery.retry import LaneUnavailableError
from monitor.delivery.templates import Templates
from monitor.domain import Delivery
from monitor.errors import DeliveryError, PermanentDeliveryError, TransientDeliveryError

TEXT_LIMIT = 3000
API = "https://slack.com/api"

# https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks#handling_errors and
# https://docs.slack.dev/reference/methods/chat.postMessage#errors
GONE = frozenset(
    {
        "account_inactive",
        "action_prohibited",
        "channel_is_archived",
        "channel_not_found",
        "invalid_auth",
        "invalid_token",
        "is_archived",
        "missing_scope",
        "no_active_hooks",
        "no_service",
        "no_service_id",
        "no_team",
        "not_authed",
        "not_in_channel",
        "org_login_required",
        "posting_to_general_channel_denied",
        "restricted_action",
        "team_disabled",
        "token_expired",
        "token_revoked",
        "user_not_found",
    }
)
BUSY = frozenset({"rate_limited", "ratelimited"})
FAILING = frozenset(
    {"fatal_error", "internal_error", "request_timeout", "rollup_error", "service_unavailable"}
)


class SlackChannel:
    """Post to Slack.

    A target whose address is a web address is an incoming webhook; any other names a channel
    (``C0123ABC`` or ``#alerts``), to which the bot posts.
    """

    kind: ClassVar[str] = "slack"
    pace = Pace(interval=timedelta(seconds=1))
    """One message a second for each: https://docs.slack.dev/apis/web-api/rate-limits."""

    def __init__(
        self,
        poster: Poster,
        templates: Templates,
        bot_token: str = "",
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
        api: str = API,
    ) -> None:
        self._poster = poster
        self._templates = templates
        self._bot_token = bot_token
        self._clock = clock
        self._api = api

    def lane(self, target: Target) -> str:
        """Return the lane of the target's webhook or channel."""
        return f"{self.kind}:{target.fingerprint()}"

    async def send(self, delivery: Delivery, target: Target) -> Sent:
        """Post ``delivery``; where the bot posts, an update goes into ``target.thread``."""
        payload = self._payload(delivery, target)
        if target.address.startswith(("https://", "http://")):
            return await self._by_webhook(target.address, payload)
        return await self._as_bot(target, payload)

    async def close(self) -> None:
        """Close the connections."""
        await self._poster.close()

    def _payload(self, delivery: Delivery, target: Target) -> dict[str, object]:
        text = self._templates.render("slack.txt", delivery.message, zone=target.zone)
        drawn: list[Block] = blocks(delivery.message, target.zone)
        return {
            "text": slack(text, TEXT_LIMIT),
            "blocks": drawn,
            "unfurl_links": False,
            "unfurl_media": False,
        }

    async def _by_webhook(self, url: str, payload: Mapping[str, object]) -> Sent:
        answer = await self._poster.post(url, _json(payload), {"content-type": "application/json"})
        if answer.status == 200:
            return Sent()
        raise self._refusal(answer)

    async def _as_bot(self, target: Target, payload: Mapping[str, object]) -> Sent:
        if not self._bot_token:
            raise PermanentDeliveryError(
                "the Slack target is no webhook address and no bot token is configured",
                disable=True,
            )
        body = {**payload, "channel": target.address}
        if target.thread:
            body["thread_ts"] = target.thread
        headers = {
            "content-type": "application/json; charset=utf-8",
            "authorization": f"Bearer {self._bot_token}",
        }
        answer = await self._poster.post(f"{self._api}/chat.postMessage", _json(body), headers)
        said = _object(answer)
        if answer.status == 200 and said.get("ok") is True:
            return Sent(receipt=str(said.get("ts", "")))
        raise self._refusal(answer, str(said.get("error", "")))

    def _refusal(self, answer: Answer, code: str = "") -> DeliveryError:
        code = shorten(one_line(code or answer.text), 100)
        reason = f"Slack answered {answer.status}: {code}"
        if code in GONE:
            return PermanentDeliveryError(reason, disable=True)
        if code in BUSY:
            wait = retry_after(answer.headers, self._clock())
            return LaneUnavailableError(reason, retry_after=wait)
        if code in FAILING:
            return TransientDeliveryError(reason)
        if answer.status == 200:
            return PermanentDeliveryError(reason)
        return refusal("Slack", answer, self._clock())


def _json(payload: Mapping[str, object]) -> bytes:
    return json.dumps(payload, ensure_ascii=False).encode("utf-8")


def _object(answer: Answer) -> dict[str, object]:
    try:
        said = json.loads(answer.text)
    except ValueError:
        return {}
    return said if isinstance(said, dict) else {}

"""Call Slack's Web API, and say what its answers mean."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

from monitor.delivery.channels.http import Answer, Poster, refusal, retry_after
from monitor.delivery.escape import one_line, shorten
from monitor.delivery.retry import LaneUnavailableError
from monitor.errors import DeliveryError, PermanentDeliveryError, TransientDeliveryError

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
        "no_permission",
        "no_service",
        "no_service_id",
        "no_team",
        "not_allowed_token_type",
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
MENDS = {
    "channel_not_found": "is the channel's name right, and the bot invited to it?",
    "not_in_channel": "invite the bot to the channel: /invite @its-name",
    "is_archived": "the channel is archived; name another",
    "missing_scope": "the app lacks chat:write (for messages) or connections:write (for buttons)",
    "invalid_auth": "the token is not valid; see slack in monitor.yaml",
    "not_allowed_token_type": "bot_token begins with xoxb-, app_token with xapp-",
    "token_revoked": "the token was revoked; put a new one into monitor.yaml",
}


class SlackCallError(PermanentDeliveryError):
    """Slack refused a call for good, with its own word for why in ``code``."""

    def __init__(self, message: str, code: str, *, disable: bool) -> None:
        super().__init__(message, disable=disable)
        self.code = code


class SlackApi:
    """Call methods of the Web API at ``root``."""

    def __init__(
        self,
        poster: Poster,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
        root: str = API,
    ) -> None:
        self._poster = poster
        self._clock = clock
        self._root = root

    async def call(self, method: str, token: str, body: Mapping[str, object]) -> dict[str, Any]:
        """Call ``method`` and return what Slack says. Raises DeliveryError where that is no yes.

        An answer that is none of Slack's, such as a proxy's page, says nothing of the message.
        """
        headers = {
            "content-type": "application/json; charset=utf-8",
            "authorization": f"Bearer {token}",
        }
        answer = await self._poster.post(f"{self._root}/{method}", as_json(body), headers)
        said = said_in(answer)
        if answer.status == 200 and said.get("ok") is True:
            return said
        if answer.status == 200 and "ok" not in said:
            read = shorten(one_line(answer.text), 100)
            raise TransientDeliveryError(f"Slack's answer cannot be read: {read}")
        raise meaning(answer, self._clock(), str(said.get("error", "")))


def meaning(answer: Answer, now: datetime, code: str = "") -> DeliveryError:
    """Return the error that an answer of the API, or of a webhook, means.

    Slack never answers with a page: one comes from what stands between, and says nothing of the
    message or its channel.
    """
    if is_page(answer) and answer.status not in (429, 503):
        read = shorten(one_line(answer.text), 100)
        return TransientDeliveryError(f"a page answered for Slack ({answer.status}): {read}")
    code = shorten(one_line(code or answer.text), 100)
    reason = f"Slack answered {answer.status}: {code}"
    if code in MENDS:
        reason = f"{reason}; {MENDS[code]}"
    if code in GONE:
        return SlackCallError(reason, code, disable=True)
    if code in BUSY:
        return LaneUnavailableError(reason, retry_after=retry_after(answer.headers, now))
    if code in FAILING:
        return TransientDeliveryError(reason)
    if answer.status == 200:
        return SlackCallError(reason, code, disable=False)
    return refusal("Slack", answer, now)


def as_json(payload: Mapping[str, object]) -> bytes:
    """Return ``payload`` as a body of JSON."""
    return json.dumps(payload, ensure_ascii=False).encode("utf-8")


def is_page(answer: Answer) -> bool:
    """Return whether an answer is a page of HTML, as of a proxy or a network's log-in."""
    return answer.text.lstrip().startswith("<")


def said_in(answer: Answer) -> dict[str, Any]:
    """Return the object of JSON that an answer is, or an empty one."""
    try:
        said = json.loads(answer.text)
    except ValueError:
        return {}
    return said if isinstance(said, dict) else {}

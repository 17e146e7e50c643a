"""Send deliveries to whatever Apprise reaches: Telegram, Teams, Discord, Matrix, ntfy, SMS, more.

Apprise is an optional extra, imported when the first delivery goes out.
"""

from __future__ import annotations

import logging
import re
from contextlib import suppress
from datetime import timedelta
from typing import Any, ClassVar
from urllib.parse import quote

from monitor.delivery.channels.http import GONE
from monitor.delivery.content import Sent, Target
from monitor.delivery.escape import header, plain
from monitor.delivery.outbox import Pace
from monitor.delivery.retry import LaneUnavailableError
from monitor.delivery.templates import Templates
from monitor.domain import Delivery
from monitor.errors import DeliveryError, PermanentDeliveryError, TransientDeliveryError

TITLE_LIMIT = 250
SHORT = 1000
"""Characters below which a service takes short messages, as of SMS: it gets the beginning alone."""
TIMEOUT = 240.0
"""Seconds for all parts of a text, which Apprise sends to many services 5.5 seconds apart; less
than a delivery's lease. A text that is broken off begins anew at the next try."""
ANSWER_TIMEOUT = 20.0
"""Seconds for one answer: what is left sooner has often been taken, and is sent again."""
MARGIN = 10
"""Characters of a part left to the service, which may put a break before it."""

# The only place where Apprise tells what a service answered is the text of its log line.
_STATUS = re.compile(r"\berror=(\d{3})\b")


class AppriseChannel:
    """Hand plain text to Apprise, which fits it to each service."""

    kind: ClassVar[str] = "apprise"

    def __init__(
        self, templates: Templates, timeout: float = TIMEOUT, pace: Pace | None = None
    ) -> None:
        self._templates = templates
        self._timeout = timeout
        self.pace = pace or Pace(interval=timedelta(seconds=1))

    def lane(self, target: Target) -> str:
        """Return the lane of the target's address."""
        return f"{self.kind}:{target.fingerprint()}"

    async def send(self, delivery: Delivery, target: Target) -> Sent:
        """Send ``delivery``, without a name for repeats: Apprise cannot pass one on."""
        library = _library()
        service = library.Apprise()
        if not service.add(target.address):
            raise PermanentDeliveryError(
                "the configured Apprise address is none that Apprise knows", disable=True
            )
        title, body = self._text(delivery, target)
        if "overflow=" not in target.address.lower():
            _fit(service, library)
        if "rto=" not in target.address.lower():
            for one in service:
                one.socket_read_timeout = ANSWER_TIMEOUT
        result = await service.async_notify(
            title=title,
            body=body,
            body_format=library.NotifyFormat.TEXT,
            interpret_escapes=False,
            timeout=self._timeout,
            log_level=logging.WARNING,
        )
        if not result:
            raise _meaning(result, library)
        return Sent()

    async def close(self) -> None:
        """Do nothing: no connection outlives its message."""

    def _text(self, delivery: Delivery, target: Target) -> tuple[str, str]:
        words = {"subscriber": delivery.subscriber, "unsubscribe": "", "zone": target.zone}
        subject = self._templates.render("subject.txt", delivery.message, **words)
        lines = self._templates.render("txt", delivery.message, **words).splitlines()
        return plain(header(subject), TITLE_LIMIT), "\n".join(map(_inert, lines)).strip()


def _inert(line: str) -> str:
    """Make a line harmless; in an address, which look-alikes would break, encode what is markup."""
    if _LINK.fullmatch(line):
        return _MARKUP.sub(lambda found: quote(found[0]), line)
    return plain(line)


_LINK = re.compile(r"\s*https?://\S+")
_MARKUP = re.compile(r"[<>()*`|]")


def _fit(services: Any, library: Any) -> None:
    """Let a text that is longer than a service takes be divided, or cut where that is very short.

    Apprise by itself sends it as it is, and most services refuse it.
    """
    for service in services:
        short = service.body_maxlen < SHORT
        modes = library.OverflowMode
        service.overflow_mode = modes.TRUNCATE if short else modes.SPLIT
        with suppress(AttributeError):  # Some services work their limit out.
            service.body_maxlen -= MARGIN


def _library() -> Any:
    try:
        import apprise
    except ImportError:
        raise PermanentDeliveryError(
            "the target needs Apprise, which is not installed: "
            "pip install 'escalation-monitor[apprise]'"
        ) from None
    # Both logs hold addresses with their secrets. Apprise's still reaches its own captures.
    for name in (apprise.LOGGER_NAME, "urllib3.connectionpool"):
        logging.getLogger(name).propagate = False
    return apprise


def _meaning(result: Any, library: Any) -> DeliveryError:
    logs = [
        entry.message
        for service in result.results
        for attempt in service.attempts
        for entry in attempt.logs
    ]
    statuses = [int(found) for line in logs for found in _STATUS.findall(line)]
    if not statuses:
        timed_out = result.status == library.AppriseResultStatus.TIMEOUT
        return TransientDeliveryError(
            "the service did not answer in time" if timed_out else "Apprise could not deliver"
        )
    status = statuses[-1]
    reason = f"the service answered {status}"
    if status in GONE:
        return PermanentDeliveryError(reason, disable=True)
    if status in (429, 503):
        return LaneUnavailableError(reason)
    if status == 408 or status >= 500:
        return TransientDeliveryError(reason)
    return PermanentDeliveryError(reason)

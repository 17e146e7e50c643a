"""Send deliveries by e-mail."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Callable
from datetime import UTC, datetime
from typing import ClassVar

import aiosmtplib

from monitor.delivery.channels.smtp import Connections, said
from monitor.delivery.content import Sent, Target
from monitor.delivery.mail import SmtpSettings, compose, sign
from monitor.delivery.outbox import Pace
from monitor.delivery.retry import LaneUnavailableError
from monitor.delivery.templates import Templates
from monitor.domain import Delivery
from monitor.errors import DeliveryError, PermanentDeliveryError, TransientDeliveryError

CLOSED = frozenset({421, 530})


class EmailChannel:
    """Send through one SMTP server."""

    kind: ClassVar[str] = "email"

    def __init__(
        self,
        settings: SmtpSettings,
        templates: Templates,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
        tls_context: ssl.SSLContext | None = None,
    ) -> None:
        self._settings = settings
        self._templates = templates
        self._clock = clock
        self._connections = Connections(settings, tls_context)

    @property
    def pace(self) -> Pace:
        """Return the mail server's limits."""
        return self._settings.pace

    def lane(self, target: Target) -> str:
        """Return the one lane of the mail server."""
        return self.kind

    async def send(self, delivery: Delivery, target: Target) -> Sent:
        """Hand the mail to the server.

        A connection lost after DATA is an error like any other: the same mail goes out again, with
        the same Message-ID, by which the recipient's server knows it.
        """
        letter = compose(delivery, target, self._settings, self._templates, self._clock())
        try:
            async with asyncio.timeout(self._settings.total_timeout):
                signed = await asyncio.to_thread(sign, letter, self._settings.dkim)
                await self._connections.send(target.address, signed)
        except (aiosmtplib.SMTPException, OSError) as error:
            raise _meaning(error) from None
        return Sent(receipt=str(letter["Message-ID"]))

    async def close(self) -> None:
        """Close the connections to the server."""
        await self._connections.close()


def _meaning(error: Exception) -> DeliveryError:
    """Translate what the server said to a mail.

    RFC 5321, 4.2.1: 4yz is transient, 5yz permanent. What is no answer of SMTP at all is no
    refusal. With 421 the server takes leave of everybody; 530 asks for a log-in or STARTTLS
    (RFC 4954, 3207), which our configuration lacks, and the mail must outlast the mend.
    """
    if isinstance(error, TimeoutError):
        return TransientDeliveryError("the mail server was too slow; it may have taken the mail")
    if not isinstance(error, aiosmtplib.SMTPResponseException):
        return TransientDeliveryError(f"connection to the mail server lost: {said(error)}")
    if error.code in CLOSED:
        return LaneUnavailableError(f"mail server takes no mail from us: {said(error)}")
    if 500 <= error.code < 600:
        return PermanentDeliveryError(f"mail server refused: {said(error)}")
    return TransientDeliveryError(f"mail server refused for now: {said(error)}")

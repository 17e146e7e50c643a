"""Connections to one mail server, kept for the next mail."""

from __future__ import annotations

import asyncio
import ssl
from contextlib import suppress
from dataclasses import dataclass

import aiosmtplib

from monitor.delivery.escape import one_line, shorten
from monitor.delivery.mail import SmtpSettings
from monitor.delivery.retry import LaneUnavailableError

IDLE_SECONDS = 20.0
"""How long a connection waits for another mail; servers that close idle ones wait minutes."""
MOST_MAILS = 50
"""Over one connection: servers limit it, often at 100."""
CHECK_SECONDS = 5.0


@dataclass(slots=True)
class _Kept:
    server: aiosmtplib.SMTP
    mails: int
    closing: asyncio.TimerHandle


class Connections:
    """Hand mails to a server, over a connection that is open where there is one.

    A kept connection is asked whether it lives before it is used, so that one which the server has
    closed meanwhile is never taken for a mail that was lost on the way.
    """

    def __init__(self, settings: SmtpSettings, tls_context: ssl.SSLContext | None = None) -> None:
        self._settings = settings
        self._tls_context = tls_context
        self._idle: list[_Kept] = []
        self._closing: set[asyncio.Task[None]] = set()

    async def send(self, recipient: str, mail: bytes) -> None:
        """Hand over one mail.

        Raises LaneUnavailableError where the server lets no mail in at all, else what aiosmtplib
        does, and closes the connection then.
        """
        server, mails = await self._take()
        sized = [f"size={len(mail)}"] if server.supports_extension("size") else []
        try:
            await server.mail(self._settings.envelope_sender, options=sized)
            await server.rcpt(recipient)
            await server.data(mail, timeout=self._settings.taking_timeout)
        except aiosmtplib.SMTPResponseException as error:
            if error.code > 0:
                self._part_with(server)
            else:
                await _abandon(server)
            raise
        except BaseException:
            await _abandon(server)
            raise
        await self._keep(server, mails + 1)

    async def close(self) -> None:
        """Take leave of the server on every connection."""
        kept, self._idle = self._idle, []
        for item in kept:
            item.closing.cancel()
        await asyncio.gather(*(_leave(item.server) for item in kept), *self._closing)

    async def _take(self) -> tuple[aiosmtplib.SMTP, int]:
        while self._idle:
            kept = self._idle.pop()
            kept.closing.cancel()
            try:
                await kept.server.noop(timeout=CHECK_SECONDS)
            except (aiosmtplib.SMTPException, OSError):
                await _abandon(kept.server)
            else:
                return kept.server, kept.mails
        return await self._connect(), 0

    async def _connect(self) -> aiosmtplib.SMTP:
        settings = self._settings
        server = aiosmtplib.SMTP(
            hostname=settings.host,
            port=settings.port,
            username=settings.username or None,
            password=settings.password or None,
            use_tls=settings.security == "tls",
            start_tls=settings.security == "starttls",
            timeout=settings.timeout,
            local_hostname=settings.helo or None,
            tls_context=self._tls_context,
        )
        try:
            await server.connect()
            await _greet(server)
        except (aiosmtplib.SMTPException, OSError) as error:
            await _abandon(server)
            raise LaneUnavailableError(f"mail server does not let us in: {said(error)}") from None
        except BaseException:
            await _abandon(server)
            raise
        return server

    async def _keep(self, server: aiosmtplib.SMTP, mails: int) -> None:
        if mails >= MOST_MAILS:
            await _leave(server)
            return
        loop = asyncio.get_running_loop()
        kept = _Kept(server, mails, loop.call_later(IDLE_SECONDS, self._expire, server))
        self._idle.append(kept)

    def _expire(self, server: aiosmtplib.SMTP) -> None:
        self._idle = [kept for kept in self._idle if kept.server is not server]
        self._part_with(server)

    def _part_with(self, server: aiosmtplib.SMTP) -> None:
        """Take leave of a server without waiting for its answer."""
        task = asyncio.create_task(_leave(server))
        self._closing.add(task)
        task.add_done_callback(self._closing.discard)


def said(error: Exception) -> str:
    """Return in one short line what the server answered, or what went wrong with it."""
    text = str(error)
    if isinstance(error, aiosmtplib.SMTPResponseException):
        text = f"{error.code} {error.message}" if error.code > 0 else error.message
    return shorten(one_line(text), 200) or type(error).__name__


async def _greet(server: aiosmtplib.SMTP) -> None:
    if server.is_ehlo_or_helo_needed:
        try:
            await server.ehlo()
        except aiosmtplib.SMTPHeloError:
            await server.helo()


async def _leave(server: aiosmtplib.SMTP) -> None:
    with suppress(aiosmtplib.SMTPException, OSError):
        await server.quit(timeout=CHECK_SECONDS)
    await _abandon(server)


async def _abandon(server: aiosmtplib.SMTP) -> None:
    # A handshake that failed leaves the connection open otherwise; the loop's next turns are when
    # the socket itself goes.
    transport = server.transport
    server.close()
    if isinstance(transport, asyncio.WriteTransport):
        transport.abort()
    for _ in range(2):
        await asyncio.sleep(0)

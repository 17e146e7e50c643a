"""A mail server that keeps what it gets, and fails as it is told."""

from __future__ import annotations

import asyncio
import ssl
import threading
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any, Literal, Self

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

Stage = Literal["MAIL", "RCPT", "DATA"]


@dataclass(frozen=True, slots=True)
class Mail:
    """A mail that was taken."""

    sender: str
    recipients: tuple[str, ...]
    raw: bytes
    encrypted: bool
    user: str | None

    @property
    def message(self) -> EmailMessage:
        """Return the mail parsed."""
        return message_from_bytes(self.raw, policy=policy.default)


@dataclass(frozen=True, slots=True)
class Refusal:
    """A reply such as ``451 try again`` at one stage of a conversation."""

    code: int
    at: Stage = "RCPT"
    text: str = "told to refuse"


@dataclass(frozen=True, slots=True)
class Drop:
    """The connection is lost after DATA: the mail was ``kept`` or not, the client cannot know."""

    kept: bool = True


Failure = Refusal | Drop


class SmtpSink:
    """Take mail on 127.0.0.1 from entering the context to leaving it, and keep it in ``mails``.

    With ``tls`` it offers STARTTLS; with ``users`` (name to password) it wants a log-in.
    """

    host = "127.0.0.1"

    def __init__(
        self,
        port: int = 0,
        tls: ssl.SSLContext | None = None,
        users: Mapping[str, str] | None = None,
    ) -> None:
        self.mails: list[Mail] = []
        self.connections = 0
        """How many there have been."""
        self._sessions: set[SMTP] = set()
        self.port = port
        self._tls = tls
        self._users = users
        self._failures: deque[Failure] = deque()
        self._always: Failure | None = None
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._started = threading.Event()
        self._stop: asyncio.Event | None = None

    def fail_next(self, *failures: Failure) -> None:
        """Let the next mails fail so, one each."""
        self._failures.extend(failures)

    def fail_always(self, failure: Failure | None) -> None:
        """Let every further mail fail so; None returns to normal."""
        self._always = failure

    def __enter__(self) -> Self:
        self._thread.start()
        self._started.wait()
        return self

    def __exit__(self, *_: object) -> None:
        if self._stop is not None:
            self._loop.call_soon_threadsafe(self._stop.set)
        self._thread.join()

    def _run(self) -> None:
        with asyncio.Runner(loop_factory=lambda: self._loop) as runner:
            runner.run(self._serve())

    async def _serve(self) -> None:
        self._stop = asyncio.Event()
        server = await self._loop.create_server(self._session, self.host, self.port)
        self.port = server.sockets[0].getsockname()[1]
        self._started.set()
        await self._stop.wait()
        server.close()
        for item in self._sessions:
            if isinstance(item.transport, asyncio.WriteTransport):
                item.transport.abort()
        await asyncio.sleep(0.01)

    @property
    def open_connections(self) -> int:
        """Return how many are open now."""
        return sum(
            item.transport is not None and not item.transport.is_closing()
            for item in self._sessions
        )

    def hang_up(self) -> None:
        """Close every connection, as a server does with idle ones."""
        done = threading.Event()

        def close() -> None:
            for item in self._sessions:
                if item.transport is not None:
                    item.transport.close()
            done.set()

        self._loop.call_soon_threadsafe(close)
        done.wait()

    def _session(self) -> SMTP:
        self.connections += 1
        session = self._new_session()
        self._sessions.add(session)
        return session

    def _new_session(self) -> SMTP:
        return SMTP(
            _Handler(self),
            hostname="sink.invalid",
            tls_context=self._tls,
            require_starttls=self._tls is not None,
            auth_required=self._users is not None,
            auth_require_tls=self._tls is not None,
            authenticator=self._authenticate,
            loop=self._loop,
        )

    def _authenticate(
        self, server: SMTP, session: Session, envelope: Envelope, mechanism: str, data: Any
    ) -> AuthResult:
        known = self._users or {}
        if isinstance(data, LoginPassword):
            name, password = data.login.decode(), data.password.decode()
            if known.get(name) == password:
                return AuthResult(success=True, auth_data=name)
        return AuthResult(success=False, handled=False)

    def _failure(self, stage: Stage) -> Failure | None:
        """Return the failure due at ``stage``, and use it up."""
        due = self._failures[0] if self._failures else self._always
        if due is None or (due.at if isinstance(due, Refusal) else "DATA") != stage:
            return None
        return self._failures.popleft() if self._failures else due


class _Handler:
    """What aiosmtpd calls at each stage."""

    def __init__(self, sink: SmtpSink) -> None:
        self._sink = sink

    async def handle_MAIL(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if reply := self._refusal("MAIL"):
            return reply
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return "250 OK"

    async def handle_RCPT(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if reply := self._refusal("RCPT"):
            return reply
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        failure = self._sink._failure("DATA")
        if isinstance(failure, Refusal):
            return f"{failure.code} {failure.text}"
        if failure is None or failure.kept:
            self._keep(session, envelope)
        if failure is not None and isinstance(server.transport, asyncio.Transport):
            server.transport.abort()
        return "250 taken"

    def _refusal(self, stage: Stage) -> str | None:
        failure = self._sink._failure(stage)
        return f"{failure.code} {failure.text}" if isinstance(failure, Refusal) else None

    def _keep(self, session: Session, envelope: Envelope) -> None:
        content = envelope.content
        self._sink.mails.append(
            Mail(
                sender=envelope.mail_from or "",
                recipients=tuple(envelope.rcpt_tos),
                raw=content if isinstance(content, bytes) else str(content).encode(),
                encrypted=session.ssl is not None,
                user=session.auth_data if isinstance(session.auth_data, str) else None,
            )
        )

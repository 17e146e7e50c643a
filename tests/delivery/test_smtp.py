"""How a mail is sent: what its server's answers mean, who is trusted, and connections kept."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import replace
from typing import Literal

import pytest
import trustme

from demo.servers import Drop, Refusal, SmtpSink
from monitor.delivery.channels import smtp as connections
from monitor.delivery.channels.email import EmailChannel
from monitor.delivery.mail import SmtpSettings
from monitor.delivery.retry import LaneUnavailableError
from monitor.delivery.templates import Templates
from monitor.errors import PermanentDeliveryError, TransientDeliveryError
from monitor.pipeline.deliver import LEASE
from tests.delivery.conftest import DESK, Open
from tests.delivery.examples import delivery


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture
def secure_smtp(authority: trustme.CA) -> Iterator[SmtpSink]:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.0.1").configure_cert(context)
    with SmtpSink(tls=context, users={"monitor": "pass-word"}) as sink:
        yield sink


def secure_channel(
    open_channel: Open, sink: SmtpSink, authority: trustme.CA, settings: SmtpSettings, password: str
) -> EmailChannel:
    trusting = ssl.create_default_context()
    authority.configure_trust(trusting)
    secured = replace(
        settings, port=sink.port, security="starttls", username="monitor", password=password
    )
    return open_channel(secured, Templates(), tls_context=trusting)


@pytest.mark.parametrize("at", ["MAIL", "RCPT", "DATA"])
@pytest.mark.parametrize(
    ("code", "error"),
    [
        (421, LaneUnavailableError),
        (451, TransientDeliveryError),
        (452, TransientDeliveryError),
        (550, PermanentDeliveryError),
        (554, PermanentDeliveryError),
    ],
)
async def test_the_servers_answer_decides(
    open_channel: Open,
    smtp: SmtpSink,
    smtp_settings: SmtpSettings,
    templates: Templates,
    code: int,
    at: str,
    error: type[Exception],
) -> None:
    smtp.fail_next(Refusal(code, at, "no \x1b[31m"))  # type: ignore[arg-type]
    with pytest.raises(error) as caught:
        await open_channel(smtp_settings, templates).send(delivery(), DESK)
    assert type(caught.value) is error
    assert str(code) in str(caught.value)
    assert smtp.mails == []


@pytest.mark.parametrize("kept", [True, False])
async def test_a_connection_lost_after_data_is_tried_again_with_the_same_id(
    open_channel: Open,
    smtp: SmtpSink,
    smtp_settings: SmtpSettings,
    templates: Templates,
    kept: bool,
) -> None:
    smtp.fail_next(Drop(kept))
    channel = open_channel(smtp_settings, templates)
    with pytest.raises(TransientDeliveryError):
        await channel.send(delivery(), DESK)
    await channel.send(delivery(), DESK)
    assert len(smtp.mails) == 1 + kept
    assert len({mail.message["Message-ID"] for mail in smtp.mails}) == 1


async def test_a_dead_server_holds_the_lane(
    open_channel: Open, smtp_settings: SmtpSettings, templates: Templates
) -> None:
    dead = replace(smtp_settings, port=9)
    with pytest.raises(LaneUnavailableError):
        await open_channel(dead, templates).send(delivery(), DESK)


async def test_starttls_and_log_in(
    open_channel: Open,
    secure_smtp: SmtpSink,
    authority: trustme.CA,
    smtp_settings: SmtpSettings,
) -> None:
    channel = secure_channel(open_channel, secure_smtp, authority, smtp_settings, "pass-word")
    await channel.send(delivery(), DESK)
    [mail] = secure_smtp.mails
    assert mail.encrypted
    assert mail.user == "monitor"


async def test_a_wrong_password_holds_the_lane_and_is_not_shown(
    open_channel: Open,
    secure_smtp: SmtpSink,
    authority: trustme.CA,
    smtp_settings: SmtpSettings,
) -> None:
    channel = secure_channel(open_channel, secure_smtp, authority, smtp_settings, "wr0ng-word")
    with pytest.raises(LaneUnavailableError) as caught:
        await channel.send(delivery(), DESK)
    assert "wr0ng-word" not in f"{caught.value!r} {caught.value.__cause__!r}"
    assert "wr0ng-word" not in repr(replace(smtp_settings, password="wr0ng-word"))


async def test_no_tls_offered_where_it_is_wanted_holds_the_lane(
    open_channel: Open, smtp: SmtpSink, smtp_settings: SmtpSettings, templates: Templates
) -> None:
    channel = open_channel(replace(smtp_settings, security="starttls"), templates)
    with pytest.raises(LaneUnavailableError):
        await channel.send(delivery(), DESK)
    assert smtp.mails == []


async def test_an_untrusted_certificate_holds_the_lane(
    open_channel: Open, secure_smtp: SmtpSink, smtp_settings: SmtpSettings, templates: Templates
) -> None:
    settings = replace(smtp_settings, port=secure_smtp.port, security="starttls")
    with pytest.raises(LaneUnavailableError):
        await open_channel(settings, templates).send(delivery(), DESK)
    assert secure_smtp.mails == []


OFFERS_TLS = b"250-mail\r\n250 STARTTLS\r\n"
HANGS = b""


@pytest.mark.parametrize(
    ("security", "answers"),
    [
        ("none", [b"HTTP/1.1 400 Bad Request\r\n\r\n"]),
        ("none", [b"554 go away\r\n"]),
        ("none", [b"220 mail\r\n", HANGS]),
        ("none", [b"220 mail\r\n", b"550 no\r\n", b"550 no\r\n"]),
        ("none", [b"220 mail\r\n", b"250 mail\r\n", b"530 log in\r\n", *[b"250 ok\r\n"] * 2]),
        ("starttls", [b"220 mail\r\n", OFFERS_TLS, b"454 later\r\n"]),
        ("starttls", [b"220 mail\r\n", OFFERS_TLS, b"501 no\r\n"]),
        ("starttls", [b"220 mail\r\n", OFFERS_TLS, b"garbage\r\n"]),
    ],
)
async def test_a_server_that_lets_no_mail_in_holds_the_lane(
    open_channel: Open,
    smtp_settings: SmtpSettings,
    templates: Templates,
    security: Literal["none", "starttls"],
    answers: list[bytes],
) -> None:
    async with scripted(answers) as port:
        away = replace(smtp_settings, port=port, security=security, timeout=0.5)
        with pytest.raises(LaneUnavailableError):
            await open_channel(away, templates).send(delivery(), DESK)


@pytest.mark.parametrize("step", range(3))
async def test_what_is_no_answer_of_smtp_refuses_nothing_for_good(
    open_channel: Open, smtp_settings: SmtpSettings, templates: Templates, step: int
) -> None:
    answers = [b"220 mail\r\n", b"250 mail\r\n", *[b"250 ok\r\n"] * step, b"garbage\r\n"]
    async with scripted(answers) as port:
        settings = replace(smtp_settings, port=port, timeout=0.5)
        with pytest.raises(TransientDeliveryError):
            await open_channel(settings, templates).send(delivery(), DESK)


GREETED = (b"220 mail\r\n", b"250 mail\r\n")


async def test_a_server_that_examines_a_mail_for_long_is_waited_for(
    open_channel: Open, smtp_settings: SmtpSettings, templates: Templates
) -> None:
    ok = b"250 ok\r\n"
    answers = [*GREETED, ok, ok, b"354 go\r\n", b"250 taken\r\n", b"221 bye\r\n"]
    async with scripted(answers, examines=0.6) as port:
        settings = replace(smtp_settings, port=port, timeout=0.3, taking_timeout=2)
        channel = open_channel(settings, templates)
        await channel.send(delivery(), DESK)
        await channel.close()


async def test_a_server_that_never_answers_a_mail_may_have_taken_it(
    open_channel: Open, smtp_settings: SmtpSettings, templates: Templates
) -> None:
    answers = [*GREETED, b"250 ok\r\n", b"250 ok\r\n", b"354 go\r\n"]
    async with scripted(answers) as port:
        settings = replace(smtp_settings, port=port, taking_timeout=0.3)
        with pytest.raises(TransientDeliveryError, match="may have taken"):
            await open_channel(settings, templates).send(delivery(), DESK)


def test_a_mail_is_given_up_before_its_lease_ends() -> None:
    settings = SmtpSettings("mail.example.org", "monitor@example.org")
    # Greeting, EHLO, STARTTLS, EHLO, a log-in in three steps, MAIL, RCPT, DATA: six seconds each.
    assert 10 * 6 + settings.taking_timeout < settings.total_timeout < LEASE.total_seconds()


async def test_a_refusal_stands_where_the_server_then_falls_silent(
    open_channel: Open,
    smtp_settings: SmtpSettings,
    templates: Templates,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(connections, "CHECK_SECONDS", 1.5)
    async with scripted([*GREETED, b"250 ok\r\n", b"550 no such user\r\n"]) as port:
        settings = replace(smtp_settings, port=port, timeout=0.3)
        with pytest.raises(PermanentDeliveryError, match="550 no such user"):
            async with asyncio.timeout(1):
                await open_channel(settings, templates).send(delivery(), DESK)


@asynccontextmanager
async def scripted(answers: Sequence[bytes], examines: float = 0) -> AsyncIterator[int]:
    """Serve a mail server that gives these answers in turn and then no more; yield its port.

    ``examines`` are the seconds for which it looks at a mail before it says that it is taken.
    """

    over = asyncio.Event()

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(ConnectionError):
            for answer in answers:
                await asyncio.sleep(examines if b"taken" in answer else 0)
                writer.write(answer)
                await writer.drain()
                await (reader.readuntil(b"\r\n.\r\n") if b"354" in answer else reader.readline())
            await reader.read()
            writer.close()
            await writer.wait_closed()
        over.set()

    server = await asyncio.start_server(talk, "127.0.0.1", 0)
    async with server:
        yield server.sockets[0].getsockname()[1]
        await over.wait()


async def test_one_connection_serves_many_mails(
    smtp: SmtpSink, smtp_settings: SmtpSettings, templates: Templates, open_channel: Open
) -> None:
    channel = open_channel(smtp_settings, templates)
    for _ in range(3):
        await channel.send(delivery(), DESK)
    assert len(smtp.mails) == 3
    assert smtp.connections == 1


async def test_a_connection_that_the_server_closed_meanwhile_costs_no_attempt(
    smtp: SmtpSink, smtp_settings: SmtpSettings, templates: Templates, open_channel: Open
) -> None:
    channel = open_channel(smtp_settings, templates)
    await channel.send(delivery(), DESK)
    smtp.hang_up()
    await channel.send(delivery(), DESK)
    assert len(smtp.mails) == 2
    assert smtp.connections == 2


async def test_a_refused_mail_does_not_spoil_the_next(
    smtp: SmtpSink, smtp_settings: SmtpSettings, templates: Templates, open_channel: Open
) -> None:
    channel = open_channel(smtp_settings, templates)
    for code in (550, 451):
        smtp.fail_next(Refusal(code))
        with pytest.raises((PermanentDeliveryError, TransientDeliveryError)):
            await channel.send(delivery(), DESK)
        await channel.send(delivery(), DESK)
    assert len(smtp.mails) == 2


async def test_connections_end_when_idle_and_after_enough_mails(
    smtp: SmtpSink,
    smtp_settings: SmtpSettings,
    templates: Templates,
    open_channel: Open,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(connections, "MOST_MAILS", 2)
    channel = open_channel(smtp_settings, templates)
    for _ in range(3):
        await channel.send(delivery(), DESK)
    assert smtp.connections == 2
    assert smtp.open_connections == 1
    monkeypatch.setattr(connections, "IDLE_SECONDS", 0.05)
    await channel.send(delivery(), DESK)
    await channel.send(delivery(), DESK)
    async with asyncio.timeout(5):
        while smtp.open_connections:  # noqa: ASYNC110
            await asyncio.sleep(0.02)
    assert len(smtp.mails) == 5

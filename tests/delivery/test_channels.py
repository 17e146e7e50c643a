"""The contract of every channel, run on each of them against a real sink on loopback."""

from __future__ import annotations

import io
import logging
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

import pytest
from rich.console import Console

from demo.servers import Refusal, Reply, SlackSink, SmtpSink, WebhookSink
from monitor.delivery.channels import CHANNELS, Channel, ChannelSettings, open_channels
from monitor.delivery.channels.apprise import AppriseChannel
from monitor.delivery.channels.console import ConsoleChannel
from monitor.delivery.channels.email import EmailChannel
from monitor.delivery.channels.http import Poster
from monitor.delivery.channels.slack import SlackChannel
from monitor.delivery.channels.webhook import WebhookChannel
from monitor.delivery.content import Sent, Target
from monitor.delivery.mail import SmtpSettings
from monitor.delivery.templates import Templates
from monitor.domain import Content, Delivery
from monitor.errors import PermanentDeliveryError, TransientDeliveryError
from tests.delivery.examples import CONTENTS, delivery
from tests.delivery.flaky import FlakyChannel

SECRET = "s3cr3t-token"
DEAD = "http://127.0.0.1:9"


@dataclass
class Case:
    """A channel, a target of it, and how its sink is read and made to fail."""

    channel: Channel
    target: Target
    texts: Callable[[], list[str]]
    refuse_for_now: Callable[[], None] | None = None
    refuse_for_good: Callable[[], None] | None = None
    unreachable: Target | None = None


@asynccontextmanager
async def email_case(templates: Templates) -> AsyncIterator[Case]:
    with SmtpSink() as sink:
        settings = SmtpSettings(
            sink.host, "monitor@example.org", port=sink.port, security="none", timeout=2
        )
        channel = EmailChannel(settings, templates)
        yield Case(
            channel,
            Target("email-1", "desk@example.org"),
            lambda: [_text(mail.message) for mail in sink.mails],
            lambda: sink.fail_next(Refusal(451)),
            lambda: sink.fail_next(Refusal(550)),
        )
        await channel.close()


@asynccontextmanager
async def slack_case(templates: Templates) -> AsyncIterator[Case]:
    with SlackSink() as sink:
        channel = SlackChannel(Poster(timeout=2), templates)
        yield Case(
            channel,
            Target("slack-1", f"{sink.url}-{SECRET}"),
            lambda: [post.payload["text"] for post in sink.accepted],
            lambda: sink.reply_next(Reply(500, "rollup_error")),
            lambda: sink.reply_next(Reply(410, "channel_is_archived")),
            Target("slack-1", f"{DEAD}/{SECRET}"),
        )
        await channel.close()


@asynccontextmanager
async def webhook_case(_: Templates) -> AsyncIterator[Case]:
    with WebhookSink() as sink:
        channel = WebhookChannel(Poster(timeout=2))
        yield Case(
            channel,
            Target("webhook-1", f"{sink.url}/{SECRET}", secret="whsec_c2VjcmV0LXNlY3JldA=="),
            lambda: [post.body.decode() for post in sink.accepted],
            lambda: sink.reply_next(Reply(500)),
            lambda: sink.reply_next(Reply(404)),
            Target("webhook-1", f"{DEAD}/{SECRET}"),
        )
        await channel.close()


@asynccontextmanager
async def apprise_case(templates: Templates) -> AsyncIterator[Case]:
    with WebhookSink() as sink:
        yield Case(
            AppriseChannel(templates, timeout=3),
            Target("apprise-1", f"json://user:{SECRET}@127.0.0.1:{sink.port}/{SECRET}"),
            lambda: [post.payload["message"] for post in sink.accepted],
            lambda: sink.reply_next(Reply(500)),
            lambda: sink.reply_next(Reply(404)),
            Target("apprise-1", f"json://user:{SECRET}@127.0.0.1:9/{SECRET}"),
        )


@asynccontextmanager
async def console_case(_: Templates) -> AsyncIterator[Case]:
    stream = io.StringIO()
    yield Case(
        ConsoleChannel(Console(file=stream, width=200)),
        Target("console-1"),
        lambda: stream.getvalue().split("╭")[1:],
    )


@asynccontextmanager
async def flaky_case(_: Templates) -> AsyncIterator[Case]:
    flaky = FlakyChannel()
    yield Case(
        flaky,
        Target("flaky-1", SECRET),
        lambda: [taken.delivery.message_id + _headline(taken.delivery) for taken in flaky.taken],
        lambda: flaky.failures.append(TransientDeliveryError("for now")),
        lambda: flaky.failures.append(PermanentDeliveryError("for good")),
    )


CASES = {
    "email": email_case,
    "slack": slack_case,
    "webhook": webhook_case,
    "apprise": apprise_case,
    "console": console_case,
    "flaky": flaky_case,
}


def test_every_channel_is_held_to_the_contract() -> None:
    assert set(CASES) == {*CHANNELS, "flaky"}


@pytest.fixture(params=sorted(CASES))
async def case(request: pytest.FixtureRequest, templates: Templates) -> AsyncIterator[Case]:
    async with CASES[request.param](templates) as opened:
        yield opened


def _headline(sent: Delivery) -> str:
    return getattr(sent.message, "headline", "")


def _text(mail: object) -> str:
    return mail.get_body(("plain",)).get_content()  # type: ignore[attr-defined,no-any-return]


@pytest.mark.parametrize("name", sorted(CONTENTS))
async def test_every_content_arrives_once(case: Case, name: str) -> None:
    content: Content = CONTENTS[name]
    sent = await case.channel.send(delivery(content, channel=case.channel.kind), case.target)
    assert isinstance(sent, Sent)
    assert len(case.texts()) == 1


async def test_the_headline_can_be_read(case: Case) -> None:
    await case.channel.send(delivery(CONTENTS["russian"]), case.target)
    [text] = case.texts()
    assert "Президенты двух стран начали видеозвонок на фоне скопления войск у границы" in text


async def test_a_refusal_for_now_is_transient(case: Case) -> None:
    if case.refuse_for_now is None:
        return
    case.refuse_for_now()
    with pytest.raises(TransientDeliveryError):
        await case.channel.send(delivery(), case.target)
    assert case.texts() == []
    await case.channel.send(delivery(), case.target)
    assert len(case.texts()) == 1


async def test_a_refusal_for_good_is_permanent(case: Case) -> None:
    if case.refuse_for_good is None:
        return
    case.refuse_for_good()
    with pytest.raises(PermanentDeliveryError):
        await case.channel.send(delivery(), case.target)


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """Keep what the program's own log would show at its most talkative."""
    root, stream = logging.getLogger(), io.StringIO()
    handler, level = logging.StreamHandler(stream), root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    yield stream
    root.setLevel(level)
    root.removeHandler(handler)


async def test_no_secret_shows(case: Case, log: io.StringIO) -> None:
    errors = []
    for prepare, target in (
        (None, case.target),
        (case.refuse_for_now, case.target),
        (case.refuse_for_good, case.target),
        (None, case.unreachable),
    ):
        if prepare:
            prepare()
        if target:
            try:
                await case.channel.send(delivery(), target)
            except (TransientDeliveryError, PermanentDeliveryError) as error:
                errors.append(f"{error!r} {error} {error.__cause__!r}")
    shown = " ".join([*errors, log.getvalue(), repr(case.target), case.channel.lane(case.target)])
    assert SECRET not in shown
    assert len(errors) == sum(
        item is not None for item in (case.refuse_for_now, case.refuse_for_good, case.unreachable)
    )


async def test_an_unreachable_target_is_transient(case: Case) -> None:
    if case.unreachable is not None:
        with pytest.raises(TransientDeliveryError):
            await case.channel.send(delivery(), case.unreachable)


async def test_lanes_tell_targets_apart_where_services_do(case: Case) -> None:
    other = Target("other", f"{case.target.address}x")
    same = Target("same-address", case.target.address)
    assert case.channel.lane(same) == case.channel.lane(case.target)
    separate = case.channel.kind not in ("console", "email")
    assert (case.channel.lane(other) != case.channel.lane(case.target)) == separate


def test_only_configured_channels_are_opened(templates: Templates) -> None:
    assert set(open_channels(ChannelSettings(templates))) == set(CHANNELS) - {"email"}

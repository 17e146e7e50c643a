"""Sinks on loopback, and channels that send to them."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterator
from typing import Any

import pytest
from hypothesis import settings

from demo.servers import SmtpSink, WebhookSink
from monitor.delivery.channels.email import EmailChannel
from monitor.delivery.channels.http import Poster
from monitor.delivery.content import Target
from monitor.delivery.mail import SmtpSettings
from monitor.delivery.templates import Templates

# How long an example takes says more of what else the machine does.
settings.register_profile("delivery", deadline=None)
settings.load_profile("delivery")

DESK = Target("email-1", "desk@example.org")

Open = Callable[..., EmailChannel]


@pytest.fixture(scope="session")
def templates() -> Templates:
    return Templates()


@pytest.fixture
def hook() -> Iterator[WebhookSink]:
    with WebhookSink() as sink:
        yield sink


@pytest.fixture
async def poster() -> AsyncIterator[Poster]:
    opened = Poster(timeout=2)
    yield opened
    await opened.close()


@pytest.fixture
def smtp_settings(smtp: SmtpSink) -> SmtpSettings:
    return SmtpSettings(
        smtp.host,
        "Escalation Monitor <monitor@example.org>",
        port=smtp.port,
        security="none",
        timeout=2,
        total_timeout=4,
    )


@pytest.fixture
async def open_channel() -> AsyncIterator[Open]:
    """Open channels of mail that are closed after the test."""
    opened: list[EmailChannel] = []

    def open_channel(*arguments: Any, **more: Any) -> EmailChannel:
        opened.append(EmailChannel(*arguments, **more))
        return opened[-1]

    yield open_channel
    for channel in opened:
        await channel.close()

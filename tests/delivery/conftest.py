"""Sinks on loopback, and channels that send to them."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator

import pytest
from hypothesis import settings

from demo.servers import SmtpSink, WebhookSink
from monitor.delivery.channels.http import Poster
from monitor.delivery.mail import SmtpSettings
from monitor.delivery.templates import Templates

# How long an example takes says more of what else the machine does.
settings.register_profile("delivery", deadline=None)
settings.load_profile("delivery")


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

"""The ways to reach a subscriber, one file each. A new channel is one file and one line here."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from monitor.delivery.buttons import Action
from monitor.delivery.channels.apprise import AppriseChannel
from monitor.delivery.channels.base import Channel
from monitor.delivery.channels.console import ConsoleChannel
from monitor.delivery.channels.email import EmailChannel
from monitor.delivery.channels.http import Poster
from monitor.delivery.channels.slack import SlackChannel
from monitor.delivery.channels.slack_api import API
from monitor.delivery.channels.webhook import WebhookChannel
from monitor.delivery.mail import SmtpSettings
from monitor.delivery.templates import Templates

__all__ = ["CHANNELS", "Channel", "ChannelSettings", "open_channels"]


@dataclass(frozen=True, slots=True)
class ChannelSettings:
    """What channels need to know, as plain values."""

    templates: Templates
    smtp: SmtpSettings | None = None
    slack_offered: frozenset[Action] = frozenset()
    """Buttons that somebody listens to."""
    slack_api: str = API
    timeout: float = 20.0
    """Seconds for one post to a webhook."""


def _email(settings: ChannelSettings) -> Channel | None:
    return EmailChannel(settings.smtp, settings.templates) if settings.smtp else None


def _slack(settings: ChannelSettings) -> Channel:
    return SlackChannel(
        Poster(settings.timeout),
        settings.templates,
        offered=settings.slack_offered,
        api=settings.slack_api,
    )


CHANNELS: Mapping[str, Callable[[ChannelSettings], Channel | None]] = {
    ConsoleChannel.kind: lambda _: ConsoleChannel(),
    EmailChannel.kind: _email,
    SlackChannel.kind: _slack,
    WebhookChannel.kind: lambda settings: WebhookChannel(Poster(settings.timeout)),
    AppriseChannel.kind: lambda settings: AppriseChannel(settings.templates),
}
"""How each kind of channel is opened; None where it is not configured."""


def open_channels(settings: ChannelSettings) -> dict[str, Channel]:
    """Return every channel that ``settings`` suffices for, by kind. Needs no running event loop."""
    opened = {kind: make(settings) for kind, make in CHANNELS.items()}
    return {kind: channel for kind, channel in opened.items() if channel is not None}

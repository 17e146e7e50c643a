"""Configuration in, plain values out: below this, nothing knows how files are written."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from pydantic import SecretStr

from monitor.app.timing import timing_of
from monitor.config.load import Config
from monitor.config.settings import Email, Settings
from monitor.config.subscribers import RUNG_NAMES, Channel, SubscriberItem, Webhook
from monitor.delivery.channels import ChannelSettings, open_channels
from monitor.delivery.content import Target
from monitor.delivery.mail import SmtpSettings
from monitor.delivery.retry import RetryRule
from monitor.delivery.templates import Templates
from monitor.domain import Address, Feed, Subscriber
from monitor.feeds.document import ParseLimits
from monitor.feeds.exchange import FetchLimits
from monitor.feeds.fetch import Fetcher
from monitor.feeds.site import site_of
from monitor.pipeline.audience import Audience
from monitor.pipeline.deliver import Reach, Recipient
from monitor.pipeline.poll import Manner


def database_url(config: Config, environment: Mapping[str, str] = os.environ) -> str:
    """Return where the database is: as configured, else SQLite in the service's state folder.

    Without systemd's $STATE_DIRECTORY that is data/ beside config/.
    """
    configured = config.settings.database
    if configured is not None:
        return configured.get_secret_value()
    state = environment.get("STATE_DIRECTORY", "").partition(":")[0]
    folder = Path(state) if state else config.directory.resolve().parent / "data"
    return f"sqlite:///{folder / 'monitor.db'}"


def subscribers_of(config: Config) -> tuple[Subscriber, ...]:
    """Return who is told, as alert routing sees them."""
    return tuple(
        Subscriber(
            name=item.name,
            addresses=tuple(Address(channel.kind, channel.target) for channel in item.channels),
            watches=item.watches,
            directions=item.directions,
            languages=item.languages,
            outlets=item.outlets,
            minimum_severity=item.minimum_severity,
            minimum_score=item.minimum_score,
            minimum_rung=RUNG_NAMES.index(item.minimum_rung) + 1,
            escalations_only=item.escalations_only,
            timing=timing_of(item),
        )
        for item in config.subscribers
    )


def operator_of(config: Config) -> Subscriber | None:
    """Return who is told when the monitor itself needs care."""
    name = config.settings.operator.subscriber
    return next((item for item in subscribers_of(config) if item.name == name), None)


def audience_of(config: Config) -> Audience:
    """Return who is told, and in whose name Message-IDs are made."""
    email = config.settings.email
    domain = email.sender.rpartition("@")[2].strip("> ") if email else "escalation-monitor.invalid"
    return Audience(subscribers_of(config), domain)


def targets_of(config: Config) -> dict[Recipient, Target]:
    """Return every address that subscribers have, and the terminal where there is none."""
    if not config.subscribers:
        return {("terminal", "console", "terminal"): Target(name="terminal")}
    return {
        (item.name, channel.kind, channel.target): replace(target_of(channel), zone=item.time_zone)
        for item in config.subscribers
        for channel in item.channels
    }


def target_of(channel: Channel) -> Target:
    """Return the address behind one configured channel."""
    value = getattr(channel, channel.kind)
    if isinstance(value, Webhook):
        secret = _plain(value.secret) if value.secret else ""
        return Target(channel.target, _plain(value.url), secret)
    return Target(channel.target, "" if value is True else _plain(value))


def channel_settings_of(config: Config) -> ChannelSettings:
    """Return what channels need to know; config/templates/ holds the user's own templates."""
    settings, slack = config.settings, config.settings.slack
    own_templates = config.directory / "templates"
    return ChannelSettings(
        templates=Templates(own_templates if own_templates.is_dir() else None),
        smtp=_smtp(settings.email) if settings.email else None,
        slack_bot_token=_plain(slack.bot_token) if slack.bot_token else "",
    )


def retry_rule_of(settings: Settings) -> RetryRule:
    """Return how patiently deliveries are tried."""
    return RetryRule(max_attempts=settings.delivery.max_attempts)


def reach_of(config: Config) -> Reach:
    """Return how subscribers can be reached."""
    channels = open_channels(channel_settings_of(config))
    timings = {item.name: item.timing for item in subscribers_of(config)}
    return Reach(channels, targets_of(config), retry_rule_of(config.settings), timings)


def feeds_of(config: Config) -> list[tuple[Feed, str, bool]]:
    """Return every feed with its site and whether it is polled."""
    return [(item.feed, site_of(item.feed.url, item.site), item.enabled) for item in config.feeds]


def manners_of(config: Config) -> dict[str, Manner]:
    """Return how each feed is polled, by its name."""
    poll = config.settings.poll
    return {
        item.feed.name: Manner(
            interval=item.interval or poll.interval,
            first_poll_window=poll.first_poll_window,
            user_agent=item.user_agent,
        )
        for item in config.feeds
    }


def fetcher_of(config: Config) -> Fetcher:
    """Return the client that fetches feeds, not yet opened."""
    poll = config.settings.poll
    limits = FetchLimits(
        timeout=poll.timeout.total_seconds(),
        max_bytes=poll.max_document,
        concurrency=poll.concurrency,
    )
    return Fetcher(poll.user_agent, limits=limits, allow_private=poll.allow_private_addresses)


def parse_limits_of(config: Config) -> ParseLimits:
    """Return how much of a document is read."""
    poll = config.settings.poll
    return ParseLimits(max_bytes=poll.max_document, max_entries=poll.max_entries)


def subscriber_named(config: Config, name: str) -> SubscriberItem | None:
    """Return the configured subscriber of that name."""
    return next((item for item in config.subscribers if item.name == name), None)


def _smtp(email: Email) -> SmtpSettings:
    return SmtpSettings(
        host=email.host,
        sender=email.sender,
        port=email.port,
        security=email.security,
        username=email.username or "",
        password=_plain(email.password) if email.password else "",
    )


def _plain(value: object) -> str:
    return value.get_secret_value() if isinstance(value, SecretStr) else str(value)

"""Configuration in, plain values out: below this, nothing knows how files are written."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from pydantic import SecretStr

from monitor.app.responding import RESPONSES
from monitor.app.timing import timing_of
from monitor.config.load import Config
from monitor.config.mail import Dkim, Email
from monitor.config.settings import Settings
from monitor.config.subscribers import RUNG_NAMES, Channel, SubscriberItem, Webhook
from monitor.delivery.channels import ChannelSettings, open_channels
from monitor.delivery.content import Target
from monitor.delivery.mail import DkimSettings, SmtpSettings
from monitor.delivery.outbox import Pace
from monitor.delivery.retry import RetryRule
from monitor.delivery.templates import Templates
from monitor.delivery.unsubscribe import unsubscribe_url
from monitor.domain import Address, Feed, Subscriber
from monitor.errors import ConfigError
from monitor.feeds.document import ParseLimits
from monitor.feeds.exchange import FetchLimits
from monitor.feeds.fetch import Fetcher
from monitor.feeds.site import site_of
from monitor.pipeline.audience import Audience
from monitor.pipeline.deliver import Reach, Recipient
from monitor.pipeline.poll import Manner

MAIL_CONNECTIONS = 2
"""Mails on their way to one server at once."""


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


def listen_of(config: Config) -> tuple[str, int] | None:
    """Return the host and port to serve pages on, or None where nobody outside is to see them."""
    if config.settings.public_url is None:
        return None
    host, _, port = config.settings.web.listen.rpartition(":")
    return host.strip("[]"), int(port)


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
    return Audience(subscribers_of(config), domain, operator_of(config))


def targets_of(config: Config) -> dict[Recipient, Target]:
    """Return every address that subscribers have, and the terminal where there is none."""
    if not config.subscribers:
        return {("terminal", "console", "terminal"): Target(name="terminal")}
    return {
        (item.name, channel.kind, channel.target): replace(
            target_of(channel, config.settings), zone=item.time_zone
        )
        for item in config.subscribers
        for channel in item.channels
    }


def target_of(channel: Channel, settings: Settings) -> Target:
    """Return the address behind one configured channel, and what is signed or signed in with."""
    value = getattr(channel, channel.kind)
    if isinstance(value, Webhook):
        secret = _plain(value.secret) if value.secret else ""
        return Target(channel.target, _plain(value.url), secret)
    token = settings.slack.bot_token if channel.is_bots else None
    return Target(
        channel.target, "" if value is True else _plain(value), _plain(token) if token else ""
    )


def shown_of(config: Config) -> dict[Recipient, str]:
    """Return, for every address, what people know it by; never a secret."""
    shown: dict[Recipient, str] = {
        (item.name, channel.kind, channel.target): channel.shown
        for item in config.subscribers
        for channel in item.channels
    }
    return {recipient: shown.get(recipient, recipient[2]) for recipient in targets_of(config)}


def credentials_of(config: Config) -> dict[Recipient, str]:
    """Return, for every address, a fingerprint of what is signed in with."""
    return {recipient: target.credential() for recipient, target in targets_of(config).items()}


def channel_settings_of(config: Config) -> ChannelSettings:
    """Return what channels need to know; config/templates/ holds the user's own templates."""
    settings, slack = config.settings, config.settings.slack
    return ChannelSettings(
        templates=templates_of(config),
        smtp=_smtp(settings.email, config.directory) if settings.email else None,
        slack_offered=frozenset(RESPONSES) if slack.app_token else frozenset(),
        slack_api=slack.api,
    )


def templates_of(config: Config) -> Templates:
    """Return the shipped templates, and the user's own in front of them."""
    return Templates(config.directory / "templates")


def template_trouble(config: Config) -> tuple[str, str, str | None]:
    """Return name and title of the trouble of refused templates, and what is wrong, or None."""
    problems = templates_of(config).problems
    return "templates", "A message template was refused", "\n\n".join(problems) or None


def retry_rule_of(settings: Settings) -> RetryRule:
    """Return how patiently deliveries are tried."""
    return RetryRule(max_attempts=settings.delivery.max_attempts)


def reach_of(config: Config, unsubscribe_key: bytes) -> Reach:
    """Return how subscribers can be reached; links to unsubscribe are signed with the key."""
    public_url = config.settings.public_url
    targets = targets_of(config)
    if public_url:
        targets = {
            recipient: replace(
                target, unsubscribe_url=unsubscribe_url(public_url, unsubscribe_key, recipient)
            )
            for recipient, target in targets.items()
        }
    channels = open_channels(channel_settings_of(config))
    timings = {item.name: item.timing for item in subscribers_of(config)}
    return Reach(channels, targets, retry_rule_of(config.settings), timings)


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


def _smtp(email: Email, directory: Path) -> SmtpSettings:
    interval = timedelta(minutes=1) / email.per_minute if email.per_minute else timedelta(0)
    return SmtpSettings(
        host=email.host,
        sender=email.sender,
        port=email.port,
        security=email.security,
        username=email.username or "",
        password=_plain(email.password) if email.password else "",
        unsubscribe=email.unsubscribe or "",
        pace=Pace(interval, MAIL_CONNECTIONS),
        dkim=_dkim(email.dkim, directory) if email.dkim else None,
    )


def _dkim(dkim: Dkim, directory: Path) -> DkimSettings:
    try:
        return DkimSettings(dkim.domain, dkim.selector, dkim.read(directory))
    except OSError as error:
        raise ConfigError(
            [f"{directory / 'monitor.yaml'}: key_file: {dkim.key_file}: {error.strerror}"]
        ) from None


def _plain(value: object) -> str:
    return value.get_secret_value() if isinstance(value, SecretStr) else str(value)

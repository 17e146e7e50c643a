"""subscribers.yaml: who is told, of what, and how."""

from __future__ import annotations

from hashlib import sha256
from typing import Annotated, Literal, get_args

from pydantic import BeforeValidator, Field, SecretStr, model_validator

from monitor.config.section import Section
from monitor.config.timing import (
    CapSection,
    CooldownSection,
    DigestSection,
    EscalationSection,
    QuietHoursItem,
)
from monitor.config.values import (
    BySeverity,
    EmailAddress,
    LanguageCode,
    Name,
    Secret,
    SecretUrl,
    SigningSecret,
    SlackAddress,
    TimeZone,
    Title,
)
from monitor.domain import Direction

ChannelKind = Literal["email", "slack", "webhook", "apprise", "console"]
CHANNEL_KINDS: tuple[ChannelKind, ...] = get_args(ChannelKind)


class Webhook(Section):
    """An address that takes signed JSON (Standard Webhooks)."""

    url: Annotated[SecretUrl, Field(examples=["https://example.org/alerts"])]
    """Where it is sent."""
    secret: SigningSecret | None = None
    """Key that it is signed with (``whsec_...``)."""


class Channel(Section):
    """One way to one recipient; exactly one key is given."""

    email: EmailAddress | None = None
    """Address that mail is sent to."""
    slack: SlackAddress | None = None
    """URL of a Slack-compatible incoming webhook; or the bot's ``#channel``."""
    webhook: Webhook | None = None
    """Any other program's address."""
    apprise: Secret | None = None
    """URL as Apprise writes them (``tgram://...``, ``ntfy://...``)."""
    console: bool | None = None
    """``true`` shows alerts on the terminal or in the daemon's log."""

    @model_validator(mode="after")
    def _is_one(self) -> Channel:
        given = [kind for kind in CHANNEL_KINDS if getattr(self, kind)]
        if len(given) != 1:
            what = f"{' and '.join(given)} in one channel" if given else "a channel of no kind"
            raise ValueError(f"{what}; give each channel one of {', '.join(CHANNEL_KINDS)}")
        return self

    @property
    def kind(self) -> ChannelKind:
        """Return the one kind that is given."""
        return next(kind for kind in CHANNEL_KINDS if getattr(self, kind))

    @property
    def target(self) -> str:
        """Return ``kind:digest``: the same for the same address, and no secret.

        It does not depend on the channel's place in the file, so that a delivery that waits in the
        outbox never goes to another address when the file is edited.
        """
        value = getattr(self, self.kind)
        address = value.url if isinstance(value, Webhook) else value
        plain = address.get_secret_value() if isinstance(address, SecretStr) else str(address)
        return f"{self.kind}:{sha256(plain.encode()).hexdigest()[:16]}"

    @property
    def shown(self) -> str:
        """Return what people know it by: the address where that is no secret, else the target."""
        if self.email:
            return self.email
        return self.slack.get_secret_value() if self.slack and self.is_bots else self.target

    @property
    def is_bots(self) -> bool:
        """Return whether it is a channel of Slack that a bot posts to."""
        return self.slack is not None and not self.slack.get_secret_value().startswith("http")


RungName = Literal["single", "repeated", "independent", "both_sides", "official"]
RUNG_NAMES: tuple[RungName, ...] = get_args(RungName)
"""From the lowest rung, 1, up."""


def _all_is_empty(value: object) -> object:
    return () if value == "all" else value


class SubscriberItem(Section):
    """One recipient or desk. Limits that are not given let everything through."""

    name: Annotated[Name, Field(examples=["night-desk"])]
    """What commands call the subscriber; one of its kind."""
    channels: Annotated[tuple[Channel, ...], Field(min_length=1)]
    """Ways on which every alert is sent."""
    watches: Annotated[tuple[Name, ...], BeforeValidator(_all_is_empty)] = ()
    """Names of watches; all unless given."""
    minimum_severity: Annotated[int, Field(ge=0, le=4), BySeverity] = 0
    """Lowest severity: 0 none, 1 cooperation, 2 verbal, 3 coercion, 4 force."""
    minimum_score: Annotated[float, Field(ge=0, le=1)] = 0
    """Lowest score, 0 to 1."""
    directions: tuple[Direction, ...] = ()
    """Only moves that raise hostility (up) or lower it (down)."""
    languages: tuple[LanguageCode, ...] = ()
    """Only entries in these languages."""
    outlets: tuple[Title, ...] = ()
    """Only entries of these outlets."""
    minimum_rung: RungName = "single"
    """How well a story must be confirmed."""
    time_zone: TimeZone = "UTC"
    """Where its clocks are (IANA), for the times below and those in messages."""
    delivery: Literal["immediate", "digest"] = "immediate"
    """Whether alerts are sent one by one or gathered in digests."""
    digest: DigestSection | None = None
    """When digests go out."""
    quiet_hours: tuple[QuietHoursItem, ...] = ()
    """When nothing is delivered."""
    cap: CapSection | None = None
    """How many single messages are sent at most."""
    cooldown: CooldownSection = Field(default_factory=CooldownSection)
    """How long it is left alone after an alert."""
    escalation: EscalationSection | None = None
    """Who is told next of an alert that nobody acknowledges."""
    escalations_only: bool = False
    """Whether it is told only what others have not acknowledged."""

    @model_validator(mode="after")
    def _digests_have_times(self) -> SubscriberItem:
        if self.delivery == "digest" and self.digest is None:
            raise ValueError("'digest' is missing; add 'digest: {times: [07:00]}'")
        return self


class SubscribersFile(Section):
    """The whole of subscribers.yaml."""

    subscribers: tuple[SubscriberItem, ...] = ()
    """Who is told; with none, alerts are shown on the terminal."""

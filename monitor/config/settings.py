"""monitor.yaml: how the daemon works."""

from __future__ import annotations

from datetime import timedelta
from importlib.metadata import PackageNotFoundError, version
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, SecretStr, field_validator, model_validator
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from monitor.config.mail import Email
from monitor.config.quantities import Duration, Size, duration_within, size_within
from monitor.config.refusal import refused, refused_value
from monitor.config.section import Section
from monitor.config.values import HttpAddress, ListenAddress, Name, Secret, UserAgent
from monitor.domain import Label


def _own_name() -> str:
    try:
        return f"escalation-monitor/{version('escalation-monitor')}"
    except PackageNotFoundError:
        return "escalation-monitor"


def _bot_token(secret: SecretStr) -> SecretStr:
    if not secret.get_secret_value().startswith(("xoxb-", "xoxe.xoxb-")):
        raise refused("no bot token; it begins with xoxb- (OAuth & Permissions in Slack's app)")
    return secret


def _app_token(secret: SecretStr) -> SecretStr:
    if not secret.get_secret_value().startswith("xapp-"):
        raise refused("no app-level token; it begins with xapp- (Basic Information in Slack's app)")
    return secret


def _is_database(url: str) -> bool:
    try:
        parsed = make_url(url)
    except (ArgumentError, ValueError):
        return False
    return parsed.get_backend_name() in {"sqlite", "postgresql"}


def _public_url(url: str) -> str:
    if not url.startswith("https://"):
        raise refused_value("is no https address; write e.g. https://monitor.example.org")
    return url.rstrip("/")


class Poll(Section):
    """How feeds are fetched."""

    interval: Annotated[Duration, duration_within("10s", "30d")] = timedelta(minutes=5)
    """How often a feed is asked for news, unless it or its server asks for less."""
    concurrency: Annotated[int, Field(ge=1, le=200)] = 20
    """How many feeds are fetched at once; one at a time from a host."""
    timeout: Annotated[Duration, duration_within("1s", "10m")] = timedelta(seconds=30)
    """How long one fetch may take in all."""
    max_document: Annotated[Size, size_within("100kB", "500MB")] = 20 * 10**6
    """How large a document may be once decompressed."""
    max_entries: Annotated[int, Field(ge=1, le=100_000)] = 10_000
    """How many entries of one document are read."""
    user_agent: UserAgent = Field(default_factory=_own_name)
    """What the monitor calls itself to servers."""
    allow_private_addresses: bool = False
    """Whether feeds may be fetched from private and loopback addresses."""
    first_poll_window: Annotated[Duration, duration_within("0s", "365d")] = timedelta(days=1)
    """How old an entry may be to alert at the first poll of a new feed."""


class Stories(Section):
    """How entries become stories."""

    window: Annotated[Duration, duration_within("1h", "30d")] = timedelta(hours=72)
    """How long a story stays open for further entries."""


class Delivery(Section):
    """How messages are sent and sent again."""

    max_attempts: Annotated[int, Field(ge=1, le=100)] = 12
    """How often a delivery is tried before it is given up as a dead letter."""


class Slack(Section):
    """A Slack app, for more than an incoming webhook can do."""

    bot_token: Annotated[Secret, AfterValidator(_bot_token)] | None = None
    """Token (``xoxb-...``) with which messages are threaded and updated."""
    app_token: Annotated[Secret, AfterValidator(_app_token)] | None = None
    """Token (``xapp-...``) of Socket Mode, for buttons; takes a bot token too."""
    api: HttpAddress = "https://slack.com/api"
    """Root of Slack's Web API; another for GovSlack."""

    @model_validator(mode="after")
    def _buttons_need_a_bot(self) -> Slack:
        if self.app_token and not self.bot_token:
            raise ValueError("'bot_token' is missing; buttons stand under what the bot posts")
        return self


class Operator(Section):
    """Who is told when the monitor itself needs care."""

    subscriber: Name | None = None
    """Name of the subscriber who gets operator notices."""
    canary: Annotated[Duration, duration_within("10m", "7d")] | None = None
    """How often a story of our own is sent through the whole chain to the operator."""

    @model_validator(mode="after")
    def _canary_has_a_perch(self) -> Operator:
        if self.canary and not self.subscriber:
            raise ValueError("'canary' needs a 'subscriber' to whom it flies; name one beside it")
        return self


class Retention(Section):
    """How long things are kept; alerts and their evidence always are."""

    entries: Annotated[Duration, duration_within("1d", "3650d")] = timedelta(days=90)
    """How long an entry that alerted nobody is kept."""


class Web(Section):
    """The monitor's own pages; served only where a public address is configured."""

    listen: ListenAddress = "127.0.0.1:8470"
    """Where a proxy that takes ``public_url`` reaches the monitor."""


class Log(Section):
    """What the monitor says about its work."""

    level: Literal["debug", "info", "warning", "error"] = "info"
    """How much is logged."""
    format: Literal["auto", "json", "console"] = "auto"
    """One JSON object a line, or lines for people; auto chooses by whether a terminal reads."""


class Settings(Section):
    """The whole of monitor.yaml; every key has a default."""

    database: Secret | None = None
    """SQLAlchemy URL; without it SQLite in $STATE_DIRECTORY, else in data/ beside config/."""
    model: Annotated[str, Field(min_length=1)] = "builtin"
    """The classifier: builtin, ``hf:ORG/NAME``, or the folder of one."""
    model_labels: dict[str, Label] = Field(default_factory=dict)
    """What another classifier's labels mean, in terms of ours."""
    poll: Poll = Field(default_factory=Poll)
    stories: Stories = Field(default_factory=Stories)
    delivery: Delivery = Field(default_factory=Delivery)
    email: Email | None = None
    public_url: Annotated[HttpAddress, AfterValidator(_public_url)] | None = None
    """Address at which the monitor's own pages are reached from outside."""
    web: Web = Field(default_factory=Web)
    slack: Slack = Field(default_factory=Slack)
    operator: Operator = Field(default_factory=Operator)
    retention: Retention = Field(default_factory=Retention)
    log: Log = Field(default_factory=Log)

    @field_validator("database")
    @classmethod
    def _database_is_a_url(cls, database: SecretStr | None) -> SecretStr | None:
        if database and not _is_database(database.get_secret_value()):
            raise refused(
                "no URL of a SQLite or PostgreSQL database; "
                "write e.g. postgresql+psycopg://monitor@db.example.org/monitor"
            )
        return database

    @field_validator("model")
    @classmethod
    def _model_is_reachable(cls, model: str) -> str:
        name = model.removeprefix("hf:")
        if model.startswith("hf:") and (name.count("/") > 1 or not name.replace("/", "").strip()):
            raise refused_value("is no model; write builtin, hf:ORG/NAME or a folder")
        return model

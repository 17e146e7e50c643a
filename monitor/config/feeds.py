"""feeds.yaml: outlets, and the feeds of each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, WithJsonSchema

from monitor.config.quantities import Duration, duration_within
from monitor.config.refusal import refused_value
from monitor.config.section import Section
from monitor.config.values import CountryCode, HttpAddress, LanguageCode, Name, Title, UserAgent
from monitor.domain import Feed, Outlet

OutletKind = Literal[
    "agency",
    "newspaper",
    "broadcaster",
    "online",
    "magazine",
    "government",
    "organisation",
    "other",
]


def _judged(value: object) -> object:
    if value == "unknown":
        return None
    if isinstance(value, str) and value.casefold() not in ("true", "false", "yes", "no"):
        raise refused_value("is not known; write true, false or unknown")
    return value


Judgement = Annotated[
    bool | None, BeforeValidator(_judged), WithJsonSchema({"enum": [True, False, "unknown"]})
]
"""True, false, or None where the file says unknown."""


class FeedItem(Section):
    """One address of an outlet."""

    name: Annotated[Name, Field(examples=["interfax-ru"])]
    """What commands and alerts call the feed; one of its kind."""
    url: Annotated[HttpAddress, Field(examples=["https://example.org/feed.xml"])]
    """Address of an RSS, Atom, RDF or JSON feed, or of a news sitemap."""
    language: Annotated[LanguageCode, Field(examples=["en"])]
    """Language that most entries are in; each entry's own is found from its text."""
    interval: Annotated[Duration, duration_within("10s", "30d")] | None = None
    """How often this feed is asked, instead of ``poll.interval``."""
    user_agent: UserAgent | None = None
    """What the monitor calls itself to this feed's server, instead of ``poll.user_agent``."""
    site: Name | None = None
    """Feeds of one site are slowed together; the host's registrable domain unless given."""
    enabled: bool = True
    """Whether the feed is polled."""


class OutletItem(Section):
    """Who publishes, and where."""

    name: Annotated[Title, Field(examples=["Interfax"])]
    """What readers call the outlet."""
    country: CountryCode = ""
    """Where it is at home (ISO 3166-1 alpha-2)."""
    kind: OutletKind = "other"
    """What it is."""
    state_controlled: Judgement = None
    """Whether a state controls what it publishes."""
    feeds: Annotated[tuple[FeedItem, ...], Field(min_length=1)]
    """Its addresses."""


class FeedsFile(Section):
    """The whole of feeds.yaml."""

    outlets: tuple[OutletItem, ...] = ()
    """Who is listened to."""


@dataclass(frozen=True, slots=True)
class ConfiguredFeed:
    """A feed and how it is polled; None means as ``poll`` says."""

    feed: Feed
    interval: timedelta | None
    user_agent: str | None
    site: str | None
    enabled: bool


def feeds_of(file: FeedsFile) -> tuple[ConfiguredFeed, ...]:
    """Return the feeds of all outlets in the order of the file."""
    return tuple(
        ConfiguredFeed(
            Feed(
                item.name,
                item.url,
                Outlet(outlet.name, outlet.country, outlet.kind, outlet.state_controlled),
                item.language,
            ),
            item.interval,
            item.user_agent,
            item.site,
            item.enabled,
        )
        for outlet in file.outlets
        for item in outlet.feeds
    )

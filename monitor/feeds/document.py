"""What a document of a feed turns out to hold."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from monitor.domain import Entry

Kind = Literal["feed", "sitemap", "sitemap index"]


@dataclass(frozen=True, slots=True)
class ParseLimits:
    """How much of a document is read."""

    max_bytes: int = 20_000_000
    """After decompression."""
    max_entries: int = 10_000
    title_length: int = 1_000
    summary_length: int = 4_000
    """In characters of clean text."""


@dataclass(frozen=True, slots=True)
class RawEntry:
    """One item as its format gives it, before cleaning; every field may be ""."""

    title: str = ""
    summary: str = ""
    link: str = ""
    base: str = ""
    """Against which the link is resolved."""
    guid: str = ""
    dates: tuple[str, ...] = ()
    """When it was published, the best first."""
    language: str = ""


@dataclass(frozen=True, slots=True)
class RawFeed:
    """A document as its format gives it."""

    kind: Kind
    entries: tuple[RawEntry, ...] = ()
    title: str = ""
    language: str = ""
    ttl: float | None = None
    """Seconds that the feed asks to be left alone."""
    sitemaps: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ParsedFeed:
    """A document in clean text."""

    kind: Kind
    title: str
    language: str
    """ISO 639-1 code that the document declares, or "und"."""
    ttl: float | None
    """Seconds that the feed asks to be left alone (RSS ttl, syndication period), or None."""
    entries: tuple[Entry, ...]
    """In the document's order, each with an identity of its own."""
    sitemaps: tuple[str, ...]
    """Addresses of the sitemaps that an index lists, newest first; empty for other kinds."""
    warnings: tuple[str, ...]
    """What was wrong and could be mended, in words for the feed's owner."""

"""Look at feeds and documents without storing anything."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import structlog

from monitor.app import convert
from monitor.app.house import utc_now
from monitor.config.feeds import ConfiguredFeed
from monitor.config.load import Config
from monitor.engine.loop import run
from monitor.errors import FeedError, MonitorError, ParseError
from monitor.feeds.document import ParsedFeed, ParseLimits
from monitor.feeds.exchange import Fetched, FetchRequest
from monitor.feeds.fetch import Fetcher
from monitor.feeds.wire import Job
from monitor.feeds.worker import ParserPool
from monitor.text.secrets import without_secrets

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Checked:
    """What a feed holds now, or what is wrong with it."""

    feed: str
    entries: int | None = None
    newest: datetime | None = None
    error: str | None = None


def parse_file(file: Path, url: str, language: str) -> ParsedFeed:
    """Parse a document on disk as one that was fetched, in a worker under limits.

    Raises ParseError, naming the file, where it cannot be read or is no feed.
    """
    try:
        body = file.read_bytes()
    except OSError as error:
        raise ParseError(f"{file}: {error.strerror or error}") from error
    try:
        return asyncio.run(_parse(body, url, language))
    except ParseError as error:
        raise ParseError(f"{file}: {error}") from error


async def _parse(body: bytes, url: str, language: str) -> ParsedFeed:
    limits = ParseLimits(max_entries=100_000)
    async with ParserPool() as parsers:
        job = Job(body, utc_now(), url=url, declared_language=language, limits=limits)
        return await parsers.parse(job)


def chosen_feeds(config: Config, names: Sequence[str]) -> list[ConfiguredFeed]:
    """Return the configured feeds of these names, or all enabled ones where none is named.

    Raises MonitorError for a name that no feed has.
    """
    if not names:
        return [item for item in config.feeds if item.enabled]
    by_name = {item.feed.name: item for item in config.feeds}
    for name in names:
        if name not in by_name:
            raise MonitorError(f"no feed is called {name}; see 'monitor feeds list'")
    return [by_name[name] for name in names]


def check_feeds(
    config: Config, chosen: Sequence[ConfiguredFeed], done: Callable[[], None]
) -> list[Checked]:
    """Fetch and parse feeds side by side; ``done`` is called after each. Stores nothing."""

    async def check_all() -> list[Checked]:
        async with convert.fetcher_of(config) as fetcher, ParserPool() as parsers:

            async def one(item: ConfiguredFeed) -> Checked:
                try:
                    return await _check(item, fetcher, parsers)
                except FeedError as error:
                    said = str(error)
                except Exception as error:
                    # A fault of ours with one feed stops no other.
                    log.exception("check failed", feed=item.feed.name)
                    said = f"a fault of the monitor: {error!r}"
                finally:
                    done()
                return Checked(item.feed.name, error=without_secrets(said, config.secret_values))

            return await asyncio.gather(*(one(item) for item in chosen))

    return run(check_all())


async def _check(item: ConfiguredFeed, fetcher: Fetcher, parsers: ParserPool) -> Checked:
    answer = await fetcher.fetch(FetchRequest(item.feed.url, user_agent=item.user_agent))
    if not isinstance(answer, Fetched):
        return Checked(item.feed.name, error="the server answers that nothing has changed")
    parsed = await parsers.parse(
        Job(
            answer.body,
            utc_now(),
            url=answer.url,
            content_type=answer.content_type,
            declared_language=item.feed.locale,
        )
    )
    dates = [entry.published for entry in parsed.entries if entry.published]
    return Checked(
        item.feed.name, len(parsed.entries) or len(parsed.sitemaps), max(dates, default=None)
    )

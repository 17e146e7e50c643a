"""Ask a feed for news and store what is new, in one transaction."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from hashlib import sha256

import structlog

from monitor.domain import Entry
from monitor.errors import FeedError, FetchError
from monitor.feeds import schedule
from monitor.feeds.document import ParsedFeed, ParseLimits
from monitor.feeds.exchange import Fetched, FetchRequest, NotModified
from monitor.feeds.fetch import Fetcher
from monitor.feeds.schedule import Wishes
from monitor.feeds.wire import Job
from monitor.feeds.worker import ParserPool
from monitor.pipeline.record import Recorded, record_document
from monitor.store import feeds
from monitor.store.engine import Store
from monitor.store.feeds import PollOutcome, StoredFeed
from monitor.text.secrets import without_secrets

log = structlog.get_logger()

MOST_SITEMAPS = 4
"""Of the sitemaps that an index lists, the newest so many are read."""


@dataclass(frozen=True, slots=True)
class Manner:
    """How one feed is polled, as configured now."""

    interval: timedelta
    first_poll_window: timedelta
    user_agent: str | None = None


@dataclass(frozen=True, slots=True)
class _Mark:
    """By what the same document is known again, from its server or by itself."""

    etag: str | None = None
    last_modified: str | None = None
    digest: str | None = None


@dataclass(slots=True)
class Poller:
    """Poll feeds one by one; each failure stays with its feed."""

    store: Store
    fetcher: Fetcher
    parsers: ParserPool
    limits: ParseLimits
    clock: Callable[[], datetime]
    jitter: Callable[[], float]
    """Random, 0 to 1."""
    secrets: frozenset[str] = frozenset()
    """What no error may hold, such as a key in a feed's address."""

    async def poll(self, stored: StoredFeed, manner: Manner) -> Recorded:
        """Fetch, parse and store; return what came of it.

        An expected failure is recorded with its feed and returned as its ``error``.
        """
        bound = log.bind(feed=stored.feed.name)
        try:
            answer, document = await self.look(stored, manner)
        except FeedError as error:
            recorded = await asyncio.to_thread(self._record_failure, stored, manner, error)
            bound.warning("feed failed", error=str(error), failures=stored.failures + 1)
            return recorded
        recorded = await asyncio.to_thread(self._record, stored, manner, answer, document)
        if recorded.new or recorded.edited:
            bound.info("feed polled", new=recorded.new, edited=recorded.edited)
        return recorded

    async def look(
        self, stored: StoredFeed, manner: Manner
    ) -> tuple[Fetched | NotModified, ParsedFeed | None]:
        """Return what the server answered, and the document where it is not the one before.

        Raises FeedError.
        """
        request = FetchRequest(stored.address, stored.etag, stored.last_modified, manner.user_agent)
        answer = await self.fetcher.fetch(request)
        if isinstance(answer, NotModified) or digest_of(answer) == stored.digest:
            return answer, None
        document = await self._parse(answer, stored.feed.locale)
        if document.kind == "sitemap index":
            document = await self._with_sitemaps(document, stored, manner)
        return answer, document

    async def _parse(self, answer: Fetched, language: str) -> ParsedFeed:
        return await self.parsers.parse(
            Job(
                body=answer.body,
                now=self.clock(),
                url=answer.url,
                content_type=answer.content_type,
                declared_language=language,
                limits=self.limits,
            )
        )

    async def _with_sitemaps(
        self, index: ParsedFeed, stored: StoredFeed, manner: Manner
    ) -> ParsedFeed:
        """Return the index with the entries of its newest sitemaps that can be had.

        Raises FeedError where none can, or where the site wants to be left alone.
        """
        entries: list[Entry] = []
        failed: list[FeedError] = []
        chosen = index.sitemaps[:MOST_SITEMAPS]
        for url in chosen:
            try:
                child = await self.fetcher.fetch(FetchRequest(url, user_agent=manner.user_agent))
                if isinstance(child, Fetched):
                    entries.extend((await self._parse(child, stored.feed.locale)).entries)
            except FeedError as error:
                if isinstance(error, FetchError) and schedule.overloaded(error.status):
                    raise
                log.warning("sitemap failed", feed=stored.feed.name, url=url, error=str(error))
                failed.append(error)
        if failed and len(failed) == len(chosen):
            # Without the status: that a sitemap is gone does not mean that the feed is.
            raise FeedError(f"no sitemap of the index can be read: {failed[-1]}")
        return replace(index, entries=tuple(entries))

    def _record(
        self,
        stored: StoredFeed,
        manner: Manner,
        answer: Fetched | NotModified,
        document: ParsedFeed | None,
    ) -> Recorded:
        """Store new and edited entries, and the validators, which only a parsed document earns."""
        now = self.clock()
        ttl = document.ttl if document else stored.ttl
        moved_to, moved_since = _moved(stored, answer.permanent_url, now)
        mark = _recognised_by(stored, answer, document)
        outcome = PollOutcome(
            polled_at=now,
            next_poll_at=schedule.after_success(
                now, manner.interval, Wishes(answer.fresh_for, ttl), self.jitter()
            ),
            error=None,
            failures=0,
            etag=mark.etag,
            last_modified=mark.last_modified,
            digest=mark.digest,
            moved_to=moved_to,
            moved_since=moved_since,
            ttl=ttl,
        )
        with self.store.write() as connection:
            recorded = Recorded()
            if document is not None:
                recorded = record_document(
                    connection, stored, document.entries, now, manner.first_poll_window
                )
            feeds.record_poll(connection, stored.id, outcome)
        return recorded

    def _record_failure(self, stored: StoredFeed, manner: Manner, error: FeedError) -> Recorded:
        now = self.clock()
        failures = stored.failures + 1
        status = error.status if isinstance(error, FetchError) else None
        wishes = Wishes(retry_after=error.retry_after if isinstance(error, FetchError) else None)
        jitter = self.jitter()
        said = without_secrets(str(error), self.secrets)
        outcome = PollOutcome(
            polled_at=now,
            next_poll_at=schedule.after_failure(now, manner.interval, failures, wishes, jitter),
            error=said,
            failures=failures,
            etag=stored.etag,
            last_modified=stored.last_modified,
            digest=stored.digest,
            # An address that was adopted and fails is given up for the configured one.
            moved_to=None if stored.moved_since is None else stored.moved_to,
            moved_since=stored.moved_since,
            gone=schedule.stops(status),
        )
        rest = schedule.site_rests_until(now, status, failures, wishes, jitter)
        with self.store.write() as connection:
            feeds.record_poll(connection, stored.id, outcome)
            if rest is not None:
                feeds.slow_site(connection, stored.site, rest)
        return Recorded(error=said)


def _recognised_by(
    stored: StoredFeed, answer: Fetched | NotModified, document: ParsedFeed | None
) -> _Mark:
    """Return the mark of the document. An index has none: its sitemaps change while it stays as it
    is.
    """
    if document is not None and document.kind == "sitemap index":
        return _Mark()
    if isinstance(answer, NotModified):
        return _Mark(
            answer.etag or stored.etag, answer.last_modified or stored.last_modified, stored.digest
        )
    return _Mark(answer.etag, answer.last_modified, digest_of(answer))


def digest_of(answer: Fetched) -> str:
    """Return what tells one document from another, for servers without validators."""
    return sha256(answer.body).hexdigest()


def _moved(
    stored: StoredFeed, permanent_url: str | None, now: datetime
) -> tuple[str | None, datetime | None]:
    """Return where the feed is moving to and since when; no "since" once that is adopted."""
    adopted = stored.moved_to is not None and stored.moved_since is None
    if adopted:
        return stored.moved_to, None
    if permanent_url is None:
        return None, None
    if permanent_url != stored.moved_to or stored.moved_since is None:
        return permanent_url, now
    if schedule.adopts_redirect(stored.moved_since, now):
        return permanent_url, None
    return permanent_url, stored.moved_since

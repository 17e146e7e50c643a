"""The opened house: every part that the verbs need, and how it changes with the configuration."""

from __future__ import annotations

import asyncio
import math
import random
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from types import TracebackType
from typing import Self

import structlog
from sqlalchemy import Connection
from sqlalchemy.exc import SQLAlchemyError

from monitor.app import convert
from monitor.app.judges import WatchJudges
from monitor.app.listening import Listening
from monitor.config.load import Config
from monitor.domain import Notice, Subscriber
from monitor.feeds.fetch import Fetcher
from monitor.feeds.worker import ParserPool
from monitor.pipeline import notify, unsubscribe
from monitor.pipeline.assess import Assessor
from monitor.pipeline.audience import Audience
from monitor.pipeline.deliver import Postman, Reach
from monitor.pipeline.escalate import escalate_due
from monitor.pipeline.measure import Measurer
from monitor.pipeline.place import StoryKeeper
from monitor.pipeline.poll import Manner, Poller
from monitor.pipeline.record import Recorded
from monitor.pipeline.release import release_due
from monitor.scoring.classifier import Classifier
from monitor.store import deliveries, disabled, feeds, keys
from monitor.store.engine import Store
from monitor.store.feeds import StoredFeed
from monitor.store.leader import Leadership
from monitor.watches import seeded_lexicon
from monitor.web.site import Site
from monitor.web.unsubscribing import unsubscribing

log = structlog.get_logger()

POLL_LEASE = timedelta(minutes=3)
"""Longer than a poll may take; after it, the feed of a daemon that died is due again."""

POLL_PAUSE = timedelta(minutes=5)
"""After a poll that failed by a fault of ours or of the database."""

OLD_PARTS_SECONDS = 60.0
"""How long parts of a configuration that was replaced may finish what they are doing."""


def utc_now() -> datetime:
    """Return the current moment, in UTC."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Parts:
    """What depends on the configuration and is replaced as a whole when that changes."""

    config: Config
    manners: dict[str, Manner]
    """By feed."""
    fetcher: Fetcher
    poller: Poller
    judges: WatchJudges
    audience: Audience
    reach: Reach

    async def close(self) -> None:
        """Let go of connections."""
        await self.fetcher.__aexit__(None, None, None)
        for channel in self.reach.channels.values():
            await channel.close()


class House:
    """Open with ``async with``; then ``poll``, ``assess`` and ``deliver`` do what is due."""

    def __init__(
        self,
        config: Config,
        store: Store,
        classifier: Classifier,
        clock: Callable[[], datetime] = utc_now,
    ) -> None:
        self.config = config
        self.store = store
        self.clock = clock
        self._classifier = classifier
        self._dice = random.SystemRandom()
        self._parsers = ParserPool()
        self._keeper = StoryKeeper(config.settings.stories.window)
        self._assessor = Assessor(store, clock, self._keeper)
        self._measurer = Measurer(store, clock)
        self._postman = Postman(store, clock, self._dice.random)
        self._polling: dict[int, asyncio.Task[None]] = {}
        self._retired: set[asyncio.Task[None]] = set()
        self._lexicon = seeded_lexicon()
        self._parts: Parts | None = None
        self._leadership = Leadership(store)
        self._led = False
        self._listening = Listening(store, clock, self._dice.random, self._tell)
        self._site = Site(unsubscribing(self._unsubscribe), self._tell)
        self._asking = threading.Lock()

    @property
    def parts(self) -> Parts:
        """Return the parts of the configuration in force."""
        if self._parts is None:
            raise RuntimeError("the house is not open")
        return self._parts

    async def __aenter__(self) -> Self:
        await self.reconfigure(self.config)
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self._listening.close()
        await self._site.close()
        for task in self._retired:
            task.cancel()
        if self._parts is not None:
            await self._parts.close()
        await self._parsers.__aexit__(kind, error, trace)
        self._leadership.release()

    async def reconfigure(self, config: Config) -> None:
        """Take a configuration over: all of it, or, where it raises, nothing."""
        judges = await asyncio.to_thread(WatchJudges.of, config, self._classifier, self._lexicon)
        self._lexicon.release()
        key = await asyncio.to_thread(self._unsubscribe_key)
        parts = await self._build(config, judges, key)
        await asyncio.to_thread(self._sync, config)
        old, self._parts, self.config = self._parts, parts, config
        if old is not None:
            task = asyncio.create_task(_close_later(old))
            self._retired.add(task)
            task.add_done_callback(self._retired.discard)
        await self._tell(*convert.template_trouble(config))

    async def poll(self) -> None:
        """Start polling every feed that is due and is not being polled already."""
        busy = set(self._polling)
        due = await asyncio.to_thread(self._claim)
        for stored in due:
            if stored.id not in busy and stored.feed.name in self.parts.manners:
                task = asyncio.create_task(self._poll_one(stored, self.parts))
                self._polling[stored.id] = task
                task.add_done_callback(partial(self._forget_poll, stored.id))

    async def poll_feed(self, stored: StoredFeed) -> Recorded:
        """Poll one feed now, due or not."""
        return await self.parts.poller.poll(stored, self.parts.manners[stored.feed.name])

    async def assess(self, seconds: float = math.inf) -> None:
        """Assess what waits, unless another daemon on the database does.

        No batch begins after ``seconds``, so that a long backlog can be told from a verb that is
        stuck.
        """
        if not await asyncio.to_thread(self._leads):
            return
        loop = asyncio.get_running_loop()
        until = loop.time() + seconds
        while await self._assessor.assess(self.parts.judges, self.parts.audience):
            if loop.time() > until:
                return

    async def measure(self) -> None:
        """Measure the index and look for silent outlets, where this daemon tells stories."""
        if not self._led:
            return
        watches = [watch.name for watch in self.parts.config.watches]
        audience, operator = self.parts.audience, self._operator()
        await asyncio.to_thread(self._measurer.measure, watches, audience, operator)

    async def release(self) -> None:
        """Owe what has waited long enough, and digests that are due."""
        await self._lead(release_due)

    async def escalate(self) -> None:
        """Owe to the next contact what nobody has acknowledged."""
        await self._lead(escalate_due)

    async def _lead(self, verb: Callable[[Store, Audience, datetime], int]) -> None:
        if await asyncio.to_thread(self._leads):
            await asyncio.to_thread(verb, self.store, self.parts.audience, self.clock())

    async def deliver(self) -> None:
        """Start sending what may go now."""
        await self._postman.deliver(self.parts.reach)

    async def listen(self) -> None:
        """See that buttons in Slack and links in mails are heard, where they are configured."""
        await self._site.keep(convert.listen_of(self.parts.config))
        slack = self.parts.config.settings.slack
        token = slack.app_token.get_secret_value() if slack.app_token else ""
        await self._listening.keep(token, slack.api, self.parts.reach)

    async def trouble(self, key: str, title: str, body: str) -> None:
        """Tell the operator of a trouble, once."""
        now = self.clock()
        await asyncio.to_thread(
            self._note,
            lambda connection: notify.trouble(
                connection, self._operator(), Notice(key, title, body, now), self._domain()
            ),
        )

    async def relief(self, key: str) -> None:
        """Tell the operator that a trouble is over, where there was one."""
        now = self.clock()
        await asyncio.to_thread(
            self._note,
            lambda connection: notify.relief(
                connection, self._operator(), key, now, self._domain()
            ),
        )

    async def _tell(self, key: str, title: str, wrong: str | None) -> None:
        if wrong is None:
            await self.relief(key)
        else:
            await self.trouble(key, title, wrong)

    def _note(self, write: Callable[[Connection], object]) -> None:
        with self.store.write() as connection:
            write(connection)

    def _operator(self) -> Subscriber | None:
        return convert.operator_of(self.config)

    def _domain(self) -> str:
        return self.parts.audience.message_domain

    @property
    def leads(self) -> bool:
        """Return whether this daemon does what only one on a database may."""
        return self._led or self.store.is_sqlite

    def forget_lanes(self) -> None:
        """Let every lane be used again at once, since the clock by which some are held moved."""
        self._postman.lanes.clear()

    async def drain(self, seconds: float) -> None:
        """Give polls and sendings in flight that long to end; what does not is not lost."""
        polls = list(self._polling.values())
        for task in polls:
            task.cancel()
        await asyncio.gather(
            asyncio.gather(*polls, return_exceptions=True), self._postman.finish(seconds)
        )

    def release_leases(self) -> None:
        """Take back what a daemon that died here was sending, where there is none but this one."""
        if not self.store.is_sqlite:
            return
        with self.store.write() as connection:
            deliveries.release_leases(connection)

    def _leads(self) -> bool:
        # Several jobs ask, each in a thread of its own, and a connection bears one at a time.
        with self._asking:
            led, self._led = self._led, self._leadership.held()
            if self._led and not led:
                # Another daemon may have placed entries since this one last did.
                self._keeper.forget()
            return self._led

    def _claim(self) -> list[StoredFeed]:
        """Return the feeds that are due, claimed where another daemon could claim them.

        On SQLite there is no other, and a claim would outlive a daemon that is killed.
        """
        now = self.clock()
        with self.store.read() as connection:
            due = feeds.due_feeds(connection, now)
        if self.store.is_sqlite or not due:
            return due
        with self.store.write() as connection:
            return feeds.claim_due(connection, now, now + POLL_LEASE)

    async def _poll_one(self, stored: StoredFeed, parts: Parts) -> None:
        try:
            await parts.poller.poll(stored, parts.manners[stored.feed.name])
        except Exception:
            # A fault of ours with one feed: it is tried again later and stops no other.
            log.exception("poll failed", feed=stored.feed.name)
            try:
                await asyncio.to_thread(self._postpone, stored)
            except SQLAlchemyError:
                # What the database does not keep is kept by this task, lest the feed be asked for
                # what cannot be stored again and again.
                await asyncio.sleep(POLL_PAUSE.total_seconds())

    def _postpone(self, stored: StoredFeed) -> None:
        with self.store.write() as connection:
            feeds.postpone(connection, stored.id, self.clock() + POLL_PAUSE)

    def _forget_poll(self, feed_id: int, _task: asyncio.Task[None]) -> None:
        self._polling.pop(feed_id, None)

    async def _unsubscribe(self, token: str) -> bool:
        def write() -> bool:
            with self.store.write() as connection:
                targets = self.parts.reach.targets
                return unsubscribe.unsubscribe(connection, token, targets, self.clock())

        return await asyncio.to_thread(write)

    def _unsubscribe_key(self) -> bytes:
        with self.store.write() as connection:
            return keys.own_key(connection, unsubscribe.KEY)

    def _sync(self, config: Config) -> None:
        with self.store.write() as connection:
            feeds.sync_feeds(connection, convert.feeds_of(config), self.clock())
            disabled.forget_changed(connection, convert.credentials_of(config))

    async def _build(self, config: Config, judges: WatchJudges, key: bytes) -> Parts:
        fetcher = convert.fetcher_of(config)
        await fetcher.__aenter__()
        poller = Poller(
            store=self.store,
            fetcher=fetcher,
            parsers=self._parsers,
            limits=convert.parse_limits_of(config),
            clock=self.clock,
            jitter=self._dice.random,
        )
        return Parts(
            config=config,
            manners=convert.manners_of(config),
            fetcher=fetcher,
            poller=poller,
            judges=judges,
            audience=convert.audience_of(config),
            reach=convert.reach_of(config, key),
        )


async def _close_later(parts: Parts) -> None:
    try:
        await asyncio.sleep(OLD_PARTS_SECONDS)
    finally:
        await parts.close()

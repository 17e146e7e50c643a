"""The opened house: every part that the verbs need, and how it changes with the configuration."""

from __future__ import annotations

import asyncio
import math
import random
from collections.abc import Callable
from datetime import UTC, datetime
from types import TracebackType
from typing import Self

from monitor.app import convert
from monitor.app.judges import WatchJudges
from monitor.app.leading import Leading
from monitor.app.listening import Listening
from monitor.app.parts import Parts
from monitor.app.polling import Polling
from monitor.app.telling import Telling
from monitor.app.unsubscribing import unsubscribe_key, unsubscriber
from monitor.config.load import Config
from monitor.feeds.worker import ParserPool
from monitor.pipeline.assess import Assessor
from monitor.pipeline.audience import Audience
from monitor.pipeline.deliver import Postman
from monitor.pipeline.empty import empty
from monitor.pipeline.escalate import escalate_due
from monitor.pipeline.measure import Measurer
from monitor.pipeline.place import StoryKeeper
from monitor.pipeline.poll import Poller
from monitor.pipeline.release import release_due
from monitor.scoring.classifier import Classifier
from monitor.store import deliveries, disabled, feeds
from monitor.store.engine import Store
from monitor.watches import seeded_lexicon
from monitor.web.site import Site
from monitor.web.unsubscribing import unsubscribing


def utc_now() -> datetime:
    """Return the current moment, in UTC."""
    return datetime.now(UTC)


class House:
    """Open with ``async with``; then ``assess``, ``release``, ``deliver`` ... do what is due."""

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
        self._retired: set[asyncio.Task[None]] = set()
        self._lexicon = seeded_lexicon()
        self._parts: Parts | None = None
        self.polling = Polling(store, clock, lambda: self.parts)
        self.telling = Telling(store, clock, lambda: self.parts)
        # Another daemon may have placed entries since this one last did.
        self.leading = Leading(store, gained=self._keeper.forget)
        self._listening = Listening(store, clock, self._dice.random, self.telling.tell)
        taker = unsubscriber(store, clock, lambda: self.parts)
        self._site = Site(unsubscribing(taker), self.telling.tell)

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
        self.leading.release()

    async def reconfigure(self, config: Config) -> None:
        """Take a configuration over: all of it, or, where it raises, nothing."""
        judges = await asyncio.to_thread(WatchJudges.of, config, self._classifier, self._lexicon)
        self._lexicon.release()
        key = await asyncio.to_thread(unsubscribe_key, self.store)
        parts = await self._build(config, judges, key)
        await asyncio.to_thread(self._sync, config)
        old, self._parts, self.config = self._parts, parts, config
        if old is not None:
            task = asyncio.create_task(old.close_later())
            self._retired.add(task)
            task.add_done_callback(self._retired.discard)
        await self.telling.tell(*convert.template_trouble(config))

    async def assess(self, seconds: float = math.inf) -> None:
        """Assess what waits, unless another daemon on the database does.

        No batch begins after ``seconds``, so that a long backlog can be told from a verb that is
        stuck.
        """
        loop = asyncio.get_running_loop()
        until = loop.time() + seconds
        while await self.leading.ask():
            assessed = await self._assessor.assess(self.parts.judges, self.parts.audience)
            if not assessed or loop.time() > until:
                return

    async def measure(self) -> None:
        """Measure the index and look for silent outlets, where this daemon tells stories."""
        if not self.leading.led:
            return
        parts = self.parts
        watches = [watch.name for watch in parts.config.watches]
        operator = parts.audience.operator
        await asyncio.to_thread(self._measurer.measure, watches, parts.audience, operator)

    async def release(self) -> None:
        """Owe what has waited long enough, and digests that are due."""
        await self._lead(release_due)

    async def escalate(self) -> None:
        """Owe to the next contact what nobody has acknowledged."""
        await self._lead(escalate_due)

    async def _lead(self, verb: Callable[[Store, Audience, datetime], int]) -> None:
        if await self.leading.ask():
            await asyncio.to_thread(verb, self.store, self.parts.audience, self.clock())

    async def deliver(self) -> None:
        """Start sending what may go now."""
        await self._postman.deliver(self.parts.reach)

    async def deliver_all(self, seconds: float) -> None:
        """Send what is due, as the pace of the lanes allows, and end what then is being sent."""
        loop = asyncio.get_running_loop()
        until = loop.time() + seconds
        await empty(self._postman, self.parts.reach, seconds)
        await self.drain(max(until - loop.time(), 0))

    async def listen(self) -> None:
        """See that buttons in Slack and links in mails are heard, where they are configured."""
        await self._site.keep(convert.listen_of(self.parts.config))
        slack = self.parts.config.settings.slack
        token = slack.app_token.get_secret_value() if slack.app_token else ""
        await self._listening.keep(token, slack.api, self.parts.reach)

    def forget_lanes(self) -> None:
        """Let every lane be used again at once, since the clock by which some are held moved."""
        self._postman.lanes.clear()

    async def drain(self, seconds: float) -> None:
        """Give polls and sendings in flight that long to end; what does not is not lost."""
        await asyncio.gather(self.polling.cancel(), self._postman.finish(seconds))

    def release_leases(self) -> None:
        """Take back what a daemon that died here was sending, where there is none but this one."""
        if not self.store.is_sqlite:
            return
        with self.store.write() as connection:
            deliveries.release_leases(connection)

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
            secrets=config.secret_values,
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

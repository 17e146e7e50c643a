"""Poll the feeds that are due side by side, none of them twice at once."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial

from sqlalchemy.exc import SQLAlchemyError

from monitor.app.parts import InForce, Parts
from monitor.pipeline.isolate import log_failure
from monitor.store import feeds
from monitor.store.engine import Store
from monitor.store.feeds import StoredFeed

POLL_LEASE = timedelta(minutes=3)
"""Longer than a poll may take; after it, the feed of a daemon that died is due again."""

POLL_PAUSE = timedelta(minutes=5)
"""After a poll that failed by a fault of ours or of the database."""


class Polling:
    """The polls in flight, a task each."""

    def __init__(self, store: Store, clock: Callable[[], datetime], in_force: InForce) -> None:
        self._store = store
        self._clock = clock
        self._in_force = in_force
        self._in_flight: dict[int, asyncio.Task[None]] = {}

    async def start_due(self) -> None:
        """Start polling every feed that is due and is not being polled already."""
        busy = set(self._in_flight)
        due = await asyncio.to_thread(self._claim)
        parts = self._in_force()
        for stored in due:
            if stored.id not in busy and stored.feed.name in parts.manners:
                task = asyncio.create_task(self._poll(stored, parts))
                self._in_flight[stored.id] = task
                task.add_done_callback(partial(self._forget, stored.id))

    async def cancel(self) -> None:
        """End what is in flight; a feed that was not read to the end is due again."""
        polls = list(self._in_flight.values())
        for task in polls:
            task.cancel()
        await asyncio.gather(*polls, return_exceptions=True)

    def _claim(self) -> list[StoredFeed]:
        """Return the feeds that are due, claimed where another daemon could claim them.

        On SQLite there is no other, and a claim would outlive a daemon that is killed.
        """
        now = self._clock()
        with self._store.read() as connection:
            due = feeds.due_feeds(connection, now)
        if self._store.is_sqlite or not due:
            return due
        with self._store.write() as connection:
            return feeds.claim_due(connection, now, now + POLL_LEASE)

    async def _poll(self, stored: StoredFeed, parts: Parts) -> None:
        try:
            await parts.poll(stored)
        except Exception as error:
            # A fault of ours with one feed: it is tried again later and stops no other.
            log_failure("poll failed", error, feed=stored.feed.name)
            try:
                await asyncio.to_thread(self._postpone, stored)
            except SQLAlchemyError:
                # What the database does not keep is kept by this task, lest the feed be asked for
                # what cannot be stored again and again.
                await asyncio.sleep(POLL_PAUSE.total_seconds())

    def _postpone(self, stored: StoredFeed) -> None:
        with self._store.write() as connection:
            feeds.postpone(connection, stored.id, self._clock() + POLL_PAUSE)

    def _forget(self, feed_id: int, _task: asyncio.Task[None]) -> None:
        self._in_flight.pop(feed_id, None)

"""Forget what is old, a little at a time, and keep every alert with its evidence."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from sqlalchemy import Connection

from monitor.store import retention
from monitor.store.engine import Store
from monitor.store.retention import Candidates

BATCH = 200
"""Rows in one transaction: polls and alerts must not wait long for it."""
MARGIN = timedelta(days=1)
"""Entries stay so much longer than stories are open to them."""


@dataclass(frozen=True, slots=True)
class Pruned:
    """How much was forgotten."""

    entries: int = 0
    stories: int = 0
    deliveries: int = 0


def oldest_kept(now: datetime, keep: timedelta, story_window: timedelta) -> datetime:
    """Return the moment before which entries may go: ``keep`` ago, but not within open stories."""
    return now - max(keep, story_window + MARGIN)


def retain(store: Store, before: datetime, stopped: Callable[[], bool] = lambda: False) -> Pruned:
    """Delete what was last seen before then, in small transactions.

    Ends early once ``stopped`` says so; the next time goes on from there.
    """
    with store.read() as connection:
        standing = retention.standing_since(connection)
    old_entries = partial(retention.old_entries, standing=standing)
    forget = partial(_forget, store, before, stopped)
    return Pruned(
        forget(old_entries, retention.remove_entries),
        forget(retention.old_stories, retention.remove_stories),
        forget(retention.old_deliveries, retention.remove_deliveries),
    )


def would_forget(store: Store, before: datetime) -> Pruned:
    """Return how much ``retain`` would delete, the stories left empty not counted."""
    with store.read() as connection:
        standing = retention.standing_since(connection)
        entries = 0
        last: int | None = 0
        while last is not None:
            found = retention.old_entries(connection, before, last, BATCH, standing=standing)
            entries += len(found.ids)
            last = found.last_id
        return Pruned(entries, 0, retention.count_deliveries(connection, before))


def _forget(
    store: Store,
    before: datetime,
    stopped: Callable[[], bool],
    find: Callable[[Connection, datetime, int, int], Candidates],
    remove: Callable[[Connection, datetime, Sequence[int]], int],
) -> int:
    """Look without holding up who writes, and look again at what was found when deleting it."""
    total = 0
    last: int | None = 0
    while last is not None and not stopped():
        with store.read() as connection:
            found = find(connection, before, last, BATCH)
        if found.ids:
            with store.write() as connection:
                total += remove(connection, before, found.ids)
        last = found.last_id
    return total

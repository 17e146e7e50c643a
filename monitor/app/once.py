"""One round of the service: poll, assess, deliver, and be done."""

from __future__ import annotations

import asyncio

import structlog
from rich.console import Console
from rich.progress import Progress

from monitor.app.house import House
from monitor.engine.loop import run
from monitor.errors import MonitorError
from monitor.pipeline.record import Recorded
from monitor.store import feeds
from monitor.store.feeds import StoredFeed
from monitor.text.secrets import without_secrets

log = structlog.get_logger()

DELIVERY_SECONDS = 30.0
"""How long the messages that are due may take, with the waits of lanes that have a pace."""


def poll_once(house: House, name: str | None, progress_on: Console) -> list[tuple[str, Recorded]]:
    """Poll the feed called ``name``, or every feed that is due, with a progress bar.

    Raises MonitorError where no such feed is configured.
    """
    return run(_poll_once(house, name, progress_on))


async def _poll_once(
    house: House, name: str | None, progress_on: Console
) -> list[tuple[str, Recorded]]:
    async with house:
        chosen = _chosen(house, name)
        results: list[tuple[str, Recorded]] = []
        with Progress(console=progress_on, transient=True) as progress:
            task = progress.add_task("Polling", total=len(chosen))

            async def one(stored: StoredFeed) -> None:
                results.append((stored.feed.name, await _poll(house, stored)))
                progress.advance(task)

            async with asyncio.TaskGroup() as group:
                for stored in chosen:
                    group.create_task(one(stored))
            progress.update(task, description="Assessing")
            await house.assess()
        await house.release()
        await house.escalate()
        await house.deliver_all(DELIVERY_SECONDS)
    return sorted(results)


async def _poll(house: House, stored: StoredFeed) -> Recorded:
    try:
        return await house.parts.poll(stored)
    except Exception as error:
        # A fault of ours with one feed stops no other.
        log.exception("poll failed", feed=stored.feed.name)
        said = without_secrets(repr(error), house.config.secret_values)
        return Recorded(error=f"a fault of the monitor: {said}")


def _chosen(house: House, name: str | None) -> list[StoredFeed]:
    with house.store.read() as connection:
        if name is None:
            return feeds.due_feeds(connection, house.clock())
        for stored in feeds.list_feeds(connection):
            if stored.feed.name == name and stored.enabled:
                return [stored]
    raise MonitorError(f"no feed is called {name}; see 'monitor feeds list'")

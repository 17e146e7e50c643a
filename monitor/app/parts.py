"""What is made of a configuration, as a whole."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass

from monitor.app.judges import WatchJudges
from monitor.config.load import Config
from monitor.feeds.fetch import Fetcher
from monitor.pipeline.audience import Audience
from monitor.pipeline.deliver import Reach
from monitor.pipeline.poll import Manner, Poller
from monitor.pipeline.record import Recorded
from monitor.store.feeds import StoredFeed

OLD_PARTS_SECONDS = 60.0
"""How long parts of a configuration that was replaced may finish what they are doing."""


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

    async def poll(self, stored: StoredFeed) -> Recorded:
        """Poll a configured feed now, due or not."""
        return await self.poller.poll(stored, self.manners[stored.feed.name])

    async def close(self) -> None:
        """Let go of connections."""
        await self.fetcher.__aexit__(None, None, None)
        for channel in self.reach.channels.values():
            await channel.close()

    async def close_later(self) -> None:
        """Close once what is being done with these parts had time to end."""
        try:
            await asyncio.sleep(OLD_PARTS_SECONDS)
        finally:
            await self.close()


InForce = Callable[[], Parts]
"""Gives the parts of the configuration in force, which may be others each time."""

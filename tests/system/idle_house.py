"""A house in which nothing is ever due, for what the daemon does by itself."""

from __future__ import annotations

from datetime import UTC, datetime

from monitor.config.load import Config
from monitor.store.engine import Store


class IdleHouse:
    """What the daemon asks of its house, with nothing to do."""

    def __init__(self, store: Store, config: Config) -> None:
        self.store = store
        self.config = config
        self.leads = False
        self.polling = self.telling = self.leading = self

    def clock(self) -> datetime:
        return datetime.now(UTC)

    async def start_due(self) -> None:
        """Find nothing due."""

    deliver = release = escalate = measure = listen = start_due

    async def assess(self, seconds: float) -> None:
        """Find nothing to assess."""

    async def relief(self, key: str) -> None:
        """Have nothing to be over."""

    async def drain(self, seconds: float) -> None:
        """Have nothing in flight."""

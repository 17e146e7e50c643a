"""Have one message at a time between its sending and the record of that."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

PATIENCE = 2.0
"""Seconds that a message has its turn to itself. A good server answers sooner; one that does not
must not hold up what is owed to others."""


@dataclass(slots=True)
class Turn:
    """A turn that is waited for, though not long.

    What a crash finds between sending and record is sent again. While each message keeps its turn
    for less than ``PATIENCE``, that is one message at most.
    """

    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    ends_at: float = 0.0
    """On the event loop's clock: when others may go although somebody has the turn."""

    @asynccontextmanager
    async def taken(self) -> AsyncIterator[None]:
        """Wait until nobody has the turn, or somebody has had it for ``PATIENCE``; then have it."""
        clock = asyncio.get_running_loop().time
        while not await self._acquired():
            if self.ends_at <= clock():
                yield
                return
        self.ends_at = clock() + PATIENCE
        try:
            yield
        finally:
            self.lock.release()

    async def _acquired(self) -> bool:
        """Wait for the lock until the one that has it has had it long enough."""
        try:
            async with asyncio.timeout_at(self.ends_at):
                return await self.lock.acquire()
        except TimeoutError:
            return False

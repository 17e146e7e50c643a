"""Tell the operator of troubles with the monitor itself."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import datetime

from sqlalchemy import Connection

from monitor.app.parts import InForce
from monitor.domain import Notice
from monitor.pipeline import notify
from monitor.store.engine import Store


class Telling:
    """What the operator hears: of each trouble once, and once that it is over."""

    def __init__(self, store: Store, clock: Callable[[], datetime], in_force: InForce) -> None:
        self._store = store
        self._clock = clock
        self._in_force = in_force

    async def trouble(self, key: str, title: str, body: str) -> None:
        """Tell of a trouble, once."""
        notice = Notice(key, title, body, self._clock())

        def note(connection: Connection) -> None:
            audience = self._in_force().audience
            notify.trouble(connection, audience.operator, notice, audience.message_domain)

        await self._write(note)

    async def relief(self, key: str) -> None:
        """Tell that a trouble is over, where there was one."""
        now = self._clock()

        def note(connection: Connection) -> None:
            audience = self._in_force().audience
            notify.relief(connection, audience.operator, key, now, audience.message_domain)

        await self._write(note)

    async def tell(self, key: str, title: str, wrong: str | None) -> None:
        """Tell what is wrong or, where that is None, that it is over."""
        if wrong is None:
            await self.relief(key)
        else:
            await self.trouble(key, title, wrong)

    async def _write(self, note: Callable[[Connection], None]) -> None:
        def write() -> None:
            with self._store.write() as connection:
                note(connection)

        await asyncio.to_thread(write)

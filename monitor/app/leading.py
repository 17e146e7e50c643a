"""Know whether this daemon does what only one on a database may."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable

from monitor.store.engine import Store
from monitor.store.leader import Leadership


class Leading:
    """Ask for the lead, and remember the answer for those who must not wait for it."""

    def __init__(self, store: Store, gained: Callable[[], None]) -> None:
        """Wire the parts.

        ``gained`` is called when this daemon leads and, when it last asked, did not.
        """
        self._alone = store.is_sqlite
        self._leadership = Leadership(store)
        self._gained = gained
        self._led = False
        self._asking = threading.Lock()

    @property
    def led(self) -> bool:
        """Return whether this daemon led when it last asked."""
        return self._led

    @property
    def leads(self) -> bool:
        """Return whether this daemon leads: it led when it last asked, or there is no other."""
        return self._led or self._alone

    async def ask(self) -> bool:
        """Return whether this daemon leads now, taking the lead where it is free."""
        return await asyncio.to_thread(self._ask)

    def release(self) -> None:
        """Let another daemon lead."""
        self._leadership.release()

    def _ask(self) -> bool:
        # Several jobs ask, each in a thread of its own, and a connection bears one at a time.
        with self._asking:
            led, self._led = self._led, self._leadership.held()
            if self._led and not led:
                self._gained()
            return self._led

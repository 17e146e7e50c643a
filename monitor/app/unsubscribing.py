"""Take a reader's wish to get no more mail, and keep the key that signs the links in mails."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import datetime

from monitor.app.parts import InForce
from monitor.pipeline import unsubscribe
from monitor.store import keys
from monitor.store.engine import Store
from monitor.web.unsubscribing import Unsubscribe


def unsubscribe_key(store: Store) -> bytes:
    """Return the key of this database, made where there is none yet."""
    with store.write() as connection:
        return keys.own_key(connection, unsubscribe.KEY)


def unsubscriber(store: Store, clock: Callable[[], datetime], in_force: InForce) -> Unsubscribe:
    """Return what takes the token of a link and tells whether it is ours."""

    def write(token: str) -> bool:
        with store.write() as connection:
            targets = in_force().reach.targets
            return unsubscribe.unsubscribe(connection, token, targets, clock())

    async def take(token: str) -> bool:
        return await asyncio.to_thread(write, token)

    return take

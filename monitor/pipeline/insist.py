"""Write down what has happened, however long the database takes."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import structlog

from monitor.pipeline.isolate import is_of_the_database

log = structlog.get_logger()

PAUSE_SECONDS = 2.0


async def insist(write: Callable[[], None], what: str, pause: float = PAUSE_SECONDS) -> None:
    """Call ``write`` off the event loop until the database takes it.

    For what cannot be undone, such as a message that was sent: forgotten, it would be sent again.
    Raises any error that is not the database's own.
    """
    tries = 0
    while True:
        try:
            await asyncio.to_thread(write)
        except Exception as error:
            if not is_of_the_database(error):
                raise
            tries += 1
            if tries == 1:
                log.error("the database does not take it yet", what=what, reason=str(error)[:200])
            await asyncio.sleep(pause)
        else:
            return

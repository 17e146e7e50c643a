"""The event loop that the verbs run on: names that no server answers for hold nothing up.

The system's resolver may take minutes and cannot be interrupted. In the loop's own pool, a few such
look-ups would leave no thread for the database, and the end of the loop would wait for them.
"""

from __future__ import annotations

import asyncio
import os
import socket
from collections.abc import Coroutine
from concurrent.futures import Future
from threading import Thread, Timer
from typing import Any, NoReturn, TypeVar

import structlog

Result = TypeVar("Result")

log = structlog.get_logger()


def run(main: Coroutine[Any, Any, Result]) -> Result:
    """Run ``main`` to its end as ``asyncio.run`` does, on a loop that no look-up holds up."""
    with asyncio.Runner(loop_factory=_Loop) as runner:
        return runner.run(main)


def end_now(status: int = 0) -> NoReturn:
    """End this process with an exit status, and leave it to the kernel to free what it holds.

    The interpreter takes seconds to free a classifier and the forms of all watches one by one.
    """
    os._exit(status)


def end_within(seconds: float) -> None:
    """End this process with exit status 0 in that time, whatever its threads still wait for.

    No thread can be told to stop waiting for a database that another program holds or that does
    not answer. What it has not committed by then is done again after the next start.
    """

    def end() -> None:
        try:
            log.warning("ended before all was done; the next start does the rest")
        finally:
            end_now()

    timer = Timer(seconds, end)
    # An end that comes sooner does not wait for it.
    timer.daemon = True
    timer.start()


class _Loop(asyncio.SelectorEventLoop):
    async def getaddrinfo(
        self,
        host: bytes | str | None,
        port: bytes | str | int | None,
        *,
        family: int = 0,
        type: int = 0,  # noqa: A002 - the interface's
        proto: int = 0,
        flags: int = 0,
    ) -> list[Any]:
        """Ask the resolver from a daemon thread, which is left behind where nobody waits on."""
        answer: Future[list[Any]] = Future()
        # From here on it cannot be cancelled, so that the thread may always set it.
        answer.set_running_or_notify_cancel()

        def ask() -> None:
            try:
                answer.set_result(socket.getaddrinfo(host, port, family, type, proto, flags))
            except Exception as error:
                answer.set_exception(error)

        Thread(target=ask, name=f"look-up of {host!r}", daemon=True).start()
        return await asyncio.wrap_future(answer, loop=self)

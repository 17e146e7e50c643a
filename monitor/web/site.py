"""Serve pages on one address of this machine, from the daemon's own event loop."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Awaitable, Callable, Generator
from contextlib import contextmanager

import structlog
import uvicorn
from starlette.types import ASGIApp

log = structlog.get_logger()

NO_PAGES = "web"
"""Names the trouble of pages that cannot be served."""
MOST_AT_ONCE = 100
GRACE_SECONDS = 2
Listen = tuple[str, int]


class _Server(uvicorn.Server):
    """A server that leaves the process's signals to the daemon."""

    @contextmanager
    def capture_signals(self) -> Generator[None]:
        yield


class Site:
    """Pages on one address, opened, replaced and closed as the configuration says."""

    def __init__(
        self, pages: ASGIApp, tell: Callable[[str, str, str | None], Awaitable[None]]
    ) -> None:
        """Wire the parts.

        ``tell`` gets a trouble's name, its title and what is wrong, or None once it is over.
        """
        self._pages = pages
        self._tell = tell
        self._listen: Listen | None = None
        self._server: _Server | None = None
        self._task: asyncio.Task[None] | None = None

    async def keep(self, listen: Listen | None) -> None:
        """See that the pages are served on ``listen``, or nowhere; try again where that failed."""
        if listen == self._listen and not (self._task and self._task.done()):
            return
        await self.close()
        if listen is None:
            await self._say(None)
            return
        try:
            opened = _open(listen)
        except OSError as error:
            await self._say(
                f"{listen[0]}:{listen[1]} cannot be listened on ({error.strerror or error}); free "
                "it, or set another web.listen in monitor.yaml"
            )
            return
        self._listen = listen
        self._serve(opened)
        await self._say(None)

    def _serve(self, opened: socket.socket) -> None:
        self._server = _Server(
            uvicorn.Config(
                self._pages,
                http="h11",
                ws="none",
                lifespan="off",
                log_config=None,
                access_log=False,
                server_header=False,
                limit_concurrency=MOST_AT_ONCE,
                timeout_graceful_shutdown=GRACE_SECONDS,
            )
        )
        self._task = asyncio.create_task(self._server.serve(sockets=[opened]))

    async def close(self) -> None:
        """Stop serving, once what is being answered is answered."""
        if self._server is not None and self._task is not None:
            self._server.should_exit = True
            (ended,) = await asyncio.gather(self._task, return_exceptions=True)
            if isinstance(ended, Exception):
                log.error("serving pages failed", error=type(ended).__name__)
        self._listen = self._server = self._task = None

    async def _say(self, wrong: str | None) -> None:
        await self._tell(NO_PAGES, "The monitor's own pages are not served", wrong)


def _open(listen: Listen) -> socket.socket:
    """Return a listening socket, never shared with another process."""
    family = socket.AF_INET6 if ":" in listen[0] else socket.AF_INET
    return socket.create_server(listen, family=family)

"""Listen for buttons in Slack while the service runs and a token for it is configured."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime
from typing import Any

import structlog

from monitor.app.responding import RESPONSES
from monitor.delivery.buttons import presses
from monitor.delivery.channels.http import Poster
from monitor.delivery.channels.slack_api import SlackApi
from monitor.delivery.socket_mode import SocketMode
from monitor.pipeline.deliver import Reach
from monitor.pipeline.press import respond
from monitor.store.engine import Store

log = structlog.get_logger()

NO_BUTTONS = "slack-buttons"
"""Names the trouble of buttons that are drawn and that nobody hears."""


class Listening:
    """One Socket Mode connection, opened, replaced and closed as the configuration says."""

    def __init__(
        self,
        store: Store,
        clock: Callable[[], datetime],
        jitter: Callable[[], float],
        tell: Callable[[str, str, str | None], Awaitable[None]],
    ) -> None:
        """Wire the parts.

        ``tell`` gets a trouble's name, its title and what is wrong, or None once it is over.
        """
        self._store = store
        self._clock = clock
        self._jitter = jitter
        self._tell = tell
        self._reach: Reach | None = None
        self._opened: tuple[str, str] | None = None
        self._task: asyncio.Task[None] | None = None

    async def keep(self, app_token: str, api: str, reach: Reach) -> None:
        """See that what is configured is listened to; presses are answered by way of ``reach``."""
        self._reach = reach
        wanted = (app_token, api) if app_token else None
        if wanted == self._opened and not (self._task and self._task.done()):
            return
        await self.close()
        self._opened = wanted
        if wanted:
            self._task = asyncio.create_task(self._listen(*wanted))
        else:
            await self._say(None)

    async def close(self) -> None:
        """Stop listening."""
        if self._task is not None:
            self._task.cancel()
            (ended,) = await asyncio.gather(self._task, return_exceptions=True)
            if isinstance(ended, Exception):
                log.error("listening for slack buttons failed", error=type(ended).__name__)
        self._task = self._opened = None

    async def _listen(self, app_token: str, api: str) -> None:
        poster = Poster()
        try:
            await SocketMode(
                SlackApi(poster, self._clock, api), app_token, self._handle, self._say, self._jitter
            ).run()
        finally:
            await poster.close()

    async def _say(self, wrong: str | None) -> None:
        await self._tell(NO_BUTTONS, "Buttons in Slack do not work", wrong)

    async def _handle(self, payload: Mapping[str, Any]) -> None:
        for press in presses(payload):
            if self._reach is not None:
                await respond(self._store, self._reach, RESPONSES, press, self._clock())

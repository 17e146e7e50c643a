"""Hear what is pressed in Slack over a WebSocket that we open, so that no public address is needed.

https://docs.slack.dev/apis/events-api/using-socket-mode: each envelope is acknowledged within three
seconds; Slack closes a connection every few hours and says so before, so that the next one can be
opened while the old one still brings what is on its way.
"""

from __future__ import annotations

import asyncio
import json
import logging
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Coroutine, Mapping
from typing import Any

import structlog
from websockets.asyncio.client import ClientConnection, connect

from monitor.delivery.channels.slack_api import SlackApi
from monitor.errors import PermanentDeliveryError, TransientDeliveryError
from monitor.text.characters import read_json

log = structlog.get_logger()

Handle = Callable[[Mapping[str, Any]], Awaitable[None]]
Tell = Callable[[str | None], Awaitable[None]]

OPEN_SECONDS = 20.0
MAX_MESSAGE = 2**20
RETIRED_SECONDS = 30.0
"""How long a connection that Slack gives up may still bring what is on its way."""
SHORT_LIFE_SECONDS = 10.0
"""A connection that lived no longer counts as a failure, so that none is opened in a hot loop."""
FIRST_WAIT_SECONDS = 1.0
LONGEST_WAIT_SECONDS = 60.0
REFUSED_WAIT_SECONDS = 300.0
"""After a refusal that only its owner can mend: a wrong token, Socket Mode switched off."""
REMEMBERED = 1000

# At its most talkative the library logs the address, which holds a ticket.
_quiet = logging.Logger("slack socket", logging.CRITICAL + 1)


class SocketMode:
    """Listen until cancelled; hand the payload of each interaction to ``handle``, once."""

    def __init__(
        self,
        api: SlackApi,
        app_token: str,
        handle: Handle,
        tell: Tell,
        jitter: Callable[[], float],
    ) -> None:
        """Wire the parts.

        ``tell`` is called with what is wrong where nobody but the operator can mend it, and with
        None once it works. ``jitter`` returns 0 to 1.
        """
        self._api = api
        self._token = app_token
        self._handle = handle
        self._tell = tell
        self._jitter = jitter
        self._seen: OrderedDict[str, None] = OrderedDict()
        self._tasks: set[asyncio.Task[None]] = set()

    async def run(self) -> None:
        """Keep one connection open, and open the next before the old one ends."""
        failures = 0
        try:
            while True:
                try:
                    lived = await self._connect_and_wait()
                    failures = 0 if lived >= SHORT_LIFE_SECONDS else failures + 1
                    wait = self._backoff(failures - 1) if failures else 0.0
                except PermanentDeliveryError as error:
                    log.error("slack buttons do not work", reason=str(error))
                    await self._tell(str(error))
                    wait = REFUSED_WAIT_SECONDS
                except TransientDeliveryError as error:
                    log.warning("slack cannot be reached for buttons", reason=str(error))
                    named = min(error.retry_after or 0.0, REFUSED_WAIT_SECONDS)
                    wait = max(self._backoff(failures), named)
                    failures += 1
                await asyncio.sleep(wait)
        finally:
            tasks = list(self._tasks)
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    def _backoff(self, failures: int) -> float:
        doublings: int = 2 ** min(failures, 10)
        longest = min(FIRST_WAIT_SECONDS * doublings, LONGEST_WAIT_SECONDS)
        return longest * (0.5 + self._jitter() / 2)

    async def _connect_and_wait(self) -> float:
        """Open a connection and return, once it is about to end, how many seconds it lived."""
        said = await self._api.call("apps.connections.open", self._token, {})
        loop = asyncio.get_running_loop()
        up: asyncio.Future[None] = loop.create_future()
        ending = asyncio.Event()
        self._spawn(self._listen(str(said.get("url", "")), up, ending))
        await up
        began = loop.time()
        log.info("listening for slack buttons")
        await self._tell(None)
        await ending.wait()
        return loop.time() - began

    async def _listen(self, url: str, up: asyncio.Future[None], ending: asyncio.Event) -> None:
        """Serve one connection to its end; ``up`` tells of its hello, or of why there was none."""
        socket: ClientConnection | None = None
        try:
            async with connect(
                url, open_timeout=OPEN_SECONDS, close_timeout=1, max_size=MAX_MESSAGE, logger=_quiet
            ) as socket:
                async with asyncio.timeout(OPEN_SECONDS):
                    while _read(await socket.recv()).get("type") != "hello":
                        continue
                up.set_result(None)
                await self._serve(socket, ending)
        except Exception as error:
            # The address holds a ticket, so that the error's own text is kept out.
            reason = type(error).__name__
            if up.done():
                log.debug("slack connection ended", reason=reason)
            else:
                up.set_exception(TransientDeliveryError(f"no WebSocket to Slack: {reason}"))
        finally:
            if socket is not None:
                # A goodbye that is cancelled half way leaves the connection open.
                socket.transport.abort()
            if not up.done():
                up.cancel()
            ending.set()

    async def _serve(self, socket: ClientConnection, ending: asyncio.Event) -> None:
        async with asyncio.timeout(None) as limit:
            while True:
                message = _read(await socket.recv())
                if message.get("type") == "disconnect":
                    log.debug("slack ends the connection", reason=message.get("reason"))
                    ending.set()
                    limit.reschedule(asyncio.get_running_loop().time() + RETIRED_SECONDS)
                elif envelope := message.get("envelope_id"):
                    await socket.send(json.dumps({"envelope_id": envelope}))
                    self._take(str(envelope), message)

    def _take(self, envelope: str, message: Mapping[str, Any]) -> None:
        payload = message.get("payload")
        if envelope in self._seen or message.get("type") != "interactive":
            return
        self._seen[envelope] = None
        if len(self._seen) > REMEMBERED:
            self._seen.popitem(last=False)
        if isinstance(payload, dict):
            self._spawn(self._guarded(payload))

    async def _guarded(self, payload: Mapping[str, Any]) -> None:
        try:
            await self._handle(payload)
        except Exception:
            log.exception("slack button failed")

    def _spawn(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)


def _read(text: str | bytes) -> dict[str, Any]:
    try:
        message = read_json(text if isinstance(text, str) else text.decode())
    except (ValueError, RecursionError):
        return {}
    return message if isinstance(message, dict) else {}

"""Send everything that is due, where nothing ticks to ask again."""

from __future__ import annotations

import asyncio
import math

from monitor.pipeline.deliver import Postman, Reach


async def empty(postman: Postman, reach: Reach, seconds: float) -> None:
    """Send what is due as fast as the lanes allow, for that long; retries are not waited for.

    What is being sent when the time is over goes on: see ``Postman.finish``.
    """
    loop = asyncio.get_running_loop()
    until = loop.time() + seconds
    while True:
        await postman.deliver(reach)
        left = until - loop.time()
        opens = postman.lane_opens_at
        pause = (opens - postman.clock()).total_seconds() if opens else math.inf
        if left <= 0 or (pause > left and not postman.sending):
            return
        pause = max(min(pause, left), 0)
        if postman.sending:
            sending = postman.sending.values()
            await asyncio.wait(sending, timeout=pause, return_when=asyncio.FIRST_COMPLETED)
        else:
            await asyncio.sleep(pause)

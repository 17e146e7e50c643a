"""Names that no server answers for hold up neither other work nor the end."""

from __future__ import annotations

import asyncio
import socket
import subprocess
import sys
from collections.abc import Iterator
from threading import Event

import pytest

from monitor.engine.loop import run

PATIENCE_SECONDS = 20.0
MORE_THAN_A_POOL_HOLDS = 64
LEAVES_A_LOOKUP_BEHIND = """
import asyncio, socket, time
from monitor.engine.loop import run

async def main():
    try:
        await asyncio.wait_for(asyncio.get_running_loop().getaddrinfo("hangs.test", 80), 0.1)
    except TimeoutError:
        print("given up")

socket.getaddrinfo = lambda *_: time.sleep(300)
run(main())
"""
WAITS_ON_IN_A_THREAD = """
import asyncio, time
from monitor.engine.loop import end_within, run

async def main():
    try:
        await asyncio.wait_for(asyncio.to_thread(time.sleep, 300), 0.1)
    except TimeoutError:
        print("stopped", flush=True)
    end_within(0.5)

run(main())
"""


@pytest.fixture
def hanging(monkeypatch: pytest.MonkeyPatch) -> Iterator[Event]:
    """Let no look-up return before the event is set, which is at the test's end."""
    over = Event()
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_: over.wait(4 * PATIENCE_SECONDS))
    yield over
    over.set()


def test_lookups_that_hang_leave_threads_to_other_work_and_the_loop_its_end(
    hanging: Event,
) -> None:
    async def main() -> str:
        loop = asyncio.get_running_loop()
        lookups = [
            asyncio.create_task(loop.getaddrinfo("hangs.test", 80))
            for _ in range(MORE_THAN_A_POOL_HOLDS)
        ]
        await asyncio.sleep(0)
        async with asyncio.timeout(PATIENCE_SECONDS):
            done = await asyncio.to_thread(lambda: "done")
        assert not any(lookup.done() for lookup in lookups)
        return done

    assert run(main()) == "done"
    assert not hanging.is_set()


def test_a_lookup_that_hangs_does_not_keep_the_process() -> None:
    command = [sys.executable, "-c", LEAVES_A_LOOKUP_BEHIND]
    ended = subprocess.run(
        command, capture_output=True, text=True, check=True, timeout=PATIENCE_SECONDS
    )
    assert (ended.stdout, ended.stderr) == ("given up\n", "")


def test_a_thread_that_waits_on_keeps_a_process_that_is_to_end_no_longer_than_it_may() -> None:
    command = [sys.executable, "-c", WAITS_ON_IN_A_THREAD]
    ended = subprocess.run(
        command, capture_output=True, text=True, check=True, timeout=PATIENCE_SECONDS
    )
    assert ended.stdout.startswith("stopped\n")
    assert "ended before all was done" in ended.stdout + ended.stderr


def test_the_resolver_answers_as_it_does_elsewhere() -> None:
    async def main() -> object:
        return await asyncio.get_running_loop().getaddrinfo(
            "127.0.0.1", 80, type=socket.SOCK_STREAM
        )

    assert run(main()) == socket.getaddrinfo("127.0.0.1", 80, type=socket.SOCK_STREAM)


def test_what_the_resolver_says_is_wrong_is_raised(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    async def main() -> None:
        with pytest.raises(socket.gaierror, match="not known"):
            await asyncio.get_running_loop().getaddrinfo("absent.test", 80)

    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    run(main())

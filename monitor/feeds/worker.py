"""Parse documents in processes of their own, under limits of time and memory.

A document that hangs or swells its parser costs that one process: it is killed, replaced, and only
the document's feed has an error. ``python -m monitor.feeds.worker`` is such a process; it ends when
its standard input does, so none outlives the daemon.
"""

from __future__ import annotations

import asyncio
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from contextlib import suppress
from types import TracebackType
from typing import Self

from monitor.errors import ParseError
from monitor.feeds.document import ParsedFeed
from monitor.feeds.wire import HEAD_LENGTH, Job, frame_lengths, pack_job, unpack_result

_DOCUMENTS_A_PROCESS = 500
_START_SECONDS = 60.0


class ParserPool:
    """Parser processes, started when first needed; open it with ``async with``.

    ``timeout`` is in seconds a document, ``memory`` in bytes of address space a process.
    """

    def __init__(
        self, *, processes: int = 1, timeout: float = 30.0, memory: int = 1_500_000_000
    ) -> None:
        self._timeout = timeout
        self._memory = memory
        self._slots = asyncio.Semaphore(processes)
        self._idle: list[_Parser] = []

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        while self._idle:
            await self._idle.pop().end()

    async def parse(self, job: Job) -> ParsedFeed:
        """Return what a document holds (see ``parse.parse_document``).

        Raises ParseError where it is no feed, takes too long, or needs too much memory.
        """
        async with self._slots:
            parser = self._idle.pop() if self._idle else await _Parser.start(self._limits())
            healthy = False
            try:
                answer = await asyncio.wait_for(parser.ask(job), self._timeout)
                healthy = parser.documents < _DOCUMENTS_A_PROCESS
            except TimeoutError as error:
                raise ParseError(
                    f"the document took longer than {self._timeout:g} seconds to parse"
                ) from error
            except (EOFError, OSError) as error:
                raise ParseError(
                    "the document broke its parser: too large or too deeply nested"
                ) from error
            finally:
                if healthy:
                    self._idle.append(parser)
                else:
                    await parser.end()
        return unpack_result(answer)

    def _limits(self) -> tuple[int, int]:
        return self._memory, int(self._timeout) + 5


class _Parser:
    """One parser process and the pipes to it."""

    def __init__(self, process: Process, stdin: asyncio.StreamWriter, out: asyncio.StreamReader):
        self._process = process
        self._stdin = stdin
        self._stdout = out
        self.documents = 0

    @classmethod
    async def start(cls, limits: tuple[int, int]) -> _Parser:
        """Start a process with limits of memory (bytes) and time (seconds); wait till it is up.

        Raises ParseError where it does not come up.
        """
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-P", "-m", "monitor.feeds.worker_process", *map(str, limits)),
            stdin=PIPE,
            stdout=PIPE,
            stderr=DEVNULL,
            # A terminal's Ctrl-C is the daemon's business: it ends its parsers in order.
            start_new_session=True,
        )
        if process.stdin is None or process.stdout is None:
            raise RuntimeError("a process was started without its pipes")
        parser = cls(process, process.stdin, process.stdout)
        try:
            await asyncio.wait_for(parser.receive(), _START_SECONDS)
        except BaseException as error:
            await parser.end()
            if isinstance(error, TimeoutError | EOFError | OSError):
                raise ParseError("the parser process did not start") from error
            raise
        return parser

    async def ask(self, job: Job) -> bytes:
        """Send a job and return the answer; raises EOFError or OSError when the process dies."""
        self.documents += 1
        self._stdin.write(pack_job(job))
        await self._stdin.drain()
        return await self.receive()

    async def receive(self) -> bytes:
        """Return the next answer."""
        head = await self._stdout.readexactly(HEAD_LENGTH)
        return await self._stdout.readexactly(frame_lengths(head)[0])

    async def end(self) -> None:
        """Kill the process and wait for its end."""
        with suppress(ProcessLookupError):
            self._process.kill()
        self._stdin.close()
        with suppress(OSError):
            await self._stdin.wait_closed()
        await self._process.wait()

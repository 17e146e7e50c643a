"""Power that fails in a transaction."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection

from monitor.store.engine import Store


class Crash(BaseException):
    """The process is gone. No handler of the program may catch it."""


class Mains:
    """What gives out in a crash: a fuse that burns down with the points passed in transactions."""

    def __init__(self) -> None:
        self.fuse: int | None = None
        self.out = False

    def pass_point(self) -> None:
        if self.fuse is not None:
            self.fuse -= 1
            self.out = self.out or self.fuse < 0
        if self.out:
            raise Crash


class MortalStore(Store):
    """A store that may lose power in a transaction, before its commit or right after it."""

    mains: Mains

    @contextmanager
    def write(self) -> Iterator[Connection]:
        if self.mains.out:
            raise Crash
        with super().write() as connection:
            yield connection
            self.mains.pass_point()
        self.mains.pass_point()

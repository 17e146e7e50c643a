"""Which entries come together, where only their times of publication are known."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta
from typing import TypeVar

POLL = timedelta(minutes=5)
"""Entries published within it are taken to come by one poll."""

One = TypeVar("One")


def by_poll(
    entries: Sequence[One], published: Callable[[One], datetime], most: int | None = None
) -> Iterator[list[One]]:
    """Yield entries, given in order of publication, poll by poll, at most ``most`` at once.

    A poll begins with its first entry; one that is older than that, out of order, is of it too.
    """
    poll: list[One] = []
    for one in entries:
        if poll and (len(poll) == most or published(one) - published(poll[0]) >= POLL):
            yield poll
            poll = []
        poll.append(one)
    if poll:
        yield poll

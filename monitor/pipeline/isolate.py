"""Find the entries that spoil a batch, so that the others go on."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import TypeVar

import structlog
from sqlalchemy.exc import DataError, DBAPIError, IntegrityError

from monitor.store.engine import fails_of_itself, reason_of

log = structlog.get_logger()

T = TypeVar("T")

FIRST_PAUSE = timedelta(minutes=1)
LONGEST_PAUSE = timedelta(hours=1)


def isolate(
    items: Sequence[T],
    work: Callable[[Sequence[T]], None],
    put_off: Callable[[T, Exception], None],
) -> None:
    """Do ``work`` on all items at once or, where that fails, on ever smaller halves of them.

    ``work`` does all or nothing. An item on which it fails twice when alone is given to
    ``put_off``. An error of the database itself is raised: it is not an item's.
    """
    try:
        work(items)
    except Exception as error:
        if is_of_the_database(error):
            raise
        if len(items) == 1:
            _alone(items[0], work, put_off)
            return
        middle = len(items) // 2
        isolate(items[:middle], work, put_off)
        isolate(items[middle:], work, put_off)


def is_of_the_database(error: Exception) -> bool:
    """Tell whether an error says that the database cannot be used, whatever is asked of it."""
    return isinstance(error, DBAPIError) and not isinstance(error, DataError | IntegrityError)


def log_failure(event: str, error: Exception, **what: str | int) -> None:
    """Log an error with its traceback or, where the database is to blame, in one line.

    A full disk is met again and again by every job and feed, and says nothing new.
    """
    if fails_of_itself(error):
        log.error(event, reason=reason_of(error), **what)
    else:
        log.error(event, exc_info=error, **what)


def pause(failures: int) -> timedelta:
    """Return how long an item waits after its ``failures``-th failure in a row, from 1."""
    doublings: int = 2 ** min(max(failures - 1, 0), 10)
    return min(FIRST_PAUSE * doublings, LONGEST_PAUSE)


def _alone(
    item: T, work: Callable[[Sequence[T]], None], put_off: Callable[[T, Exception], None]
) -> None:
    # Once more: the first failure may have been of what was kept in memory, which is forgotten now.
    try:
        work([item])
    except Exception as error:
        if is_of_the_database(error):
            raise
        put_off(item, error)

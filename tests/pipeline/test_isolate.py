"""One bad item is found, and all the others are worked on exactly once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text
from sqlalchemy.exc import DataError, OperationalError, ProgrammingError
from structlog.testing import capture_logs

from monitor.pipeline.isolate import LONGEST_PAUSE, isolate, log_failure, pause
from monitor.store.engine import Store


@given(st.sets(st.integers(0, 39)), st.integers(1, 40))
def test_the_bad_are_put_off_and_the_good_done_once(bad: set[int], size: int) -> None:
    done: list[int] = []
    off: list[int] = []

    def work(items: Sequence[int]) -> None:
        if bad & set(items):
            raise DataError("INSERT", {}, Exception("NUL"))
        done.extend(items)

    isolate(range(size), work, lambda item, _: off.append(item))
    assert sorted(done) == sorted(set(range(size)) - bad)
    assert sorted(off) == sorted(bad & set(range(size)))


def test_a_fault_that_passes_puts_nothing_off() -> None:
    tries: list[Sequence[str]] = []

    def work(items: Sequence[str]) -> None:
        tries.append(items)
        if len(tries) == 1:
            raise RuntimeError("stale")

    isolate(["only"], work, lambda item, _: pytest.fail(f"{item} was put off"))
    assert len(tries) == 2


def test_an_error_of_the_database_is_raised_at_once() -> None:
    def work(items: Sequence[int]) -> None:
        raise OperationalError("COMMIT", {}, Exception("server closed the connection"))

    with pytest.raises(OperationalError):
        isolate([1, 2, 3], work, lambda item, _: pytest.fail(f"{item} was put off"))


def test_pauses_double_up_to_an_hour() -> None:
    assert [pause(n) for n in (1, 2, 3)] == [timedelta(minutes=n) for n in (1, 2, 4)]
    assert pause(50) == LONGEST_PAUSE


def test_wrong_sql_keeps_its_traceback(sqlite_store: Store) -> None:
    with capture_logs() as lines, sqlite_store.read() as connection:
        try:
            connection.execute(text("SELECT 1 FROM nowhere"))
        except OperationalError as error:
            log_failure("job failed", error, job="assess")
        log_failure("job failed", ProgrammingError("SELEC", {}, Exception()), job="assess")
    assert ["exc_info" in line for line in lines] == [True, True]


def test_what_the_database_is_to_blame_for_is_one_line_of_the_log() -> None:
    with capture_logs() as lines:
        full = OperationalError("INSERT", {}, Exception("database or disk is full"))
        log_failure("job failed", full, job="assess")
        fault = ValueError("ours")
        log_failure("job failed", fault, job="assess")
    assert lines == [
        {"event": "job failed", "log_level": "error", "job": "assess",
         "reason": "database or disk is full"},
        {"event": "job failed", "log_level": "error", "job": "assess", "exc_info": fault},
    ]  # fmt: skip

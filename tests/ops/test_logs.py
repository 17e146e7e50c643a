"""Logs are for machines where no terminal reads, and never hold a secret."""

from __future__ import annotations

import errno
import io
import json
import logging
import sys
from collections.abc import Iterator

import pytest
import structlog

from monitor.ops.logs import set_up_logs

SECRET = "https://hooks.example/T0/B0/x7"


@pytest.fixture(autouse=True)
def _restored() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    root.handlers[:], root.level = handlers, level
    structlog.reset_defaults()


def test_lines_are_json_with_time_and_level(capsys: pytest.CaptureFixture[str]) -> None:
    set_up_logs("info", "json")
    structlog.get_logger().info("feed polled", feed="wire", new=3)
    structlog.get_logger().debug("unheard")
    line = json.loads(capsys.readouterr().err)
    assert (line["event"], line["level"], line["feed"], line["new"]) == (
        "feed polled",
        "info",
        "wire",
        3,
    )
    assert line["timestamp"].endswith("Z")


def test_no_secret_is_logged_however_it_gets_there(capsys: pytest.CaptureFixture[str]) -> None:
    set_up_logs("info", "json", frozenset({SECRET, ""}))
    try:
        raise ValueError(f"cannot post to {SECRET}")
    except ValueError:
        structlog.get_logger().exception("failed", problems=[f"at {SECRET}"])
    logging.getLogger("library").warning("lost %s", SECRET)
    said = capsys.readouterr().err
    assert "cannot post to ***" in said
    assert "lost ***" in said
    assert SECRET not in said


class Full(io.StringIO):
    """A log file on a full disk."""

    def write(self, text: str) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")


def test_a_log_that_cannot_be_written_stops_no_work(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stderr", Full())
    set_up_logs("info", "json")
    structlog.get_logger().error("job failed", job="poll")
    logging.getLogger("library").warning("lost")

"""A command in a pipe, on a full disk, and without a standard output, ends as programs do."""

from __future__ import annotations

import json
import os
import select
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.house import Item, rss

COMMANDS = [("watches", "forms", "Ukraine"), ("--help",), ("feeds", "parse", "--json")]


@pytest.fixture
def feed(tmp_path: Path) -> str:
    file = tmp_path / "feed.xml"
    file.write_text(rss(*(Item(f"Troops cross at town {place}") for place in range(50))), "utf-8")
    return str(file)


def run(arguments: tuple[str, ...], feed: str, stdout: int | None) -> subprocess.Popen[bytes]:
    words = [*arguments, feed] if "parse" in arguments else list(arguments)
    return subprocess.Popen(
        [sys.executable, "-m", "monitor", *words], stdout=stdout, stderr=subprocess.PIPE
    )


@pytest.mark.parametrize("arguments", COMMANDS)
def test_a_reader_that_has_seen_enough_ends_a_command_quietly(
    arguments: tuple[str, ...], feed: str
) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    with run(arguments, feed, writing) as command:
        os.close(writing)
        assert command.stderr is not None
        assert command.stderr.read() == b""
    assert command.returncode == 0


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here")
@pytest.mark.parametrize("arguments", COMMANDS)
def test_a_full_disk_is_one_clear_error(arguments: tuple[str, ...], feed: str) -> None:
    full = os.open("/dev/full", os.O_WRONLY)
    with run(arguments, feed, full) as command:
        os.close(full)
        assert command.stderr is not None
        said = command.stderr.read().decode()
    assert said == "standard output cannot be written: No space left on device\n"
    assert command.returncode == 1


@pytest.mark.parametrize("closed", [">&-", "2>&-"])
def test_a_closed_standard_output_or_error_is_no_error(feed: str, closed: str) -> None:
    done = subprocess.run(
        ["sh", "-c", f'"{sys.executable}" -m monitor feeds parse --json "{feed}" {closed}'],
        capture_output=True,
        check=False,
    )
    assert (done.returncode, done.stderr, bool(done.stdout)) == (0, b"", closed == "2>&-")


def test_a_line_is_answered_before_the_next_is_written() -> None:
    command = [sys.executable, "-m", "monitor", "watches", "match", "--jsonl"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        for number in (1, 2):
            process.stdin.write(b'{"id": %d, "title": "a", "keywords": {}}\n' % number)
            process.stdin.flush()
            answered, _, _ = select.select([process.stdout], [], [], 30)
            assert answered, "waits for more lines"
            assert json.loads(process.stdout.readline())["id"] == number
        process.stdin.close()
    assert process.returncode == 0

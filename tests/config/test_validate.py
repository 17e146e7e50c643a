"""Whatever is wrong in a file is said at once, with line, column and what would be right."""

from __future__ import annotations

import pytest

from monitor.config.settings import Settings
from monitor.config.validate import load_file, validate_file
from tests.config.conftest import Refusals, Write


def test_all_mistakes_of_a_file_are_told_in_the_order_of_its_lines(refusals: Refusals) -> None:
    text = """\
        log:
          level: loud
        poll:
          interval: soon
          timeouts: 5s
        """
    assert refusals(Settings, text) == [
        "2:10: level: 'loud' is not known; known are: debug, error, info, warning",
        "4:13: interval: 'soon' is no duration; write e.g. 90s, 5m, 24h or 7d",
        "5:3: unknown key 'timeouts'; did you mean 'timeout'?",
    ]


def test_a_long_value_is_cut_in_the_error(refusals: Refusals) -> None:
    (problem,) = refusals(Settings, f"poll: {{concurrency: {'9x' * 5000}}}")
    assert len(problem) < 150


@pytest.mark.parametrize("text", ["", "# nothing\n", "poll:\nemail:\nlog: {level: }\n"])
def test_what_is_empty_takes_its_default(write: Write, text: str) -> None:
    assert validate_file(write("file.yaml", text), Settings) == Settings()


def test_a_loaded_file_can_place_further_problems(write: Write) -> None:
    path = write("file.yaml", "poll:\n  interval: 5m\n")
    loaded = load_file(path, Settings)
    assert loaded.problem(("poll", "interval"), "too eager") == f"{path}:2:13: too eager"

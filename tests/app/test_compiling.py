"""What is wrong with a watch is said of the watch that it is wrong with."""

from __future__ import annotations

import pytest

from monitor.app.compiling import compile_files
from monitor.errors import ConfigError
from monitor.watches.definition import of_keywords


def test_a_wrong_term_of_a_watch_of_the_monitor_itself_is_named() -> None:
    own = of_keywords("canary", {"any": ["*"]})
    with pytest.raises(ConfigError, match=r"^canary, a watch of the monitor itself: '\*' holds no"):
        compile_files([], own=[own])

"""Time zones are those of the IANA database."""

from __future__ import annotations

import pytest

from monitor.config.section import Section
from monitor.config.values import TimeZone
from tests.config.conftest import Refusals


class Clock(Section):
    """A section with a time zone."""

    timezone: TimeZone = "UTC"


@pytest.mark.parametrize("name", ["UTC", "Europe/Kyiv", "Asia/Kathmandu"])
def test_known_time_zones(name: str) -> None:
    assert Clock(timezone=name).timezone == name


@pytest.mark.parametrize(
    ("typed", "mend"),
    [
        ("Europe/Kijev", "did you mean 'Europe/Kiev'?"),
        ("europe/kyiv", "did you mean 'Europe/Kyiv'?"),
        ("../../etc/passwd", "write e.g. Europe/Kyiv"),
        ("Mars/Olympus-Mons", "write e.g. Europe/Kyiv"),
    ],
)
def test_unknown_time_zones(refusals: Refusals, typed: str, mend: str) -> None:
    assert refusals(Clock, f"timezone: {typed}") == [
        f"1:11: timezone: '{typed}' is no time zone; {mend}"
    ]

"""Time zones are those of the IANA database."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from typer.testing import CliRunner

from monitor.cli.config import app
from monitor.config.load import load_config
from monitor.config.section import Section
from monitor.config.values import TimeZone, offset_of
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


@pytest.mark.parametrize(
    ("name", "offset"),
    [("Etc/GMT+3", "-3"), ("Etc/GMT-14", "+14"), ("Etc/GMT", None), ("Europe/Kyiv", None)],
)
def test_the_offset_in_a_name_is_that_of_its_clocks(name: str, offset: str | None) -> None:
    assert offset_of(name) == offset
    if offset:
        hours = datetime(2021, 12, 7, tzinfo=ZoneInfo(name)).utcoffset()
        assert hours == timedelta(hours=int(offset))


def test_a_zone_whose_sign_is_reversed_is_a_doubt_that_a_check_tells(tmp_path: Path) -> None:
    desk = "{name: desk, channels: [{email: desk@example.org}], time_zone: Etc/GMT+3}"
    email = "email: {host: mail.example.org, sender: monitor@example.org}"
    (tmp_path / "monitor.yaml").write_text(email)
    (tmp_path / "subscribers.yaml").write_text(f"subscribers: [{desk}]")
    (doubt,) = load_config(tmp_path).doubts
    assert "the time_zone of desk, Etc/GMT+3, is UTC-3" in doubt
    told = CliRunner().invoke(app, ["check", "--config", str(tmp_path)])
    assert told.exit_code == 0
    assert f"note: {doubt}" in told.output

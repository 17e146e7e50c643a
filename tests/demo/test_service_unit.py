"""The service unit is as closed as it can be, by systemd's own judgement."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

UNIT = Path(__file__).resolve().parents[2] / "systemd" / "monitor.service"


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="needs systemd-analyze")
def test_exposure_is_at_most_one_and_a_half() -> None:
    done = subprocess.run(
        ["systemd-analyze", "security", "--offline=true", "--no-pager", str(UNIT)],
        capture_output=True,
        text=True,
        check=True,
    )
    found = re.search(r"Overall exposure level for monitor.service: ([\d.]+)", done.stdout)
    assert found is not None
    assert float(found[1]) <= 1.5


def test_what_the_daemon_speaks_is_what_the_unit_expects() -> None:
    text = UNIT.read_text("utf-8")
    for line in (
        "Type=notify",
        "ExecReload=/bin/kill -HUP $MAINPID",
        "DynamicUser=yes",
        "StateDirectory=escalation-monitor",
        "RestartPreventExitStatus=2",
        "StartLimitIntervalSec=0",
    ):
        assert line in text.splitlines()
    # Its exit status would be no reason for systemd not to start again and again.
    assert "ExecStartPre" not in re.sub(r"^#.*$", "", text, flags=re.MULTILINE)
    assert re.search(r"^WatchdogSec=\d+s$", text, re.MULTILINE)

"""Ctrl-C before a command has begun ends it quietly."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

PRESSES = """
import os, signal, sys

class Presses:
    @staticmethod
    def find_spec(name, path=None, target=None):
        if name == "monitor.cli.commands":
            os.kill(os.getpid(), signal.SIGINT)

sys.meta_path.insert(0, Presses)
"""


def test_an_interrupt_while_commands_are_loaded_prints_nothing(tmp_path: Path) -> None:
    (tmp_path / "sitecustomize.py").write_text(PRESSES)
    paths = [str(tmp_path), *filter(None, [os.environ.get("PYTHONPATH")])]
    done = subprocess.run(
        [sys.executable, "-m", "monitor", "--version"],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(paths)},
    )
    assert (done.returncode, done.stdout, done.stderr) == (-signal.SIGINT, "", "")

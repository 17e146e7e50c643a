"""Signals that come before a command has begun."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

PRESSES = """
import os, signal, sys

# As in a terminal; where the tests run in the background, it is ignored.
signal.signal(signal.SIGINT, signal.default_int_handler)

class Presses:
    @staticmethod
    def find_spec(name, path=None, target=None):
        if name == "{module}":
            os.kill(os.getpid(), {number})

sys.meta_path.insert(0, Presses)
"""


def signalled(
    folder: Path, number: signal.Signals, module: str, *arguments: str
) -> subprocess.CompletedProcess[str]:
    """Run a command that is sent a signal when it begins to load a module."""
    (folder / "sitecustomize.py").write_text(PRESSES.format(module=module, number=int(number)))
    paths = [str(folder), *filter(None, [os.environ.get("PYTHONPATH")])]
    return subprocess.run(
        [sys.executable, "-m", "monitor", *arguments],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(paths)},
    )


def test_an_interrupt_while_commands_are_loaded_prints_nothing(tmp_path: Path) -> None:
    done = signalled(tmp_path, signal.SIGINT, "monitor.cli.commands", "--version")
    assert (done.returncode, done.stdout, done.stderr) == (-signal.SIGINT, "", "")


def test_a_hang_up_while_the_daemon_is_loaded_does_not_end_it(tmp_path: Path) -> None:
    absent = str(tmp_path / "absent")
    done = signalled(tmp_path, signal.SIGHUP, "monitor.daemon", "run", "--config", absent)
    assert (done.returncode, absent in done.stderr) == (2, True)

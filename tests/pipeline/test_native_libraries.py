"""Libraries in machine code live together in one process, in whatever order rooms are imported."""

from __future__ import annotations

import subprocess
import sys


def test_stories_before_scoring() -> None:
    code = "import monitor.stories.cluster, monitor.watches.compiler, onnxruntime"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0

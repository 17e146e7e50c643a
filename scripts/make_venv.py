"""Make a virtual environment with pip, also where the system's Python lacks ensurepip.

Debian and Ubuntu keep ensurepip in a package of its own; without it, pip's wheel is fetched from
the package index and installs itself.
"""

from __future__ import annotations

import importlib.util
import json
import subprocess
import sys
import tempfile
import urllib.request
import venv
from pathlib import Path

INDEX = "https://pypi.org/pypi/pip/json"


def main() -> int:
    """Make the environment at the path that the command line names."""
    if sys.version_info < (3, 11):
        print(f"Python 3.11 or newer is needed; this is {sys.version.split()[0]}", file=sys.stderr)
        return 1
    target = Path(sys.argv[1])
    has_ensurepip = importlib.util.find_spec("ensurepip") is not None
    venv.create(target, with_pip=has_ensurepip)
    if not has_ensurepip:
        install_pip(target / "bin" / "python")
    return 0


def install_pip(python: Path) -> None:
    """Let pip's own wheel install pip into the environment of ``python``."""
    with urllib.request.urlopen(INDEX, timeout=60) as answer:
        files = json.load(answer)["urls"]
    wheel = next(item for item in files if item["filename"].endswith(".whl"))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / wheel["filename"]
        with urllib.request.urlopen(wheel["url"], timeout=60) as answer:
            path.write_bytes(answer.read())
        command = [str(python), f"{path}/pip", "install", "--quiet", str(path)]
        subprocess.run(command, check=True)


if __name__ == "__main__":
    sys.exit(main())

"""A folder to write configuration into."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from textwrap import dedent

import pytest
from pydantic import BaseModel

from monitor.config.secrets import Secrets
from monitor.config.validate import validate_file
from monitor.errors import ConfigError

Refusals = Callable[..., list[str]]
Write = Callable[[str, str], Path]

LIST = "a list, '- item' on a line each"


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Write ``text``, dedented, to ``name`` in the test's folder."""

    def write(name: str, text: str) -> Path:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(dedent(text), "utf-8")
        return path

    return write


@pytest.fixture
def refusals(write: Write, tmp_path: Path) -> Refusals:
    """Return the problems that ``text`` has as a ``model``, each beginning at its line number."""

    def refusals(model: type[BaseModel], text: str, secrets: Secrets | None = None) -> list[str]:
        path = write("file.yaml", text)
        with pytest.raises(ConfigError) as refused:
            validate_file(path, model, secrets)
        return [problem.removeprefix(f"{path}:") for problem in refused.value.problems]

    return refusals

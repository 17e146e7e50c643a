"""A wheel is the same, whether it is built from a checkout or from the source distribution."""

from __future__ import annotations

import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def test_the_source_distribution_holds_all_that_the_wheel_is_built_from() -> None:
    targets = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["hatch"]["build"][
        "targets"
    ]
    wanted = {*targets["wheel"]["packages"], *targets["wheel"]["force-include"]}
    assert {f"/{name}" for name in wanted} <= set(targets["sdist"]["include"])

"""Editors get the schemas of today's models, and every shipped file points to its own."""

from __future__ import annotations

from pathlib import Path

import pytest

from monitor.config.schema import MODELS, schema_text, write_schemas
from monitor.resources import bundled

CONFIG = bundled("config")


@pytest.mark.parametrize("name", sorted(MODELS))
def test_the_shipped_schema_is_that_of_the_models(name: str) -> None:
    shipped = (CONFIG / "schema" / f"{name}.json").read_text("utf-8")
    assert shipped == schema_text(name), "call write_schemas(Path('config/schema')) and commit"


def test_all_schemas_are_written(tmp_path: Path) -> None:
    files = write_schemas(tmp_path / "schema")
    assert {file.stem for file in files} == set(MODELS)
    assert all(file.read_text("utf-8").endswith("}\n") for file in files)


@pytest.mark.parametrize(
    "path", sorted(path.relative_to(CONFIG).as_posix() for path in CONFIG.rglob("*.yaml"))
)
def test_every_shipped_file_points_to_its_schema(path: str) -> None:
    file = CONFIG / path
    first = file.read_text("utf-8").splitlines()[0]
    prefix = "# yaml-language-server: $schema="
    assert first.startswith(prefix)
    schema = file.parent / Path(first.removeprefix(prefix))
    assert schema.is_file()
    expected = {"watches": "watch", "terms": "terms", "config": file.stem}
    assert schema.stem == expected[file.parent.name]


def test_a_key_has_its_explanation_and_its_default_as_users_write_it() -> None:
    schema = schema_text("monitor")
    assert "How often a feed is asked for news" in schema
    assert '"default": "5m"' in schema
    assert '"default": "20MB"' in schema

"""The starter configuration is whole, and spares what users have written."""

from __future__ import annotations

from pathlib import Path

from monitor.config.load import load_config
from monitor.config.secrets import Secrets
from monitor.config.starter import write_starter
from monitor.resources import bundled


def test_an_empty_folder_gets_a_configuration_that_works(tmp_path: Path) -> None:
    target = tmp_path / "config"
    written = write_starter(target)
    assert {"monitor.yaml", "feeds.yaml", "subscribers.yaml"} <= {file.name for file in written}
    assert all(file.is_file() for file in written)
    shipped = load_config(bundled("config"), Secrets({}))
    assert load_config(target, Secrets({})).feeds == shipped.feeds


def test_what_exists_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "monitor.yaml").write_text("mine")
    written = write_starter(tmp_path)
    assert tmp_path / "monitor.yaml" not in written
    assert (tmp_path / "monitor.yaml").read_text() == "mine"
    assert write_starter(tmp_path) == ()

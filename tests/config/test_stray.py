"""What would silently not be read is named, with the name under which it would be."""

from __future__ import annotations

from pathlib import Path

import pytest

from monitor.config.load import find_directory, load_config
from monitor.errors import ConfigError
from tests.config.conftest import Write

WATCH = "keywords: {en: [Ukraine]}\n"


@pytest.mark.parametrize(
    ("name", "mend"),
    [
        ("watches/x.yml", "rename it to x.yaml, or to x.yml.off"),
        ("watches/x.YAML", "rename it to x.yaml, or to x.YAML.off"),
        ("terms/x.yml", "rename it to x.yaml, or to x.yml.off"),
        ("feeds.yml", "rename it to feeds.yaml"),
        ("Subscribers.yaml", "rename it to subscribers.yaml"),
        ("monitor.YML", "rename it to monitor.yaml"),
        ("watches.yaml", "put what it holds into files of watches/"),
    ],
)
def test_a_file_of_nearly_the_right_name(
    tmp_path: Path, write: Write, name: str, mend: str
) -> None:
    path = write(name, WATCH)
    with pytest.raises(ConfigError) as refused:
        load_config(tmp_path)
    assert refused.value.problems == [f"{path}: is not read; {mend}"]


def test_a_folder_of_nearly_the_right_name(tmp_path: Path, write: Write) -> None:
    folder = write("Watches/x.yaml", WATCH).parent
    with pytest.raises(ConfigError) as refused:
        load_config(tmp_path)
    assert refused.value.problems == [f"{folder}: is not read; rename it to watches"]


def test_a_watch_in_a_folder_of_its_own(tmp_path: Path, write: Write) -> None:
    path = write("watches/europe/east/x.yml", WATCH)
    with pytest.raises(ConfigError) as refused:
        load_config(tmp_path)
    assert refused.value.problems == [
        f"{path}: is not read, for it lies in a folder of its own; "
        f"move it to {tmp_path / 'watches'}, or rename it to x.yml.off"
    ]


@pytest.mark.parametrize(
    "name", ["x.yaml~", ".x.yaml.swp", ".x.yml", "#x.yaml#", "x.yaml.off", ".git/x.yaml", "READ.md"]
)
def test_what_editors_leave_about_and_what_is_laid_aside_is_no_mistake(
    tmp_path: Path, write: Write, name: str
) -> None:
    write(f"watches/{name}", WATCH)
    assert load_config(tmp_path).watches == ()


def test_a_folder_whose_monitor_yaml_is_spelt_otherwise(tmp_path: Path, write: Write) -> None:
    path = write("config/monitor.yml", "")
    with pytest.raises(ConfigError) as refused:
        find_directory(tmp_path)
    assert refused.value.problems == [f"{path}: is not read; rename it to monitor.yaml"]

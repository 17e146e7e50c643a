"""A save is noticed, and nothing else is."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from monitor.config.reload import take_fingerprint


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Give a folder with a file in it and one below."""
    (tmp_path / "watches").mkdir()
    (tmp_path / "monitor.yaml").write_text("a")
    (tmp_path / "watches" / "a.yaml").write_text("a")
    return tmp_path


def test_nothing_changed(folder: Path) -> None:
    assert take_fingerprint(folder) == take_fingerprint(folder)


@pytest.mark.parametrize("name", ["monitor.yaml", "watches/a.yaml"])
def test_a_save_in_place_and_one_by_replacement_count(folder: Path, name: str) -> None:
    before = take_fingerprint(folder)
    (folder / name).write_text("bb")
    saved = take_fingerprint(folder)
    status = (folder / name).stat()
    (folder / "new").write_text("cc")
    os.utime(folder / "new", ns=(status.st_atime_ns, status.st_mtime_ns))
    (folder / "new").replace(folder / name)
    assert len({before, saved, take_fingerprint(folder)}) == 3


def test_a_new_a_renamed_and_a_deleted_file_count(folder: Path) -> None:
    states = [take_fingerprint(folder)]
    (folder / "watches" / "b.yaml").touch()
    states.append(take_fingerprint(folder))
    (folder / "watches" / "b.yaml").rename(folder / "watches" / "c.yaml")
    states.append(take_fingerprint(folder))
    (folder / "watches" / "c.yaml").unlink()
    assert len(set(states)) == 3
    assert take_fingerprint(folder) == states[0]


def test_a_template_counts(folder: Path) -> None:
    before = take_fingerprint(folder)
    (folder / "templates").mkdir()
    (folder / "templates" / "alert.txt.j2").touch()
    assert take_fingerprint(folder) != before


@pytest.mark.parametrize("name", [".monitor.yaml.swp", "monitor.yaml~", ".#a.yaml", "4913"])
def test_what_editors_leave_about_does_not_count(folder: Path, name: str) -> None:
    before = take_fingerprint(folder)
    (folder / name).touch()
    assert take_fingerprint(folder) == before


def test_a_folder_that_is_gone_is_different_and_no_error(folder: Path) -> None:
    assert take_fingerprint(folder / "absent") != take_fingerprint(folder)


def test_a_broken_link_is_no_error(folder: Path) -> None:
    before = take_fingerprint(folder)
    (folder / "b.yaml").symlink_to(folder / "absent.yaml")
    assert take_fingerprint(folder) == before


@pytest.mark.parametrize("name", ["b.yml", "b.YAML", "europe/b.yaml"])
def test_what_will_be_named_as_not_read_counts(folder: Path, name: str) -> None:
    (folder / "watches" / "europe").mkdir()
    before = take_fingerprint(folder)
    (folder / "watches" / name).touch()
    assert take_fingerprint(folder) != before

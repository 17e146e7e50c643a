"""Files that were meant to be read, and are not because of how they are named or where they lie."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from monitor.config.yaml import unreadable
from monitor.errors import ConfigError

FILES = ("monitor.yaml", "feeds.yaml", "subscribers.yaml")
FOLDERS = ("watches", "terms")
ENDINGS = (".yaml", ".yml")
"""Of files that somebody may mean to be read."""


def stray_files(directory: Path) -> Iterator[str]:
    """Yield a problem for each file of a configuration folder that would go unread unnoticed.

    What editors write beside a file (``x.yaml~``, ``.x.yaml.swp``, ``#x.yaml#``) is none. Raises
    ConfigError where a folder cannot be read.
    """
    for name in FILES:
        yield from misnamed(directory, name)
    for name in FOLDERS:
        yield from _misplaced(directory, name)
        yield from _within(directory / name)


def misnamed(directory: Path, name: str) -> Iterator[str]:
    """Yield a problem for each file whose name is nearly ``name`` (``feeds.yml``, ``Feeds.yaml``).

    Raises ConfigError.
    """
    for path in _entries(directory):
        ending = path.suffix.lower()
        if ending in ENDINGS and path.stem.lower() == Path(name).stem and path.name != name:
            yield f"{path}: is not read; rename it to {name}"


def _misplaced(directory: Path, folder: str) -> Iterator[str]:
    for path in _entries(directory):
        if path.name.lower() == folder != path.name and path.is_dir():
            yield f"{path}: is not read; rename it to {folder}"
        if path.stem.lower() == folder and path.suffix.lower() in ENDINGS:
            yield f"{path}: is not read; put what it holds into files of {folder}/"


def _within(folder: Path) -> Iterator[str]:
    for path in _entries(folder):
        if path.is_dir():
            yield from (
                f"{inner}: is not read, for it lies in a folder of its own; move it to {folder}, "
                f"or rename it to {inner.name}.off"
                for inner in _yaml_below(path)
            )
        elif path.suffix.lower() in ENDINGS and path.suffix != ".yaml":
            yield f"{path}: is not read; rename it to {path.stem}.yaml, or to {path.name}.off"


def _yaml_below(folder: Path) -> Iterator[Path]:
    for path in _entries(folder):
        if path.is_dir() and not path.is_symlink():
            yield from _yaml_below(path)
        elif path.suffix.lower() in ENDINGS:
            yield path


def _entries(folder: Path) -> list[Path]:
    """Return what a folder holds but for hidden entries, none where there is no such folder."""
    try:
        if not folder.is_dir():
            return []
        return sorted(path for path in folder.iterdir() if path.name[0] != ".")
    except OSError as error:
        raise ConfigError([unreadable(folder, error)]) from error

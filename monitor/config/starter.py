"""The configuration that ``monitor init`` writes."""

from __future__ import annotations

from pathlib import Path

from monitor.errors import MonitorError
from monitor.resources import bundled


def write_starter(target: Path) -> tuple[Path, ...]:
    """Copy the shipped configuration to ``target`` and return the files written.

    A file that exists already is left as it is, so that it may be called again. Raises MonitorError
    where nothing can be written.
    """
    source = bundled("config")
    written = []
    for file in sorted(path for path in source.rglob("*") if path.is_file()):
        copy = target / file.relative_to(source)
        try:
            copy.parent.mkdir(parents=True, exist_ok=True)
            with copy.open("xb") as new:
                new.write(file.read_bytes())
        except OSError as error:
            if copy.is_file():
                continue
            raise MonitorError(
                f"{copy} cannot be written ({error.strerror or error}); name a folder of your own"
            ) from error
        written.append(copy)
    return tuple(written)

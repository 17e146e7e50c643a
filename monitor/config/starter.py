"""The configuration that ``monitor init`` writes."""

from __future__ import annotations

from pathlib import Path

from monitor.resources import bundled


def write_starter(target: Path) -> tuple[Path, ...]:
    """Copy the shipped configuration to ``target`` and return the files written.

    A file that exists already is left as it is, so that it may be called again.
    """
    source = bundled("config")
    written = []
    for file in sorted(path for path in source.rglob("*") if path.is_file()):
        copy = target / file.relative_to(source)
        copy.parent.mkdir(parents=True, exist_ok=True)
        try:
            with copy.open("xb") as new:
                new.write(file.read_bytes())
        except FileExistsError:
            continue
        written.append(copy)
    return tuple(written)

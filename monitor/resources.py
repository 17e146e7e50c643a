"""Find what is shipped beside the code: migrations and the starter configuration."""

from __future__ import annotations

from pathlib import Path


def bundled(name: str) -> Path:
    """Return the folder ``name`` ("alembic", "config") of the wheel, or of the checkout.

    Raises ``FileNotFoundError`` where the installation is incomplete.
    """
    package = Path(__file__).resolve().parent
    for candidate in (package / "_bundled" / name, package.parent / name):
        if candidate.is_dir():
            return candidate
    raise FileNotFoundError(f"the installation lacks its {name}/ folder; install it again")

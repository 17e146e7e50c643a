"""Who is at the keyboard."""

from __future__ import annotations

import getpass

from monitor.text.html import plain


def named(name: str | None) -> str:
    """Return a name that was given without what would move a terminal; who runs this for none."""
    return plain(name or "") or who()


def who() -> str:
    """Return the name of the user that runs this."""
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        # A service's user may have no name.
        return "unnamed"

"""Who is at the keyboard."""

from __future__ import annotations

import getpass


def who() -> str:
    """Return the name of the user that runs this."""
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        # A service's user may have no name.
        return "unnamed"

"""Keep the first poll of a feed, and a flood, from alerting on old news."""

from __future__ import annotations

from datetime import datetime, timedelta

from monitor.domain import Entry


def hold_back(entry: Entry, now: datetime, *, is_first_poll: bool, window: timedelta) -> str | None:
    """Return why a new entry must not alert, or None where it may.

    On the first poll of a feed everything is new to us, so only entries published within
    ``window`` may alert; one without a date that can be right may not, since nobody can say how
    old it is. Later, an entry older than the window is a feed that republishes its archive.
    """
    if entry.published is None:
        if is_first_poll:
            return (
                "no date, or one before 1990 or more than a day ahead of this machine's clock, "
                "and it stood in the feed when the feed was first polled"
            )
        return None
    age = now - entry.published
    if age <= window:
        return None
    event = "the feed was first polled" if is_first_poll else "it was first seen"
    return f"published {_days(age)} before {event}"


def renamed_all(
    *, new: int, all_entries: int, last_success: datetime | None, now: datetime
) -> str | None:
    """Return why the entries of a document may be known ones: all seem renamed; None otherwise.

    Twenty entries or more, every one of them new, within three hours of a document that had others:
    few newsrooms are that quick. It is the second line of defence, behind entry identity, and holds
    back the entries of which ``may_be_renamed`` holds.
    """
    if last_success is None or now - last_success > timedelta(hours=3):
        return None
    if all_entries < 20 or new < all_entries:
        return None
    return f"all {new} entries of the feed were new at once, as when a feed renames its entries"


def may_be_renamed(entry: Entry, last_success: datetime | None, *, title_returns: bool) -> bool:
    """Tell whether a new entry may have stood in the last document, under another name.

    A publication after that document (``last_success``) disproves it, unless its title is one of
    many that return (``title_returns``): some feeds date anew what they name anew.
    """
    if title_returns or entry.published is None or last_success is None:
        return True
    return entry.published <= last_success


def _days(age: timedelta) -> str:
    hours = int(age.total_seconds() // 3600)
    return f"{hours} hours" if hours < 48 else f"{hours // 24} days"

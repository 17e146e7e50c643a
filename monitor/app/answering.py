"""Take what a person answers to alerts, having checked that what it names is there."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from monitor.app.house import utc_now
from monitor.app.opening import open_migrated
from monitor.app.who import named
from monitor.config.load import Config, find_directory, load_config
from monitor.config.quantities import parse_duration
from monitor.config.wording import nearest, quoted
from monitor.errors import MonitorError
from monitor.pipeline import respond
from monitor.store import mutes
from monitor.timing import Mute

LONGEST = timedelta(days=3650)
"""For how long something can be muted that is not muted for good."""


def acknowledge(directory: Path | None, alert_id: int, by: str | None) -> str:
    """Take an alert on; return what to say. Raises MonitorError where there is no such alert."""
    config = load_config(find_directory(directory))
    with open_migrated(config) as store, store.write() as connection:
        return respond.acknowledge(connection, alert_id, named(by), utc_now())


def mute(
    directory: Path | None,
    subject: int | str,
    length: str | None,
    subscriber: str | None,
    by: str | None,
) -> str:
    """Mute a story, by its number, or a watch, by its name; return what to say.

    Raises MonitorError for a length, story, watch or subscriber that is none.
    """
    config = load_config(find_directory(directory))
    now = utc_now()
    until = now + _length(length) if length else None
    _check(config, subject, subscriber)
    with open_migrated(config) as store, store.write() as connection:
        if isinstance(subject, int):
            return respond.mute_story(connection, subject, subscriber, until, named(by), now)
        return respond.mute_watch(connection, subject, subscriber, until, named(by), now)


def unmute(directory: Path | None, subject: int | str, subscriber: str | None) -> str:
    """Lift a mute, also of what is not configured any more; return what to say."""
    config = load_config(find_directory(directory))
    with open_migrated(config) as store, store.write() as connection:
        if isinstance(subject, int):
            return respond.unmute_story(connection, subject, subscriber, utc_now())
        return respond.unmute_watch(connection, subject, subscriber, utc_now())


def list_mutes(directory: Path | None) -> list[Mute]:
    """Return the mutes that are in force, oldest first."""
    config = load_config(find_directory(directory))
    with open_migrated(config) as store, store.read() as connection:
        return mutes.active_mutes(connection, utc_now())


def _length(text: str) -> timedelta:
    try:
        length = parse_duration(text)
    except (ValueError, OverflowError):
        raise MonitorError(f"{quoted(text)} is no duration; write e.g. 90s, 5m, 2h or 7d") from None
    if not timedelta() < length <= LONGEST:
        raise MonitorError(
            f"nothing can be muted for {quoted(text)}; write 1s to {LONGEST.days}d, or leave --for "
            "out to mute it for good"
        )
    return length


def _check(config: Config, subject: int | str, subscriber: str | None) -> None:
    watches = {watch.name for watch in config.watches}
    if isinstance(subject, str) and subject not in watches:
        raise MonitorError(f"no watch is called {quoted(subject)}; {nearest(subject, watches)}")
    known = {item.name for item in config.subscribers}
    if subscriber is not None and subscriber not in known:
        raise MonitorError(
            f"no subscriber is called {quoted(subscriber)}; {nearest(subscriber, known)}"
        )

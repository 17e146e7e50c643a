"""Do what a person answers to an alert, and say in words what has been done.

The command line and the buttons of a channel call the same verbs. All raise MonitorError, with
words for the person, for an alert or story that there is not.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection

from monitor.errors import MonitorError
from monitor.store import alerts, escalations, mutes, routings, stories
from monitor.timing import Mute


def acknowledge(connection: Connection, alert_id: int, by: str, now: datetime) -> str:
    """Take an alert on, and with it every alert that its story has raised until now.

    Nobody is told next of them; what the story raises later is escalated anew.
    """
    stored = alerts.load_alert(connection, alert_id)
    if stored is None:
        raise MonitorError(f"there is no alert {alert_id}; see 'monitor alerts list'")
    earlier = escalations.acknowledgement_of(connection, alert_id)
    story = stories.load_story(connection, stored.alert.story_id)
    told = alerts.alerts_of_story(connection, story.id if story else stored.alert.story_id)
    numbers = sorted({alert_id, *(item.id for item in told)})
    known = escalations.acknowledged_among(connection, numbers)
    escalations.acknowledge(connection, numbers, by, now)
    spared = escalations.end_chains(connection, numbers, f"acknowledged by {by} at {_when(now)}")
    after = f" {' and '.join(spared)} will not be told." if spared else ""
    if earlier is None:
        others = [number for number in numbers if number != alert_id]
        return f"Alert {alert_id} is acknowledged by {by}{_and_so(others)}.{after}"
    said = f"Alert {alert_id} was acknowledged by {earlier.by} at {_when(earlier.at)} already"
    fresh = [number for number in numbers if number not in known]
    return f"{said}{_and_so(fresh)}{' now' if fresh else ''}.{after}"


def mute_story(
    connection: Connection,
    story_id: int,
    subscriber: str | None,
    until: datetime | None,
    by: str,
    now: datetime,
) -> str:
    """Keep a story from one subscriber, or from everybody, until then or for good."""
    story = _story(connection, story_id)
    _save(connection, Mute(story, "", subscriber or "", until, by, now))
    return _muted(f"Story {story}", subscriber, until)


def mute_watch(
    connection: Connection,
    watch: str,
    subscriber: str | None,
    until: datetime | None,
    by: str,
    now: datetime,
) -> str:
    """Keep a watch from one subscriber, or from everybody, until then or for good."""
    _save(connection, Mute(None, watch, subscriber or "", until, by, now))
    return _muted(f"Watch {watch}", subscriber, until)


def unmute_story(
    connection: Connection, story_id: int, subscriber: str | None, now: datetime
) -> str:
    """Lift the mute of a story; what waited for its end is told at once."""
    story = _story(connection, story_id)
    lifted = mutes.drop_mute(connection, story, "", subscriber or "")
    waited = routings.release_muted(connection, story, "", subscriber or "", now) if lifted else 0
    others = _other_mutes(connection, story, "", now)
    return _unmuted(f"Story {story}", subscriber, lifted, waited, others)


def unmute_watch(connection: Connection, watch: str, subscriber: str | None, now: datetime) -> str:
    """Lift the mute of a watch; what waited for its end is told at once."""
    lifted = mutes.drop_mute(connection, None, watch, subscriber or "")
    waited = routings.release_muted(connection, None, watch, subscriber or "", now) if lifted else 0
    others = _other_mutes(connection, None, watch, now)
    return _unmuted(f"Watch {watch}", subscriber, lifted, waited, others)


def _save(connection: Connection, mute: Mute) -> None:
    """Store a mute; what waited for the end of the one that it replaces waits for its end."""
    if mutes.save_mute(connection, mute):
        # The next release holds it anew.
        routings.release_muted(
            connection, mute.story_id, mute.watch, mute.subscriber, mute.muted_at
        )


def _other_mutes(
    connection: Connection, story_id: int | None, watch: str, now: datetime
) -> list[str]:
    """Return for whom a story or watch is muted still, in words."""
    return [
        mute.subscriber or "everybody"
        for mute in mutes.active_mutes(connection, now)
        if (mute.story_id, mute.watch) == (story_id, watch)
    ]


def _story(connection: Connection, story_id: int) -> int:
    story = stories.load_story(connection, story_id)
    if story is None:
        raise MonitorError(f"there is no story {story_id}; see 'monitor stories list'")
    return story.id


def _muted(what: str, subscriber: str | None, until: datetime | None) -> str:
    whom = subscriber or "everybody"
    if until is None:
        return f"{what} is muted for {whom}, for good: what comes of it is not told."
    return f"{what} is muted for {whom} until {_when(until)}; what comes meanwhile is told then."


def _unmuted(
    what: str, subscriber: str | None, lifted: bool, waited: int, others: list[str]
) -> str:
    whom = subscriber or "everybody"
    if "everybody" in others:
        whom += " alone"
    still = f" It is still muted for {' and '.join(others)}." if others else ""
    if not lifted:
        return f"{what} is not muted for {whom}; see 'monitor mutes'.{still}"
    if waited == 1:
        after = " 1 alert that waited is told now, unless a digest or something else holds it."
    elif waited:
        after = (
            f" {waited} alerts that waited are told now, unless a digest or something else holds "
            "them."
        )
    else:
        after = ""
    return f"{what} is no longer muted for {whom}.{after}{still}"


def _and_so(others: list[int]) -> str:
    if not others:
        return ""
    verb = "is alert" if len(others) == 1 else "are alerts"
    return f", and so {verb} {_listed(others)} of the same story"


def _listed(numbers: list[int]) -> str:
    return ", ".join(map(str, numbers))


def _when(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M} UTC"

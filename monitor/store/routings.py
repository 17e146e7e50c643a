"""What each alert came to for each subscriber, stored when it is decided.

A routing is ``told``, is ``waiting`` until its release, or ends as ``not_told``; it always has its
reason.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from sqlalchemy import Connection, Row, Select, Update, func, insert, or_, select, update

from monitor.domain import Message
from monitor.store import messages
from monitor.store.tables import alerts, routings, stories
from monitor.timing import Decision, Told

State = Literal["told", "waiting", "not_told"]

_STORY = func.coalesce(stories.c.merged_into, stories.c.id).label("story")


@dataclass(frozen=True, slots=True)
class StoredRouting:
    """What one alert came to for one subscriber."""

    id: int
    alert_id: int
    subscriber: str
    decision: Decision
    state: State
    reason: str
    decided_at: datetime
    release_at: datetime | None
    """When what waits is told."""
    told_at: datetime | None
    digest_id: int | None
    """The digest in which it was told; None for a message of its own."""
    message: Message | None
    """What is to be told, while it waits and afterwards; None for what never was to be."""
    story_id: int
    """The story of the alert, as it is now."""


def save_routing(
    connection: Connection,
    alert_id: int,
    subscriber: str,
    decision: Decision,
    reason: str,
    now: datetime,
    *,
    release_at: datetime | None = None,
    message: Message | None = None,
) -> None:
    """Store what an alert comes to; the database refuses a second answer for the same two."""
    state: State = "waiting" if release_at else "not_told"
    if decision in ("told", "covered"):
        state = "told"
    connection.execute(
        insert(routings).values(
            alert_id=alert_id,
            subscriber=subscriber,
            decision=decision,
            state=state,
            reason=reason,
            decided_at=now,
            release_at=release_at,
            told_at=now if decision == "told" else None,
            message=messages.to_json(message) if message else None,
        )
    )


def told_since(connection: Connection, subscriber: str, since: datetime) -> list[Told]:
    """Return what a subscriber was told of after ``since``, under the stories as they are now.

    Of alerts that shared a message only the first counts as a single one.
    """
    query = (
        select(routings.c.told_at, routings.c.digest_id, alerts, _STORY)
        .join(alerts, alerts.c.id == routings.c.alert_id)
        .join(stories, stories.c.id == alerts.c.story_id)
        .where(routings.c.subscriber == subscriber, routings.c.told_at > since)
        .order_by(routings.c.told_at, routings.c.id)
    )
    told: list[Told] = []
    messages: set[tuple[datetime, int]] = set()
    for row in connection.execute(query):
        single = row.digest_id is None and (row.told_at, row.story) not in messages
        if single:
            messages.add((row.told_at, row.story))
        told.append(Told(row.id, row.story, row.watch, row.severity, row.told_at, single))
    return told


def waiting_of(
    connection: Connection, subscriber: str, *, lock: bool = False
) -> list[StoredRouting]:
    """Return what waits for a subscriber, oldest first.

    With ``lock`` no other transaction can release it meanwhile.
    """
    query = (
        _routings()
        .where(routings.c.state == "waiting", routings.c.subscriber == subscriber)
        .order_by(routings.c.id)
    )
    if lock:
        query = query.with_for_update(of=routings)
    return [_stored(row) for row in connection.execute(query)]


def overflow_at(connection: Connection, subscriber: str, now: datetime) -> datetime | None:
    """Return when what went over a subscriber's cap is told next; None where none waits."""
    query = select(func.min(routings.c.release_at)).where(
        routings.c.state == "waiting",
        routings.c.subscriber == subscriber,
        routings.c.decision == "cap",
        routings.c.release_at > now,
    )
    found: datetime | None = connection.scalar(query)
    return found


def subscribers_due(connection: Connection, now: datetime) -> list[str]:
    """Return for whom something that waits is to be told by now."""
    query = (
        select(routings.c.subscriber)
        .where(routings.c.state == "waiting", routings.c.release_at <= now)
        .distinct()
    )
    return sorted(connection.scalars(query))


def count_waiting(connection: Connection) -> dict[str, int]:
    """Return how many alerts wait for each subscriber."""
    query = (
        select(routings.c.subscriber, func.count().label("total"))
        .where(routings.c.state == "waiting")
        .group_by(routings.c.subscriber)
    )
    return {row.subscriber: row.total for row in connection.execute(query)}


def mark_told(
    connection: Connection, routing_ids: Iterable[int], now: datetime, digest_id: int | None = None
) -> None:
    """Note that what waited is told now, by itself or in a digest."""
    connection.execute(
        update(routings)
        .where(routings.c.id.in_(list(routing_ids)))
        .values(state="told", told_at=now, digest_id=digest_id)
    )


def mark_covered(connection: Connection, routing_ids: Iterable[int], reason: str) -> None:
    """Note that what waited has been told by another message of its story, and by which."""
    connection.execute(
        update(routings)
        .where(routings.c.id.in_(list(routing_ids)))
        .values(decision="covered", state="told", reason=routings.c.reason + "; then " + reason)
    )


def mark_not_told(connection: Connection, routing_id: int, reason: str) -> None:
    """Note that what waited is not told after all, and why."""
    connection.execute(
        update(routings)
        .where(routings.c.id == routing_id)
        .values(state="not_told", reason=routings.c.reason + "; not told: " + reason)
    )


def postpone(connection: Connection, routing_id: int, until: datetime, reason: str) -> None:
    """Note that what waited has to wait longer, and why."""
    connection.execute(_longer(routing_id, until, reason))


def hold(
    connection: Connection, routing_id: int, decision: Decision, until: datetime, reason: str
) -> None:
    """Note that what waited for one reason has to wait longer for another."""
    connection.execute(_longer(routing_id, until, reason).values(decision=decision))


def _longer(routing_id: int, until: datetime, reason: str) -> Update:
    return (
        update(routings)
        .where(routings.c.id == routing_id)
        .values(release_at=until, reason=routings.c.reason + "; then " + reason)
    )


def release_muted(
    connection: Connection, story_id: int | None, watch: str, subscriber: str, now: datetime
) -> int:
    """Let what waited for the end of a mute go at once; return how many alerts that were."""
    of_story = select(stories.c.id).where(
        or_(stories.c.id == story_id, stories.c.merged_into == story_id)
    )
    of_subject = alerts.c.watch == watch if story_id is None else alerts.c.story_id.in_(of_story)
    muted = (
        update(routings)
        .where(routings.c.state == "waiting", routings.c.decision == "muted")
        .where(routings.c.alert_id.in_(select(alerts.c.id).where(of_subject)))
        .values(release_at=now)
    )
    if subscriber:
        muted = muted.where(routings.c.subscriber == subscriber)
    return len(set(connection.scalars(muted.returning(routings.c.alert_id))))


def routings_of_alert(connection: Connection, alert_id: int) -> list[StoredRouting]:
    """Return what an alert came to for each subscriber, in the order in which it was decided."""
    query = _routings().where(routings.c.alert_id == alert_id).order_by(routings.c.id)
    return [_stored(row) for row in connection.execute(query)]


def routing_for(connection: Connection, alert_id: int, subscriber: str) -> StoredRouting | None:
    """Return what an alert came to for one subscriber, if that was decided."""
    query = _routings().where(routings.c.alert_id == alert_id, routings.c.subscriber == subscriber)
    row = connection.execute(query).first()
    return _stored(row) if row else None


def _routings() -> Select[tuple[object, ...]]:
    return (
        select(routings, _STORY)
        .join(alerts, alerts.c.id == routings.c.alert_id)
        .join(stories, stories.c.id == alerts.c.story_id)
    )


def _stored(row: Row[tuple[object, ...]]) -> StoredRouting:
    message = messages.from_json(row.message) if row.message else None
    return StoredRouting(
        id=row.id,
        alert_id=row.alert_id,
        subscriber=row.subscriber,
        decision=row.decision,
        state=row.state,
        reason=row.reason,
        decided_at=row.decided_at,
        release_at=row.release_at,
        told_at=row.told_at,
        digest_id=row.digest_id,
        message=message if isinstance(message, Message) else None,
        story_id=row.story,
    )

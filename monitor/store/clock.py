"""What the database knows of the time, and how it follows a clock that was set back."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import Connection, delete, func, select, update

from monitor.store.tables import (
    attempts,
    deliveries,
    digest_times,
    escalations,
    feeds,
    mutes,
    routings,
)

LEASE_AT_MOST = timedelta(minutes=5)
ENDS = ("quiet", "muted")
"""Decisions that wait for an end which does not depend on when they were taken."""


def newest_moment(connection: Connection) -> datetime | None:
    """Return the latest moment at which a feed was polled or a delivery made or tried."""
    moments = [
        connection.scalar(select(func.max(column)))
        for column in (feeds.c.last_polled_at, deliveries.c.created_at, attempts.c.at)
    ]
    return max((moment for moment in moments if moment), default=None)


def follow_back(connection: Connection, now: datetime) -> None:
    """Make due again what waits for a time that a clock set back to ``now`` has before it anew.

    Without it feeds would not be polled and refused messages not be tried until the clock is where
    it was.
    """
    connection.execute(
        update(feeds)
        .where(feeds.c.last_polled_at > now)
        .values(last_polled_at=now, next_poll_at=now)
    )
    connection.execute(
        update(feeds).where(feeds.c.last_success_at > now).values(last_success_at=now)
    )
    connection.execute(update(feeds).where(feeds.c.failing_since > now).values(failing_since=now))
    tried_later = select(attempts.c.delivery_id).where(attempts.c.at > now)
    waits = deliveries.c.state == "pending"
    connection.execute(
        update(deliveries)
        .where(waits, (deliveries.c.created_at > now) | deliveries.c.id.in_(tried_later))
        .values(next_attempt_at=now)
    )
    connection.execute(
        update(deliveries).where(deliveries.c.created_at > now).values(created_at=now)
    )
    connection.execute(
        update(deliveries)
        .where(waits, deliveries.c.leased_until > now + LEASE_AT_MOST)
        .values(leased_until=now + LEASE_AT_MOST)
    )
    connection.execute(update(attempts).where(attempts.c.at > now).values(at=now))
    _wait_no_longer(connection, now)


def _wait_no_longer(connection: Connection, now: datetime) -> None:
    """Let what began later than ``now`` begin now: contacts' turns, what alerts wait for, mutes.

    An alert that waits for the end of quiet hours or of a mute is due, so that their end is found
    anew; digests' times are reckoned anew, too.
    """
    ahead = (
        routings.c.state == "waiting",
        routings.c.decided_at > now,
        routings.c.release_at.is_not(None),
    )
    for row in connection.execute(select(routings).where(*ahead)).all():
        wait = timedelta() if row.decision in ENDS else row.release_at - row.decided_at
        mine = routings.c.id == row.id
        sooner = min(row.release_at, now + wait)
        connection.execute(update(routings).where(mine).values(release_at=sooner, decided_at=now))
    connection.execute(update(routings).where(routings.c.told_at > now).values(told_at=now))
    connection.execute(delete(digest_times).where(digest_times.c.since > now))
    for row in connection.execute(select(mutes).where(mutes.c.muted_at > now)).all():
        until = row.until and now + (row.until - row.muted_at)
        mine = mutes.c.id == row.id
        connection.execute(update(mutes).where(mine).values(until=until, muted_at=now))
    lengths = select(escalations.c.after_seconds).where(escalations.c.next_at > now).distinct()
    for seconds in connection.scalars(lengths).all():
        turn = now + timedelta(seconds=seconds)
        late = escalations.c.after_seconds == seconds, escalations.c.next_at > turn
        connection.execute(update(escalations).where(*late).values(next_at=turn))

"""What the database knows of the time, and how it follows a clock that was set back."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import Connection, func, select, update

from monitor.store.tables import attempts, deliveries, escalations, feeds, routings

LEASE_AT_MOST = timedelta(minutes=5)


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
    """Let waits that began later than ``now`` begin now: contacts' turns, cooldowns and caps.

    The ends of quiet hours and mutes, and digests, are times of the day, which stay.
    """
    waits = routings.c.state == "waiting", routings.c.decision.in_(["cooldown", "cap"])
    query = select(routings.c.id, routings.c.decided_at, routings.c.release_at)
    for row in connection.execute(query.where(*waits, routings.c.decided_at > now)).all():
        sooner = min(row.release_at, now + (row.release_at - row.decided_at))
        mine = routings.c.id == row.id
        connection.execute(update(routings).where(mine).values(release_at=sooner))
    lengths = select(escalations.c.after_seconds).where(escalations.c.next_at > now).distinct()
    for seconds in connection.scalars(lengths).all():
        turn = now + timedelta(seconds=seconds)
        late = escalations.c.after_seconds == seconds, escalations.c.next_at > turn
        connection.execute(update(escalations).where(*late).values(next_at=turn))

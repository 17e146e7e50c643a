"""Mutes as stored."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, delete, func, insert, or_, select

from monitor.store.tables import mutes, stories
from monitor.timing import Mute


def save_mute(connection: Connection, mute: Mute) -> bool:
    """Store a mute in place of one of the same subject and subscriber; say if there was one."""
    replaced = drop_mute(connection, mute.story_id, mute.watch, mute.subscriber)
    connection.execute(
        insert(mutes).values(
            story_id=mute.story_id,
            watch=mute.watch,
            subscriber=mute.subscriber,
            until=mute.until,
            muted_by=mute.muted_by,
            muted_at=mute.muted_at,
        )
    )
    return replaced


def drop_mute(connection: Connection, story_id: int | None, watch: str, subscriber: str) -> bool:
    """Lift a mute, also one of a story that has become part of this one; say if there was one."""
    same = mutes.c.watch == watch
    if story_id is not None:
        merged = select(stories.c.id).where(stories.c.merged_into == story_id)
        same = or_(mutes.c.story_id == story_id, mutes.c.story_id.in_(merged))
    result = connection.execute(delete(mutes).where(same, mutes.c.subscriber == subscriber))
    return bool(result.rowcount)


def active_mutes(connection: Connection, now: datetime) -> list[Mute]:
    """Return the mutes that have not ended, oldest first, under the stories as they are now."""
    story = func.coalesce(stories.c.merged_into, mutes.c.story_id).label("story")
    query = (
        select(mutes, story)
        .outerjoin(stories, stories.c.id == mutes.c.story_id)
        .where(or_(mutes.c.until.is_(None), mutes.c.until > now))
        .order_by(mutes.c.id)
    )
    return [
        Mute(row.story, row.watch, row.subscriber, row.until, row.muted_by, row.muted_at)
        for row in connection.execute(query)
    ]

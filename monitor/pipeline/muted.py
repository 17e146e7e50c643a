"""Find the mute that an alert falls under by now, whatever has become of its story."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection

from monitor.alerts import muting
from monitor.domain import Message
from monitor.store import mutes, stories
from monitor.timing import Mute


def mute_of(
    connection: Connection, message: Message, subscriber: str, now: datetime
) -> Mute | None:
    """Return the mute that keeps a subscriber from an alert now, or None."""
    active = mutes.active_mutes(connection, now)
    if not active:
        return None
    story = stories.load_story(connection, message.story_id)
    story_id = story.id if story else message.story_id
    return muting.mute_over(active, subscriber, story_id, message.all_watches, now)

"""Alerts that are owed, in a real store, with no feeds or classifier before them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from monitor.delivery.content import Target
from monitor.delivery.retry import RetryRule
from monitor.pipeline.deliver import Postman, Reach
from monitor.store import alerts, deliveries, entries, feeds, stories
from monitor.store.deliveries import StoredDelivery
from monitor.store.engine import Store
from tests.support.examples import FEED, NOW, a_message, an_alert, an_entry

Recipient = tuple[str, str, str]


class Clock:
    """A clock that stands until it is set."""

    def __init__(self, now: datetime = NOW) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now


def owe(
    store: Store,
    *recipients: Recipient,
    story: int | None = None,
    now: datetime = NOW,
    severity: int = 1,
    reason: str = "first report of this story",
) -> int:
    """Owe an alert to recipients: the first of a new story, or an update of one; return its story.

    The message's headline names story and alert.
    """
    with store.write() as connection:
        feeds.sync_feeds(connection, [(FEED, "wire.example", True)], now)
        (feed,) = feeds.list_feeds(connection)
        story_id = story or stories.next_story_id(connection)
        earlier = len(alerts.alerts_of_story(connection, story_id)) if story else 0
        entry = an_entry(identity=f"entry-{story_id}-{earlier}")
        entry_id = entries.add_entry(
            connection, feed.id, entry, entries.Keys("", "", ""), now, None
        )
        if story is None:
            stories.open_story(connection, story_id, entry, now)
        kind = "update" if story else "raise"
        alert = replace(an_alert(kind), story_id=story_id, entry_id=entry_id, reason=reason)
        alert_id = alerts.save_alert(connection, alert, f"rung-{earlier}")
        message = replace(
            a_message(alert_id),
            story_id=story_id,
            kind=kind,
            severity=severity,
            reason=reason,
            headline=f"Story {story_id}, alert {alert_id}",
        )
        for recipient in recipients:
            message_id = f"<{alert_id}-{'-'.join(recipient).replace(':', '')}@example.org>"
            deliveries.enqueue(connection, alert_id, story_id, recipient, message, message_id, now)
    return story_id


def reach_of(channels: dict, targets: dict[Recipient, Target], attempts: int = 3) -> Reach:  # type: ignore[type-arg]
    """Return how these recipients are reached."""
    return Reach(channels, targets, RetryRule(max_attempts=attempts))


async def rounds(
    postman: Postman,
    reach: Reach,
    clock: Clock,
    count: int = 1,
    step: timedelta = timedelta(hours=1),
) -> None:
    """Deliver, wait for what was started, and let time pass, some times."""
    for _ in range(count):
        await postman.deliver(reach)
        await postman.finish(10)
        clock.now += step


def listed(store: Store) -> Sequence[StoredDelivery]:
    """Return every delivery, the oldest first."""
    with store.read() as connection:
        return deliveries.list_deliveries(connection, 1000)[::-1]


def states(store: Store) -> list[str]:
    """Return the state of every delivery, sorted."""
    return sorted(item.state for item in listed(store))

"""A stored world in which alerts are raised by hand, for tests of who is told of them, and when."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection

from monitor.domain import Alert, AlertKind, Delivery, Digest, Label, Message, Score, Subscriber
from monitor.pipeline.audience import Audience
from monitor.pipeline.dispatch import tell
from monitor.pipeline.escalate import escalate_due
from monitor.pipeline.raising import Raised
from monitor.pipeline.release import release_due
from monitor.store import alerts, assessments, deliveries, entries, feeds, routings, stories
from monitor.store.engine import Store
from monitor.store.routings import StoredRouting
from tests.support.examples import FEED, a_message, a_score, an_entry

DOMAIN = "monitor.example"
BY_SEVERITY = {label.severity: label for label in reversed(Label)}


class Duty:
    """Raise alerts, let time pass, and see what is owed."""

    def __init__(self, store: Store, *subscribers: Subscriber, now: datetime) -> None:
        self.store = store
        self.now = now
        self.audience = Audience(subscribers, DOMAIN)
        with store.write() as connection:
            feeds.sync_feeds(connection, [(FEED, "wire.example", True)], now)
            self.feed_id = feeds.list_feeds(connection)[0].id

    def raise_alert(
        self, story: int = 1, severity: int = 2, watch: str | Sequence[str] = "talks"
    ) -> int:
        """Raise an alert, of a story that goes on if there is one, and return its id.

        Of several watches one for each at the same moment, of which the first is returned.
        """
        with self.store.write() as connection:
            return raise_in(
                connection, self.feed_id, self.audience, story, severity, watch, self.now
            )

    def pass_time(self, now: datetime) -> None:
        """Do at that moment what the daemon does every second."""
        self.now = now
        release_due(self.store, self.audience, now)
        escalate_due(self.store, self.audience, now)

    def owed(self, subscriber: str | None = None) -> list[Delivery]:
        """Return every delivery that was ever owed, oldest first."""
        with self.store.read() as connection:
            found = deliveries.list_deliveries(connection, 1000)[::-1]
        return [item.delivery for item in found if subscriber in (None, item.delivery.subscriber)]

    def told(self, subscriber: str | None = None) -> list[object]:
        """Return what subscribers were told: alert ids, and lists of them for digests."""
        return [_told(item) for item in self.owed(subscriber)]

    def routing(self, alert_id: int, subscriber: str = "desk") -> StoredRouting:
        """Return what an alert came to for a subscriber."""
        with self.store.read() as connection:
            found = routings.routing_for(connection, alert_id, subscriber)
        assert found is not None
        return found


def raise_in(
    connection: Connection,
    feed_id: int,
    audience: Audience,
    story: int,
    severity: int,
    watch: str | Sequence[str],
    now: datetime,
) -> int:
    """Store an entry of a story, its score and an alert of each watch, and tell subscribers.

    Returns the id of the first alert.
    """
    number = len(alerts.list_alerts(connection, 10_000)) + 1
    entry = an_entry(f"Headline {number}", f"entry-{number}", now)
    entry_id = entries.add_entry(connection, feed_id, entry, entries.Keys("", "", ""), now, None)
    score = a_score(BY_SEVERITY[severity])
    assessments.save_score(connection, entry_id, 1, score, now)
    entries.mark_assessed(connection, entry_id, 1)
    if not stories.exists(connection, story):
        stories.open_story(connection, story, entry, now)
    stories.place_entry(connection, entry_id, story, "test", now, now)
    raised = [
        _raised(connection, entry_id, entry.title, story, score, one, now)
        for one in ([watch] if isinstance(watch, str) else watch)
    ]
    tell(connection, raised, audience, now)
    return raised[0].alert_id


def _raised(
    connection: Connection,
    entry_id: int,
    title: str,
    story: int,
    score: Score,
    watch: str,
    now: datetime,
) -> Raised:
    told = [one.alert.watch for one in alerts.alerts_of_story(connection, story)]
    kind: AlertKind = "update" if watch in told else "raise"
    severity = score.severity
    alert = Alert(watch, story, kind, "because", entry_id, severity, 0.9, score.direction, now)
    alert_id = alerts.save_alert(connection, alert, f"{entry_id}")
    message = replace(
        a_message(alert_id),
        headline=title,
        story_id=story,
        watch=watch,
        kind=kind,
        severity=severity,
        label=score.label,
    )
    return Raised(alert_id, alert, message)


def _told(delivery: Delivery) -> object:
    content = delivery.message
    if isinstance(content, Digest):
        return [message.alert_id for group in content.groups for message in group.messages]
    return content.alert_id if isinstance(content, Message) else None

"""What the database holds, for those who judge it."""

from __future__ import annotations

from dataclasses import dataclass

from monitor.domain import Alert, Content, Digest, Message
from monitor.store import alerts, deliveries, escalations, routings
from monitor.store.engine import Store
from monitor.store.routings import StoredRouting


@dataclass(frozen=True, slots=True)
class Seen:
    """What the database holds at one moment."""

    alerts: dict[int, Alert]
    routings: list[StoredRouting]
    owed: list[deliveries.StoredDelivery]
    steps: dict[int, list[escalations.StoredStep]]
    ends: dict[int, list[escalations.StoredEnd]]
    acknowledged: dict[int, escalations.Acknowledgement]


def look(store: Store) -> Seen:
    """Return what the database holds."""
    with store.read() as connection:
        raised = {item.id: item.alert for item in alerts.list_alerts(connection, 10_000)}
        return Seen(
            alerts=raised,
            routings=[
                item for number in raised for item in routings.routings_of_alert(connection, number)
            ],
            owed=deliveries.list_deliveries(connection, 10_000),
            steps={number: escalations.steps_of(connection, number) for number in raised},
            ends={number: escalations.ends_of(connection, number) for number in raised},
            acknowledged={
                number: found
                for number in raised
                if (found := escalations.acknowledgement_of(connection, number))
            },
        )


def alerts_in(content: Content) -> list[int]:
    """Return the alerts that a message tells of."""
    if isinstance(content, Digest):
        return [message.alert_id for group in content.groups for message in group.messages]
    return [content.alert_id] if isinstance(content, Message) else []

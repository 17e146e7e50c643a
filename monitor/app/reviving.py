"""Put deliveries that were given up back into the outbox."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from monitor.errors import MonitorError
from monitor.store import deliveries, tellings
from monitor.store.disabled import Recipient
from monitor.store.threads import load_delivery


@dataclass(frozen=True, slots=True)
class Reviving:
    """How deliveries are put back."""

    configured: Collection[Recipient]
    off: Mapping[Recipient, str]
    """Why nothing is sent to an address."""
    now: datetime
    readdress: bool = False
    """Whether one to an address that is gone is owed to the subscriber's other of that channel."""

    def put_back(self, connection: Connection, delivery: int) -> None:
        """Owe a delivery again.

        Raises MonitorError, before anything is changed, where it cannot be tried again.
        """
        item = existing(connection, delivery)
        if item.state not in ("dead", "dropped"):
            raise MonitorError(
                f"delivery {delivery} is {item.state}; only what is dead or dropped can be tried "
                "again"
            )
        recipient = recipient_of(item)
        self._refuse_off(delivery, recipient)
        if recipient not in self.configured:
            self._move(connection, delivery, recipient)
        deliveries.revive(connection, delivery, self.now)

    def _refuse_off(self, delivery: int, recipient: Recipient) -> None:
        if reason := self.off.get(recipient):
            subscriber, kind, _ = recipient
            raise MonitorError(
                f"delivery {delivery}: {subscriber}'s {kind} is off: {reason}; mend that, then "
                f"run 'monitor channels enable {subscriber}'"
            )

    def _move(self, connection: Connection, delivery: int, gone: Recipient) -> None:
        """Owe a delivery to the only address that may stand for one that is gone."""
        subscriber, kind, target = gone
        others = [item for item in self.configured if item[:2] == (subscriber, kind)]
        if not (self.readdress and others):
            other = f", or add --readdress to send it to another {kind} address" if others else ""
            raise MonitorError(
                f"delivery {delivery}: {subscriber} has no {kind} address {target} any more; put "
                f"it back into subscribers.yaml to send it there{other}"
            )
        if len(others) > 1:
            raise MonitorError(
                f"delivery {delivery}: {subscriber} has {len(others)} {kind} addresses, and it "
                f"cannot be told which stands for {target}"
            )
        self._refuse_off(delivery, others[0])
        if not tellings.readdress(connection, delivery, others[0][2]):
            raise MonitorError(
                f"delivery {delivery}: {subscriber}'s {kind} address has been told of it already"
            )


def existing(connection: Connection, delivery: int) -> deliveries.StoredDelivery:
    """Return a delivery. Raises MonitorError where there is none."""
    item = load_delivery(connection, delivery)
    if item is None:
        raise MonitorError(f"there is no delivery {delivery}; see 'monitor deliveries list'")
    return item


def recipient_of(item: deliveries.StoredDelivery) -> Recipient:
    """Return subscriber, channel and target of a delivery."""
    return (item.delivery.subscriber, item.delivery.channel, item.delivery.target)

"""A channel in memory that fails as told, for tests of what is around channels.

It passes the same contract suite as the real ones (test_channels.py).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import ClassVar

from monitor.delivery.content import Sent, Target
from monitor.delivery.outbox import Pace
from monitor.domain import Delivery
from monitor.errors import TransientDeliveryError
from tests.delivery.examples import NOW


@dataclass(frozen=True, slots=True)
class Taken:
    """A delivery that the channel took, when and for whom."""

    delivery: Delivery
    at: datetime
    address: str


class FlakyChannel:
    """Keep what is sent in ``taken``; raise what is in ``failures`` instead, the last one first.

    A ConnectionResetError stands for an answer that was lost after the message was taken.
    """

    kind: ClassVar[str] = "slack"
    pace = Pace(interval=timedelta(seconds=1))

    def __init__(self) -> None:
        self.failures: list[Exception] = []
        self.taken: list[Taken] = []
        self.now = NOW

    def lane(self, target: Target) -> str:
        """Return a lane for each address."""
        return f"flaky:{target.fingerprint()}"

    async def send(self, delivery: Delivery, target: Target) -> Sent:
        """Take ``delivery`` or fail."""
        failure = self.failures.pop() if self.failures else None
        if failure is not None and not isinstance(failure, ConnectionResetError):
            raise failure
        self.taken.append(Taken(delivery, self.now, target.address))
        if failure is not None:
            raise TransientDeliveryError("connection lost after the message was taken")
        return Sent()

    async def close(self) -> None:
        """Do nothing."""

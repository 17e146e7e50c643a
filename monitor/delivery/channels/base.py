"""What every channel is: one way to reach a subscriber."""

from __future__ import annotations

from typing import ClassVar, Protocol, runtime_checkable

from monitor.delivery.content import Sent, Target, Thread
from monitor.delivery.outbox import Pace
from monitor.domain import Delivery


class Channel(Protocol):
    """Send deliveries of one kind. One instance serves all targets of its kind, concurrently."""

    kind: ClassVar[str]
    """The name by which ``Delivery.channel`` and the registry know it."""

    @property
    def pace(self) -> Pace:
        """How fast each lane may be used."""

    def lane(self, target: Target) -> str:
        """Return the name, no secret, of what shares the pace: one webhook, one mail server."""

    async def send(self, delivery: Delivery, target: Target) -> Sent:
        """Send ``delivery`` and return once the target has taken it.

        Raises TransientDeliveryError or PermanentDeliveryError and nothing else; neither the error
        nor a log ever holds the target's address where that is a secret. Sending the same delivery
        again, after a lost answer, is recognised by the recipient from ``delivery.message_id``.
        """

    async def close(self) -> None:
        """Let go of connections."""


@runtime_checkable
class Amends(Protocol):
    """What a channel offers besides where it can change a message that it has sent."""

    def can_amend(self, target: Target) -> bool:
        """Return whether messages of this target can be changed."""

    async def amend(self, thread: Thread, target: Target) -> None:
        """Draw ``thread.delivery`` again, with ``thread.notes``. Raises DeliveryError."""


@runtime_checkable
class Whispers(Protocol):
    """What a channel offers besides where it can say something to one person alone."""

    async def whisper(self, target: Target, channel: str, person: str, text: str) -> None:
        """Say ``text`` to a member of the service's channel. Raises DeliveryError."""

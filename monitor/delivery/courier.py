"""Carry deliveries: outbox, channels and retry rule as one thing for the pipeline to call."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import NamedTuple

from monitor.delivery.channels.base import Channel
from monitor.delivery.content import Sent, Target
from monitor.delivery.outbox import Lane, Plan, Waiting, plan
from monitor.delivery.retry import Decision, Retry, RetryRule, decide
from monitor.domain import Delivery
from monitor.errors import PermanentDeliveryError

Outcome = Sent | Decision


class Recipient(NamedTuple):
    """Who is reached over what: the key of a target."""

    subscriber: str
    channel: str
    target: str


@dataclass(frozen=True, slots=True)
class Row:
    """A pending delivery as the store knows it, without its message."""

    delivery_id: int
    recipient: Recipient
    story_id: int | None
    severity: int
    next_attempt_at: datetime
    leased_until: datetime | None


class Courier:
    """Say which deliveries may go, carry each, and say what became of it.

    Remembers nothing but when each lane was used last; a restart forgets that harmlessly.
    """

    def __init__(
        self,
        channels: Mapping[str, Channel],
        targets: Mapping[Recipient, Target],
        rule: RetryRule | None = None,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
        jitter: Callable[[], float] = random.random,
    ) -> None:
        self._channels = dict(channels)
        self._targets = dict(targets)
        self._rule = rule or RetryRule()
        self._clock = clock
        self._jitter = jitter
        self._lanes: dict[str, Lane] = {}

    def retarget(self, targets: Mapping[Recipient, Target]) -> None:
        """Use other targets from now on, after the configuration changed."""
        self._targets = dict(targets)

    def plan(self, rows: Iterable[Row], limit: int = 100) -> Plan:
        """Return which of ``rows`` (all that are pending) to lease and carry now."""
        waiting = [self._waiting(row) for row in rows]
        return plan(waiting, self._lanes, self._clock(), limit)

    async def carry(self, delivery: Delivery, created_at: datetime, thread: str = "") -> Outcome:
        """Send ``delivery`` and return what to record of it. Raises nothing but cancellation.

        ``thread`` is the receipt of the first delivery of the same story to the same recipient.
        """
        recipient = Recipient(delivery.subscriber, delivery.channel, delivery.target)
        lane = self._lane_of(recipient)
        self._lanes[lane] = self._lane(recipient).started(self._clock())
        try:
            channel, target = self._resolve(recipient, thread)
            sent = await channel.send(delivery, target)
        except Exception as error:
            decision = decide(
                error,
                attempts=delivery.attempts,
                created_at=created_at,
                now=self._clock(),
                jitter=self._jitter(),
                rule=self._rule,
            )
            if isinstance(decision, Retry) and decision.hold_lane_until:
                self._lanes[lane] = self._lanes[lane].held(decision.hold_lane_until)
            return decision
        self._lanes[lane] = self._lanes[lane].proved()
        return sent

    async def close(self) -> None:
        """Close all channels."""
        for channel in self._channels.values():
            await channel.close()

    def _resolve(self, recipient: Recipient, thread: str) -> tuple[Channel, Target]:
        channel = self._channels.get(recipient.channel)
        target = self._targets.get(recipient)
        if channel is None:
            raise PermanentDeliveryError(f"the channel {recipient.channel} is not configured")
        if target is None:
            raise PermanentDeliveryError(
                f"{recipient.subscriber} has no {recipient.channel} {recipient.target} any more"
            )
        return channel, replace(target, thread=thread) if thread else target

    def _waiting(self, row: Row) -> Waiting:
        lane = self._lane_of(row.recipient)
        self._lanes.setdefault(lane, self._lane(row.recipient))
        return Waiting(
            row.delivery_id,
            row.recipient,
            row.story_id,
            lane,
            row.severity,
            row.next_attempt_at,
            row.leased_until,
        )

    def _lane_of(self, recipient: Recipient) -> str:
        channel, target = self._channels.get(recipient.channel), self._targets.get(recipient)
        return channel.lane(target) if channel and target else "nowhere:" + "/".join(recipient)

    def _lane(self, recipient: Recipient) -> Lane:
        channel = self._channels.get(recipient.channel)
        known = self._lanes.get(self._lane_of(recipient), Lane())
        return replace(known, pace=channel.pace) if channel else known

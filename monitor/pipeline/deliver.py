"""Send what the outbox owes, after the transaction that owed it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import partial

import structlog
from sqlalchemy.exc import SQLAlchemyError

from monitor.delivery.channels.base import Channel
from monitor.delivery.content import Target
from monitor.delivery.outbox import Lane, Waiting, plan
from monitor.delivery.retry import GiveUp, Retry, RetryRule, decide
from monitor.domain import Content, Message
from monitor.pipeline import amend
from monitor.pipeline.hush import hushed_until
from monitor.pipeline.turn import Turn
from monitor.store import deliveries
from monitor.store.deliveries import StoredDelivery
from monitor.store.disabled import UNSUBSCRIBED, disable_target, load_disabled
from monitor.store.engine import Store
from monitor.timing import Timing

log = structlog.get_logger()

LEASE = timedelta(minutes=5)
"""Longer than any attempt may take; after it, another sender may try."""

Recipient = tuple[str, str, str]
Record = Callable[[], None]


@dataclass(frozen=True, slots=True)
class Reach:
    """How subscribers can be reached, as configured now."""

    channels: Mapping[str, Channel]
    targets: Mapping[Recipient, Target]
    """By subscriber, channel and target."""
    rule: RetryRule
    timings: Mapping[str, Timing] = field(default_factory=dict)
    """When each subscriber may be reached."""


@dataclass(slots=True)
class Postman:
    """Carry deliveries, remembering each lane's pace between rounds."""

    store: Store
    clock: Callable[[], datetime]
    jitter: Callable[[], float]
    """Random, 0 to 1."""
    lanes: dict[str, Lane] = field(default_factory=dict)
    sending: dict[int, asyncio.Task[None]] = field(default_factory=dict)
    unrecorded: dict[int, Record] = field(default_factory=dict)
    """Outcomes that the database would not take: written again, not sent again."""
    turn: Turn = field(default_factory=Turn)
    lane_opens_at: datetime | None = None
    """When a lane's pace lets something go that was due in the last round, or None."""

    async def deliver(self, reach: Reach) -> int:
        """Start sending every delivery that may go now; return how many started.

        Does not wait for them: a slow server holds up its own lane only, others for a moment.
        """
        for delivery_id, record in list(self.unrecorded.items()):
            await self._record(delivery_id, record)
        chosen = await asyncio.to_thread(self._choose, reach)
        for stored, target in chosen:
            task = asyncio.create_task(self._send(stored, target, reach))
            self.sending[stored.delivery.delivery_id] = task
            task.add_done_callback(partial(self._forget, stored.delivery.delivery_id))
        return len(chosen)

    def _forget(self, delivery_id: int, _task: asyncio.Task[None]) -> None:
        self.sending.pop(delivery_id, None)

    async def finish(self, seconds: float) -> None:
        """Give what is being sent that long to end, then give its leases back."""
        running = dict(self.sending)
        if running:
            _, late = await asyncio.wait(running.values(), timeout=seconds)
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)

    def _choose(self, reach: Reach) -> list[tuple[StoredDelivery, Target]]:
        """Lease and return what may go now; give up what nobody can be reached for any more."""
        now = self.clock()
        with self.store.read() as connection:
            waiting = deliveries.open_deliveries(connection)
            disabled = load_disabled(connection)
        rows, unreachable, hushed = [], [], []
        for stored in waiting:
            recipient = recipient_of(stored)
            if stored.delivery.delivery_id in self.unrecorded:
                continue
            if reason := disabled.get(recipient) or _unreachable(recipient, reach):
                unreachable.append((stored, reason))
            elif until := hushed_until(stored, reach.timings, now):
                hushed.append((stored, until))
            else:
                rows.append(self._waiting(stored, reach, now))
        planned = plan(rows, self.lanes, now)
        ids, self.lane_opens_at = planned.go, planned.lane_opens_at
        early = [(stored, until) for stored, until in hushed if stored.next_attempt_at < until]
        if not (ids or unreachable or early):
            return []
        with self.store.write() as connection:
            for stored, reason in unreachable:
                give_up = (
                    deliveries.record_unwanted if reason == UNSUBSCRIBED else deliveries.record_dead
                )
                give_up(connection, stored.delivery.delivery_id, now, reason)
                log.warning("delivery given up", delivery=stored.delivery.delivery_id,
                            subscriber=stored.delivery.subscriber, reason=reason)  # fmt: skip
            for stored, until in early:
                deliveries.postpone(connection, stored.delivery.delivery_id, until)
            taken = set(deliveries.lease(connection, ids, now, now + LEASE))
        chosen = [
            replace(stored, leased_until=now + LEASE)
            for stored in waiting
            if stored.delivery.delivery_id in taken
        ]
        return self._taken(chosen, ids, reach, now)

    def _taken(
        self, chosen: list[StoredDelivery], ids: tuple[int, ...], reach: Reach, now: datetime
    ) -> list[tuple[StoredDelivery, Target]]:
        """Return what was leased, the most urgent first, with its target and thread."""
        for stored in chosen:
            lane = self._lane_of(stored, reach)
            self.lanes[lane] = self.lanes[lane].started(now)
        with self.store.read() as connection:
            return [
                (
                    stored,
                    replace(
                        reach.targets[recipient_of(stored)],
                        thread=amend.thread_of(connection, stored),
                    ),
                )
                for stored in sorted(chosen, key=lambda item: ids.index(item.delivery.delivery_id))
            ]

    def _waiting(self, stored: StoredDelivery, reach: Reach, now: datetime) -> Waiting:
        # What is being sent is held also where the clock jumped past the end of its lease.
        sending = stored.delivery.delivery_id in self.sending
        return Waiting(
            delivery_id=stored.delivery.delivery_id,
            recipient=recipient_of(stored),
            story_id=stored.story_id,
            lane=self._lane_of(stored, reach),
            severity=severity_of(stored.delivery.message),
            next_attempt_at=stored.next_attempt_at,
            leased_until=now + LEASE if sending else stored.leased_until,
        )

    def _lane_of(self, stored: StoredDelivery, reach: Reach) -> str:
        """Return the lane's name, and see that its pace is the one configured now."""
        channel = reach.channels[stored.delivery.channel]
        name = channel.lane(reach.targets[recipient_of(stored)])
        self.lanes[name] = replace(self.lanes.get(name, Lane()), pace=channel.pace)
        return name

    async def _send(self, stored: StoredDelivery, target: Target, reach: Reach) -> None:
        channel = reach.channels[stored.delivery.channel]
        try:
            async with self.turn.taken():
                if self._overslept(stored):
                    return
                sent_at = await self._attempt(stored, target, reach)
        except asyncio.CancelledError:
            await asyncio.to_thread(self._give_back, stored)
            raise
        if sent_at:
            await amend.tell_first(self.store, channel, target, stored.delivery, sent_at)

    def _overslept(self, stored: StoredDelivery) -> bool:
        """Tell whether another daemon may have sent it, while this one was frozen."""
        return stored.leased_until is not None and self.clock() >= stored.leased_until

    async def _attempt(
        self, stored: StoredDelivery, target: Target, reach: Reach
    ) -> datetime | None:
        """Send, record what came of it, and return when it was taken, or None."""
        delivery = stored.delivery
        number = delivery.delivery_id
        bound = log.bind(
            delivery=number,
            alert=delivery.alert_id,
            subscriber=delivery.subscriber,
            channel=delivery.channel,
        )
        try:
            sent = await reach.channels[delivery.channel].send(delivery, target)
        except Exception as error:
            now = self.clock()
            decision = decide(
                error,
                attempts=delivery.attempts,
                created_at=stored.owed_since,
                now=now,
                jitter=self.jitter(),
                rule=reach.rule,
            )
            self._hold_lane(stored, reach, decision)
            await self._record(number, partial(self._note_failure, stored, target, decision, now))
            bound.warning(
                "delivery failed", reason=decision.reason, final=isinstance(decision, GiveUp)
            )
            return None
        now = self.clock()
        await self._record(number, partial(self._note_sent, number, now, sent.receipt))
        lane = self._lane_of(stored, reach)
        self.lanes[lane] = self.lanes[lane].proved()
        bound.info("delivered", seconds=(now - stored.created_at).total_seconds())
        return now

    def _hold_lane(self, stored: StoredDelivery, reach: Reach, decision: Retry | GiveUp) -> None:
        if isinstance(decision, Retry) and decision.hold_lane_until:
            lane = self._lane_of(stored, reach)
            self.lanes[lane] = self.lanes[lane].held(decision.hold_lane_until)

    async def _record(self, delivery_id: int, record: Record) -> None:
        """Write an outcome; keep it for the next round where the database does not take it."""
        try:
            await asyncio.to_thread(record)
        except SQLAlchemyError as error:
            if delivery_id not in self.unrecorded:
                log.error("outcome not recorded yet", delivery=delivery_id, reason=str(error)[:200])
            self.unrecorded[delivery_id] = record
        else:
            self.unrecorded.pop(delivery_id, None)

    def _note_sent(self, delivery_id: int, now: datetime, receipt: str) -> None:
        with self.store.write() as connection:
            deliveries.record_sent(connection, delivery_id, now, receipt)

    def _note_failure(
        self, stored: StoredDelivery, target: Target, decision: Retry | GiveUp, now: datetime
    ) -> None:
        delivery_id = stored.delivery.delivery_id
        with self.store.write() as connection:
            if not deliveries.keep_lease(connection, delivery_id, stored.leased_until):
                return
            if isinstance(decision, Retry):
                deliveries.record_retry(
                    connection, delivery_id, now, decision.reason, decision.at, decision.counts
                )
                return
            deliveries.record_dead(connection, delivery_id, now, decision.reason)
            if decision.disable:
                recipient = recipient_of(stored)
                disable_target(connection, recipient, decision.reason, now, target.credential())

    def _give_back(self, stored: StoredDelivery) -> None:
        delivery_id = stored.delivery.delivery_id
        with self.store.write() as connection:
            if deliveries.keep_lease(connection, delivery_id, stored.leased_until):
                deliveries.postpone(connection, delivery_id, stored.next_attempt_at)


def severity_of(content: Content) -> int:
    """Return how urgent a content is; a notice or a digest waits behind every alert."""
    return content.severity if isinstance(content, Message) else 0


def recipient_of(stored: StoredDelivery) -> Recipient:
    """Return subscriber, channel and target of a delivery."""
    delivery = stored.delivery
    return (delivery.subscriber, delivery.channel, delivery.target)


def _unreachable(recipient: Recipient, reach: Reach) -> str | None:
    subscriber, channel, target = recipient
    if channel not in reach.channels:
        return f"no channel {channel} is configured any more"
    if recipient not in reach.targets:
        return f"subscriber {subscriber} has no {channel} address {target} any more"
    return None

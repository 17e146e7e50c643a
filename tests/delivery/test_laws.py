"""What must hold whatever happens: alerts, failures, crashes and time in any order.

An outbox in memory stands for the table; the decisions and their order are the pipeline's.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import pairwise

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from monitor.delivery.content import Target
from monitor.delivery.outbox import Lane, Waiting, plan
from monitor.delivery.retry import Decision, LaneUnavailableError, Retry, decide
from monitor.errors import PermanentDeliveryError, TransientDeliveryError
from tests.delivery.examples import NOW, delivery
from tests.delivery.flaky import FlakyChannel, Taken

FAILURES = [
    TransientDeliveryError("451"),
    TransientDeliveryError("busy", retry_after=90),
    LaneUnavailableError("429", retry_after=30),
    LaneUnavailableError("no answer"),
    ConnectionResetError("after DATA"),
    KeyError("a fault of ours"),
    PermanentDeliveryError("550"),
]
TARGETS = {name: Target("slack-1", f"https://{name}.example/hook") for name in "ab"}


class OutboxMachine(RuleBasedStateMachine):
    """Two recipients on two lanes, some stories, and trouble."""

    def __init__(self) -> None:
        super().__init__()
        self.now = NOW
        self.channel = FlakyChannel()
        self.lanes: dict[str, Lane] = {}
        self.rows: dict[int, Waiting] = {}
        self.made: dict[int, Waiting] = {}
        self.attempts: Counter[int] = Counter()
        self.dead: set[int] = set()
        self.lost_answers = 0
        self.crashes = 0

    @rule(name=st.sampled_from("ab"), story=st.integers(1, 3), severity=st.integers(0, 4))
    def alert(self, name: str, story: int, severity: int) -> None:
        number = len(self.made) + 1
        lane = self.channel.lane(TARGETS[name])
        recipient = (name, "slack", "slack-1")
        self.made[number] = Waiting(number, recipient, story, lane, severity, self.now)
        self.rows[number] = self.made[number]

    @rule(failures=st.lists(st.sampled_from(FAILURES), min_size=1, max_size=3))
    def trouble(self, failures: list[Exception]) -> None:
        self.channel.failures += failures

    @rule(seconds=st.sampled_from([0, 1, 5, 60, 600, -3600]))
    def wait(self, seconds: int) -> None:
        self.now += timedelta(seconds=seconds)

    @precondition(lambda self: self.rows)
    @rule(crash=st.sampled_from([False, False, False, True]))
    def deliver(self, crash: bool) -> None:
        """Do one round of the pipeline's verb; in a crash the last outcome is not recorded."""
        for number in plan(self.rows.values(), self.lanes, self.now).go:
            row = self.rows[number]
            self.rows[number] = replace(row, leased_until=self.now + timedelta(minutes=3))
            lane = self.lanes.get(row.lane, Lane(self.channel.pace))
            self.lanes[row.lane] = lane.started(self.now)
            decision = self.send(row)
            if crash:
                self.crashes += 1
                self.lanes.clear()
                return
            self.record(row, decision)

    def send(self, row: Waiting) -> Decision | None:
        number = row.delivery_id
        self.channel.now = self.now
        self.lost_answers += isinstance(
            self.channel.failures[-1] if self.channel.failures else None, ConnectionResetError
        )
        sending = delivery(message_id=str(number), attempts=self.attempts[number])
        try:
            asyncio.run(self.channel.send(sending, TARGETS[row.recipient[0]]))
        except Exception as error:
            return decide(
                error,
                attempts=self.attempts[number],
                created_at=self.now,
                now=self.now,
                jitter=0.5,
            )
        return None

    def record(self, row: Waiting, decision: Decision | None) -> None:
        if isinstance(decision, Retry):
            self.attempts[row.delivery_id] += decision.counts
            self.rows[row.delivery_id] = replace(row, next_attempt_at=decision.at)
            if decision.hold_lane_until:
                self.lanes[row.lane] = self.lanes[row.lane].held(decision.hold_lane_until)
            return
        if decision is None:
            self.lanes[row.lane] = self.lanes[row.lane].proved()
        else:
            self.dead.add(row.delivery_id)
        del self.rows[row.delivery_id]

    def taken(self, name: str) -> list[Taken]:
        return [item for item in self.channel.taken if item.address == TARGETS[name].address]

    @invariant()
    def nothing_is_sent_twice_but_for_a_crash_or_a_lost_answer(self) -> None:
        sent = Counter(item.delivery.message_id for item in self.channel.taken)
        assert sent.total() - len(sent) <= self.lost_answers + self.crashes

    @invariant()
    def the_pace_is_kept(self) -> None:
        """A restart forgets when a lane was used last, and may be early once."""
        for name in "ab":
            times = [item.at for item in self.taken(name)]
            hasty = [
                pair for pair in pairwise(times) if _between(*pair) < self.channel.pace.interval
            ]
            assert len(hasty) <= self.crashes

    @invariant()
    def stories_are_told_in_order(self) -> None:
        """The first telling of each delivery comes after those of all before it in its story."""
        for name in "ab":
            first: dict[int, list[int]] = {}
            for item in self.taken(name):
                number = int(item.delivery.message_id)
                told = first.setdefault(self.made[number].story_id or 0, [])
                if number not in told:
                    assert not told or told[-1] < number
                    told.append(number)

    def teardown(self) -> None:
        """Let time pass without trouble: everything arrives."""
        self.channel.failures.clear()
        for _ in range(400):
            if not self.rows:
                break
            self.now += timedelta(minutes=3)
            self.deliver(crash=False)
        arrived = {int(item.delivery.message_id) for item in self.channel.taken}
        assert not self.rows
        assert arrived | self.dead == set(self.made)


def _between(one: datetime, other: datetime) -> timedelta:
    return abs(other - one)


TestOutbox = OutboxMachine.TestCase
TestOutbox.settings = settings(
    max_examples=30,
    stateful_step_count=30,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)

"""The courier over real channels: what the pipeline sees of a delivery, and of crashes between steps."""

from __future__ import annotations

import asyncio
from collections import Counter
from dataclasses import replace
from datetime import datetime, timedelta

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from demo.servers import Drop, Refusal, Reply, SlackSink, SmtpSink
from monitor.delivery.channels import Channel
from monitor.delivery.channels.email import EmailChannel
from monitor.delivery.channels.http import Poster
from monitor.delivery.channels.slack import SlackChannel
from monitor.delivery.content import Sent, Target
from monitor.delivery.courier import Courier, Outcome, Recipient, Row
from monitor.delivery.mail import SmtpSettings
from monitor.delivery.outbox import Pace
from monitor.delivery.retry import GiveUp, LaneUnavailableError, Retry
from monitor.delivery.templates import Templates
from monitor.domain import Delivery
from monitor.errors import PermanentDeliveryError, TransientDeliveryError
from tests.delivery.examples import NOW, delivery

MAIL = Recipient("night-desk", "email", "email-1")
SLACK = Recipient("night-desk", "slack", "slack-1")


def row(number: int, recipient: Recipient = SLACK, story: int = 1, **changes: object) -> Row:
    made = Row(number, recipient, story, 2, NOW, None)
    return replace(made, **changes)  # type: ignore[arg-type]


def owed(recipient: Recipient, **changes: object) -> Delivery:
    return delivery(
        subscriber=recipient.subscriber,
        channel=recipient.channel,
        target=recipient.target,
        **changes,
    )


async def test_one_failing_target_blocks_no_other(
    smtp: SmtpSink,
    smtp_settings: SmtpSettings,
    slack: SlackSink,
    poster: Poster,
    templates: Templates,
) -> None:
    channels: dict[str, Channel] = {
        "email": EmailChannel(smtp_settings, templates),
        "slack": SlackChannel(poster, templates),
    }
    targets = {MAIL: Target("email-1", "desk@example.org"), SLACK: Target("slack-1", slack.url)}
    courier = Courier(channels, targets, clock=lambda: NOW, jitter=lambda: 1.0)
    slack.reply_next(Reply(429, "rate_limited", {"Retry-After": "40"}))
    outcome = await courier.carry(owed(SLACK), NOW)
    assert isinstance(outcome, Retry)
    assert outcome.at == NOW + timedelta(seconds=40)
    assert not outcome.counts
    rows = [row(1, SLACK, next_attempt_at=outcome.at), row(2, SLACK, 2), row(3, MAIL, 2)]
    decision = courier.plan(rows)
    assert decision.go == (3,)
    assert decision.wake_at == outcome.at
    sent = await courier.carry(owed(MAIL), NOW)
    assert sent == Sent(receipt="<alert-17.night-desk.email-1@example.org>")


async def test_failures_become_decisions(
    smtp: SmtpSink, smtp_settings: SmtpSettings, templates: Templates
) -> None:
    channels: dict[str, Channel] = {"email": EmailChannel(smtp_settings, templates)}
    targets = {MAIL: Target("email-1", "desk@example.org")}
    courier = Courier(channels, targets, clock=lambda: NOW)
    smtp.fail_next(Refusal(451), Refusal(550), Drop())
    outcomes = [await courier.carry(owed(MAIL), NOW) for _ in range(4)]
    assert [type(outcome) for outcome in outcomes] == [Retry, GiveUp, Retry, Sent]
    assert len({mail.message["Message-ID"] for mail in smtp.mails}) == 1


async def test_a_target_or_channel_that_is_gone_is_said(templates: Templates) -> None:
    courier = Courier({}, {}, clock=lambda: NOW)
    assert await courier.carry(owed(MAIL), NOW) == GiveUp("the channel email is not configured")
    assert courier.plan([row(1), row(2, MAIL)]).go == (1, 2)


async def test_two_subscribers_of_one_webhook_share_its_pace(
    slack: SlackSink, poster: Poster, templates: Templates
) -> None:
    other = Recipient("day-desk", "slack", "slack-1")
    targets = {SLACK: Target("slack-1", slack.url), other: Target("slack-1", slack.url)}
    courier = Courier({"slack": SlackChannel(poster, templates)}, targets, clock=lambda: NOW)
    assert courier.plan([row(1), row(2, other)]).go == (1,)
    await courier.carry(owed(SLACK), NOW)
    assert courier.plan([row(2, other)]).wake_at == NOW + timedelta(seconds=1)


class FlakyChannel:
    """A channel that fails as told and keeps what it took; under the same contract as the real ones."""

    kind = "slack"
    pace = Pace(interval=timedelta(seconds=1))

    def __init__(self) -> None:
        self.failures: list[Exception] = []
        self.taken: list[tuple[str, datetime, str]] = []
        self.now = NOW

    def lane(self, target: Target) -> str:
        return target.fingerprint()

    async def send(self, delivery: Delivery, target: Target) -> Sent:
        failure = self.failures.pop() if self.failures else None
        if not isinstance(failure, ConnectionResetError) and failure is not None:
            raise failure
        self.taken.append((delivery.message_id, self.now, target.address))
        if failure is not None:
            raise TransientDeliveryError("connection lost after the message was taken")
        return Sent()

    async def close(self) -> None: ...


FAILURES = [
    TransientDeliveryError("451"),
    TransientDeliveryError("busy", retry_after=90),
    LaneUnavailableError("429", retry_after=30),
    LaneUnavailableError("no answer"),
    ConnectionResetError("after DATA"),
    KeyError("a fault of ours"),
]


class OutboxMachine(RuleBasedStateMachine):
    """Alerts, failures, crashes and time in any order; an outbox in memory stands for the table."""

    def __init__(self) -> None:
        super().__init__()
        self.now = NOW
        self.channel = FlakyChannel()
        self.rows: dict[int, Row] = {}
        self.attempts: Counter[int] = Counter()
        self.repeats = 0
        self.made = 0
        self.dead: set[int] = set()
        self.start()

    def start(self) -> None:
        targets = {
            Recipient(name, "slack", "t"): Target("t", f"https://{name}.example") for name in "ab"
        }
        self.courier = Courier(
            {"slack": self.channel}, targets, clock=lambda: self.now, jitter=lambda: 0.5
        )

    @rule(name=st.sampled_from("ab"), story=st.integers(1, 3), severity=st.integers(0, 4))
    def alert(self, name: str, story: int, severity: int) -> None:
        self.made += 1
        recipient = Recipient(name, "slack", "t")
        self.rows[self.made] = Row(self.made, recipient, story, severity, self.now, None)

    @rule(failures=st.lists(st.sampled_from(FAILURES), min_size=1, max_size=3))
    def trouble(self, failures: list[Exception]) -> None:
        self.channel.failures += failures
        self.repeats += sum(isinstance(error, ConnectionResetError) for error in failures)

    @rule(seconds=st.sampled_from([0, 1, 5, 60, 600, -3600]))
    def wait(self, seconds: int) -> None:
        self.now += timedelta(seconds=seconds)

    @precondition(lambda self: self.rows)
    @rule(crash=st.sampled_from([False, False, False, True]))
    def deliver(self, crash: bool) -> None:
        """Do what the pipeline's verb does; in a crash, the outcome is not recorded."""
        self.channel.now = self.now
        for number in self.courier.plan(self.rows.values()).go:
            current = self.rows[number]
            lease = self.now + timedelta(minutes=2)
            self.rows[number] = replace(current, leased_until=lease)
            taken = len(self.channel.taken)
            outcome = asyncio.run(self.courier.carry(self.delivery(current), NOW))
            if crash:
                self.repeats += len(self.channel.taken) - taken
                self.start()
                return
            self.record(number, outcome)

    def delivery(self, current: Row) -> Delivery:
        return owed(
            current.recipient,
            message_id=f"m{current.delivery_id}",
            attempts=self.attempts[current.delivery_id],
        )

    def record(self, number: int, outcome: Outcome) -> None:
        match outcome:
            case Sent():
                del self.rows[number]
            case Retry():
                self.attempts[number] += outcome.counts
                self.rows[number] = replace(
                    self.rows[number], leased_until=None, next_attempt_at=outcome.at
                )
            case GiveUp():
                self.dead.add(number)
                del self.rows[number]

    @invariant()
    def nothing_is_sent_twice_but_for_a_crash_or_a_lost_answer(self) -> None:
        taken = Counter(name for name, _, _ in self.channel.taken)
        assert sum(taken.values()) - len(taken) <= self.repeats

    @invariant()
    def the_pace_is_kept(self) -> None:
        for address in ("https://a.example", "https://b.example"):
            times = [at for _, at, where in self.channel.taken if where == address]
            gaps = [abs(later - earlier) for earlier, later in zip(times, times[1:], strict=False)]
            assert all(gap >= timedelta(seconds=1) for gap in gaps) or self.repeats

    def teardown(self) -> None:
        """Let time pass without trouble: everything arrives."""
        self.channel.failures.clear()
        for _ in range(400):
            if not self.rows:
                break
            self.now += timedelta(minutes=3)
            self.deliver(crash=False)
        arrived = {int(name[1:]) for name, _, _ in self.channel.taken}
        assert not self.rows
        assert arrived | self.dead == set(range(1, self.made + 1))


TestOutbox = OutboxMachine.TestCase
TestOutbox.settings = settings(
    max_examples=25,
    stateful_step_count=25,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)


def test_the_flaky_channel_keeps_the_contract() -> None:
    channel: Channel = FlakyChannel()
    assert asyncio.run(channel.send(delivery(), Target("t", "x"))) == Sent()
    channel.failures.append(PermanentDeliveryError("gone"))  # type: ignore[attr-defined]
    outcome = asyncio.run(
        Courier({"slack": channel}, {SLACK: Target("t", "x")}).carry(owed(SLACK), NOW)
    )
    assert outcome == GiveUp("gone") or isinstance(outcome, GiveUp)

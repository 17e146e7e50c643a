"""When a failed delivery is tried again, and when it is given up."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.delivery.retry import GiveUp, LaneUnavailableError, Retry, RetryRule, decide
from monitor.errors import PermanentDeliveryError, TransientDeliveryError
from tests.delivery.examples import NOW

RULE = RetryRule()
WAITS = st.one_of(st.none(), st.floats(allow_nan=True, allow_infinity=True))


def transient(wait: float | None = None) -> TransientDeliveryError:
    return TransientDeliveryError("451 later", retry_after=wait)


@given(st.integers(0, 10), st.floats(0, 1), WAITS)
def test_a_transient_error_is_tried_again_within_bounds(
    attempts: int, jitter: float, wait: float | None
) -> None:
    decision = decide(transient(wait), attempts=attempts, created_at=NOW, now=NOW, jitter=jitter)
    assert isinstance(decision, Retry)
    assert decision.counts
    assert decision.hold_lane_until is None
    delay = decision.at - NOW
    assert RULE.base / 2 <= delay <= max(RULE.cap, RULE.retry_after_cap)
    if wait is not None and 0 < wait <= RULE.retry_after_cap.total_seconds():
        assert delay >= timedelta(seconds=wait)


@given(st.integers(0, 9), st.floats(0, 1))
def test_waits_grow_with_attempts(attempts: int, jitter: float) -> None:
    def wait(after: int) -> timedelta:
        decision = decide(transient(), attempts=after, created_at=NOW, now=NOW, jitter=jitter)
        assert isinstance(decision, Retry)
        return decision.at - NOW

    assert wait(attempts) <= wait(attempts + 1)


def test_the_waits_of_one_message_bear_a_night() -> None:
    waits = [
        decide(transient(), attempts=n, created_at=NOW, now=NOW, jitter=1.0) for n in range(11)
    ]
    total = sum((w.at - NOW for w in waits if isinstance(w, Retry)), timedelta())
    assert len(waits) == 11
    assert timedelta(hours=14) < total < timedelta(hours=15)


def test_attempts_run_out() -> None:
    last = decide(transient(), attempts=11, created_at=NOW, now=NOW, jitter=0.5)
    assert last == GiveUp("refused 12 times; last: 451 later")


@given(st.integers(0, 100_000), st.floats(0, 1), WAITS)
def test_an_outage_never_uses_up_a_message_before_its_age_does(
    attempts: int, jitter: float, wait: float | None
) -> None:
    error = LaneUnavailableError("no answer", retry_after=wait)
    decision = decide(error, attempts=attempts, created_at=NOW, now=NOW, jitter=jitter)
    assert isinstance(decision, Retry)
    assert not decision.counts
    assert decision.hold_lane_until == decision.at
    named = timedelta(seconds=wait) if wait is not None and 0 < wait < 86400 else timedelta(days=1)
    assert decision.at - NOW <= max(RULE.outage_cap, named)


def test_old_news_is_given_up() -> None:
    error = LaneUnavailableError("no answer: ConnectError")
    decision = decide(error, attempts=0, created_at=NOW - timedelta(days=3), now=NOW, jitter=0.5)
    assert decision == GiveUp("undelivered for 3 days; last: no answer: ConnectError")


@pytest.mark.parametrize("disable", [True, False])
def test_a_permanent_error_is_given_up_at_once(disable: bool) -> None:
    error = PermanentDeliveryError("550 no such user", disable=disable)
    decision = decide(error, attempts=0, created_at=NOW, now=NOW, jitter=0.5)
    assert decision == GiveUp("550 no such user", disable=disable)


def test_a_fault_of_ours_is_retried_and_its_text_kept_out() -> None:
    error = KeyError("https://hooks.slack.com/services/T/B/secret")
    decision = decide(error, attempts=0, created_at=NOW, now=NOW, jitter=0.5)
    assert isinstance(decision, Retry)
    assert decision.counts
    assert decision.reason == "internal error: KeyError"

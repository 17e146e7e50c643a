"""Decide what follows from a failed delivery: when to try again, or to give up."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from monitor.delivery.escape import one_line, shorten
from monitor.errors import DeliveryError, PermanentDeliveryError, TransientDeliveryError


class LaneUnavailableError(TransientDeliveryError):
    """The server or webhook itself cannot be used now, whatever the message.

    Nothing more is tried on its lane for a while, and the attempt does not count against the
    message.
    """


@dataclass(frozen=True, slots=True)
class RetryRule:
    """How patiently to try. The defaults bear 14 hours of refusals and three days of outage."""

    max_attempts: int = 12
    base: timedelta = timedelta(seconds=30)
    cap: timedelta = timedelta(hours=6)
    """Longest wait between two attempts of one message that its target refused for now."""
    outage_cap: timedelta = timedelta(minutes=5)
    """Longest wait while a server is away: a duty desk wants its alerts soon after it is back."""
    retry_after_cap: timedelta = timedelta(hours=24)
    maximum_age: timedelta = timedelta(days=3)
    """Age from which an undelivered alert is given up: it is no news any more."""


DEFAULT_RULE = RetryRule()


@dataclass(frozen=True, slots=True)
class Retry:
    """Try again at ``at``."""

    at: datetime
    reason: str
    counts: bool
    """Whether the attempt counts against the message's attempts."""
    hold_lane_until: datetime | None = None
    """Until when nothing else may go by the same lane, or None."""


@dataclass(frozen=True, slots=True)
class GiveUp:
    """Keep the delivery as a dead letter."""

    reason: str
    disable: bool = False
    """Whether the whole target is gone and nothing more should be sent to it."""


Decision = Retry | GiveUp


def decide(
    error: Exception,
    *,
    attempts: int,
    created_at: datetime,
    now: datetime,
    jitter: float,
    rule: RetryRule = DEFAULT_RULE,
) -> Decision:
    """Decide what becomes of a delivery that failed with ``error``.

    ``attempts`` are those that counted, without this one; ``jitter`` is from 0 to 1 and spreads the
    wait from half of it to the whole. A wait that the target named (Retry-After) is honoured up to
    ``rule.retry_after_cap``. An error that is no ``DeliveryError`` is a fault of ours: it is
    retried, and its text is kept out of the reason, since it may hold a secret.
    """
    reason = _reason(error)
    if isinstance(error, PermanentDeliveryError):
        return GiveUp(reason, disable=error.disable)
    if now - created_at >= rule.maximum_age:
        return GiveUp(f"undelivered for {_days(rule.maximum_age)}; last: {reason}")
    lane_is_down = isinstance(error, LaneUnavailableError)
    if not lane_is_down and attempts + 1 >= rule.max_attempts:
        return GiveUp(f"refused {attempts + 1} times; last: {reason}")

    named = _named_wait(error, rule)
    cap = rule.outage_cap if lane_is_down else rule.cap
    wait = max(_backoff(attempts, cap, rule.base) * (0.5 + jitter / 2), named)
    at = now + wait
    return Retry(at, reason, counts=not lane_is_down, hold_lane_until=at if lane_is_down else None)


def _backoff(attempts: int, cap: timedelta, base: timedelta) -> timedelta:
    doublings: int = 2 ** min(max(attempts, 0), 20)
    return min(base * doublings, cap)


def _named_wait(error: Exception, rule: RetryRule) -> timedelta:
    seconds = error.retry_after if isinstance(error, TransientDeliveryError) else None
    if seconds is None or not seconds > 0:
        return timedelta(0)
    return timedelta(seconds=min(seconds, rule.retry_after_cap.total_seconds()))


def _reason(error: Exception) -> str:
    if isinstance(error, DeliveryError):
        return shorten(one_line(str(error)), 500)
    return f"internal error: {type(error).__name__}"


def _days(age: timedelta) -> str:
    return f"{age / timedelta(days=1):g} days"

"""When to poll a feed again. Pure: the time and the dice come in as arguments.

A server's wishes are honoured up to ``MAXIMUM``; none of them makes polling faster than the feed's
own interval.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

MINIMUM = timedelta(seconds=10)
MAXIMUM = timedelta(days=30)
BACKOFF_MAXIMUM = timedelta(days=1)
"""Growth of the pause with failures ends here; only a server's own wish goes further."""
REDIRECT_PROOF = timedelta(days=7)
"""For how long a permanent redirect must have been the same before it is adopted."""

_JITTER = 0.1
_JITTER_MAXIMUM = timedelta(minutes=10)
_SITE_PAUSE = timedelta(minutes=5)
_SITE_DOUBLINGS = 9
_FAILURE_DOUBLINGS = 12
_OVERLOADED = frozenset({429, 503})
_GONE = 410


@dataclass(frozen=True, slots=True)
class Wishes:
    """What a server and a document ask for, in seconds; None where they do not say."""

    fresh_for: float | None = None
    """From Cache-Control or Expires, of a 200 or a 304."""
    ttl: float | None = None
    """RSS ttl or syndication period, of the last document that was parsed."""
    retry_after: float | None = None


def after_success(now: datetime, interval: timedelta, wishes: Wishes, jitter: float) -> datetime:
    """Return the next poll after a document or a 304: the longest of interval and wishes.

    ``jitter`` is a random number from 0 to 1; it adds up to a tenth of the pause, ten minutes at
    most, so that feeds polled together drift apart.
    """
    asked = max(_span(wishes.fresh_for), _span(wishes.ttl), _span(wishes.retry_after))
    return now + _jittered(max(interval, asked), jitter)


def after_failure(
    now: datetime, interval: timedelta, failures: int, wishes: Wishes, jitter: float
) -> datetime:
    """Return the next poll after the ``failures``-th failure in a row (from 1): it backs off.

    The pause is the interval, doubled with every further failure up to ``BACKOFF_MAXIMUM``, or what
    Retry-After asks, if that is longer.
    """
    doublings = min(max(failures - 1, 0), _FAILURE_DOUBLINGS)
    own = max(interval, min(interval * 2**doublings, BACKOFF_MAXIMUM))
    return now + _jittered(max(own, _span(wishes.retry_after)), jitter)


def site_rests_until(
    now: datetime, status: int | None, refusals: int, wishes: Wishes, jitter: float
) -> datetime | None:
    """Return until when the whole site is to be left alone, or None where it need not be.

    Only 429 and 503 slow a site: by what Retry-After asks, else by five minutes, doubled with every
    further refusal in a row (``refusals`` from 1) up to a day.
    """
    if not overloaded(status):
        return None
    doublings = min(max(refusals - 1, 0), _SITE_DOUBLINGS)
    own = min(_SITE_PAUSE * 2**doublings, BACKOFF_MAXIMUM)
    asked = _span(wishes.retry_after) if wishes.retry_after is not None else own
    return now + _jittered(asked, jitter)


def overloaded(status: int | None) -> bool:
    """Tell whether the server wants its whole site to be left alone for a while."""
    return status in _OVERLOADED


def stops(status: int | None) -> bool:
    """Tell whether a feed is to be polled no more: its server says that it is gone for good."""
    return status == _GONE


def adopts_redirect(first_seen: datetime, now: datetime) -> bool:
    """Tell whether a permanent redirect, the same since ``first_seen``, replaces the address.

    The redirect counts as seen only when what it led to was parsed: a login page is no new home.
    """
    return now - first_seen >= REDIRECT_PROOF


def _span(seconds: float | None) -> timedelta:
    """Return seconds as a span within the limits: nothing for none, negative or not a number."""
    if seconds is None or not seconds > 0:
        return timedelta()
    return timedelta(seconds=min(seconds, MAXIMUM.total_seconds()))


def _jittered(pause: timedelta, jitter: float) -> timedelta:
    extra = min(pause * _JITTER, _JITTER_MAXIMUM) * min(max(jitter, 0.0), 1.0)
    return min(max(pause + extra, MINIMUM), MAXIMUM)

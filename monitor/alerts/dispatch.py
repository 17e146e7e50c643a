"""Decide what alerts mean for one subscriber at one moment: told, held until when, or not.

The order: wishes about what it is told of, mutes, what it has heard of the story, digest, quiet
hours, cooldown, cap. The first two are of each alert; the others of all that is left of one story,
which is told in one message. What is held has a moment at which it is released, and a reason;
neither is decided again later.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from monitor.alerts import muting, routing
from monitor.alerts.caps import is_over
from monitor.alerts.cooldown import cooling
from monitor.alerts.digests import next_digest
from monitor.alerts.localtime import length_in_words
from monitor.alerts.quiet import quiet_until
from monitor.domain import Message, Subscriber
from monitor.timing import Decision, Heard, Mute, Timing, Told


@dataclass(frozen=True, slots=True)
class Event:
    """What there is to tell of one story at one moment."""

    story_id: int
    """The story as it is now; messages may name one merged into it, whose thread they go on."""
    messages: tuple[Message, ...]
    """One for each alert."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What an alert comes to for one subscriber."""

    decision: Decision
    reason: str
    release_at: datetime | None = None
    """When what is held is told; None for what is told now or not at all."""
    covered_by: int | None = None
    """The alert whose message tells of this one too."""


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What is known of a subscriber when alerts of a story are decided."""

    told: Sequence[Told]
    """Of late: as far back as its cooldown and its cap reach."""
    mutes: Sequence[Mute]
    overflow_at: datetime | None = None
    """When what went over its cap before, and waits, is told."""
    heard: Sequence[Heard] = ()
    """What it was told of the story, whenever."""


def decide(
    event: Event, subscriber: Subscriber, known: Circumstances, now: datetime
) -> tuple[Verdict, ...]:
    """Return what each message of an event means for a subscriber at ``now``, in their order."""
    own = [_alone(event.story_id, one, subscriber, known.mutes, now) for one in event.messages]
    left = [one for one, verdict in zip(event.messages, own, strict=True) if verdict is None]
    if not left:
        return tuple(verdict for verdict in own if verdict is not None)
    joint = _covered(left, known.heard) or _in_time(
        event.story_id, left, subscriber.timing, known, now
    )
    return tuple(verdict or joint for verdict in own)


def covering(messages: Sequence[Message], heard: Sequence[Heard]) -> Heard | None:
    """Return the alert by which a subscriber knows already what messages of its story tell.

    Another watch that a story passes is nothing new for who was told of it, as grave as it is now;
    an update is, and so is an unusual rise.
    """
    if any(one.kind != "raise" for one in messages):
        return None
    severity = max(one.severity for one in messages)
    as_grave = [one for one in heard if one.severity >= severity]
    return max(as_grave, key=lambda one: one.alert_id, default=None)


def digest_after(timing: Timing, now: datetime) -> datetime | None:
    """Return when the next scheduled digest goes out; None where none is configured.

    One that falls into quiet hours goes out at their end.
    """
    if timing.digest is None:
        return None
    return after_quiet(timing, 0, next_digest(timing.digest, now, ZoneInfo(timing.zone)))


def gathered_at(timing: Timing, severity: int, moment: datetime) -> datetime | None:
    """Return the digest in which an alert of ``moment`` is told because digests are all that is
    wished for; None where it is told by itself.
    """
    wish = timing.digest
    if wish is None or not timing.digest_only or severity >= wish.except_severity:
        return None
    return digest_after(timing, moment)


def after_quiet(timing: Timing, severity: int, moment: datetime) -> datetime:
    """Return ``moment``, or the end of the quiet hours that it falls into."""
    zone = ZoneInfo(timing.zone)
    return quiet_until(timing.quiet_hours, severity, moment, zone) or moment


def after_mute(timing: Timing, severity: int, until: datetime) -> datetime:
    """Return when what a mute held back until then is told: for who gets digests, in the next."""
    return gathered_at(timing, severity, until) or after_quiet(timing, severity, until)


def over_cap(
    timing: Timing,
    severity: int,
    told: Sequence[Told],
    overflow_at: datetime | None,
    now: datetime,
) -> Verdict | None:
    """Return until when one message too many for the cap waits, or None where it is not.

    ``overflow_at`` is when what went over the cap before, and waits, is told: there is one digest
    for each stretch of the cap, since overflow must be no flood of its own.
    """
    cap = timing.cap
    if cap is None or not is_over(cap, severity, told, now):
        return None
    release = digest_after(timing, now) or overflow_at or after_quiet(timing, 0, now + cap.per)
    used_up = f"the rate cap of {cap.alerts} in {length_in_words(cap.per)} is used up"
    told_in = f"told in the digest of {stamp(release, timing)}"
    return Verdict("cap", f"{used_up}; {told_in}", release)


def reach_back(timing: Timing, now: datetime) -> datetime:
    """Return since when it matters what a subscriber was told of."""
    cap = (timing.cap.per,) if timing.cap else ()
    return now - max(timing.cooldown.story, timing.cooldown.watch, *cap)


def stamp(moment: datetime, timing: Timing) -> str:
    """Return a moment as the subscriber's clocks show it."""
    return f"{moment.astimezone(ZoneInfo(timing.zone)):%Y-%m-%d %H:%M} {timing.zone}"


def _alone(
    story_id: int, message: Message, subscriber: Subscriber, mutes: Sequence[Mute], now: datetime
) -> Verdict | None:
    """Return what keeps a subscriber from one alert, whatever else its story has to tell."""
    refusal = routing.refusal(message, subscriber)
    if refusal is not None:
        return Verdict("refused", refusal)
    mute = muting.mute_over(mutes, subscriber.name, story_id, [message.watch], now)
    if mute is None:
        return None
    until = after_mute(subscriber.timing, message.severity, mute.until) if mute.until else None
    return Verdict("muted", muting.reason(mute), until)


def _covered(messages: Sequence[Message], heard: Sequence[Heard]) -> Verdict | None:
    known = covering(messages, heard)
    if known is None:
        return None
    reason = f"alert {known.alert_id} of the same story told it"
    return Verdict("covered", reason, covered_by=known.alert_id)


def _in_time(
    story_id: int, messages: Sequence[Message], timing: Timing, known: Circumstances, now: datetime
) -> Verdict:
    severity, told = max(one.severity for one in messages), known.told
    watches = {one.watch for one in messages}
    if gathered := gathered_at(timing, severity, now):
        return Verdict("digest", f"gathered for the digest of {stamp(gathered, timing)}", gathered)
    quiet = after_quiet(timing, severity, now)
    cool = cooling(timing.cooldown, story_id, watches, severity, told, now)
    release = after_quiet(timing, severity, max(quiet, cool.until)) if cool else quiet
    if quiet > now:
        return Verdict("quiet", f"quiet hours until {stamp(quiet, timing)}", release)
    if cool is not None:
        since = stamp(cool.told.at, timing)
        return Verdict(
            "cooldown",
            f"cooldown of the {cool.what} until {stamp(cool.until, timing)}: alert"
            f" {cool.told.alert_id} of severity {cool.told.severity} was told at {since}",
            release,
        )
    if over := over_cap(timing, severity, told, known.overflow_at, now):
        return over
    return Verdict("told", "told at once")

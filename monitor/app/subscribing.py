"""How each subscriber stands: what it gets, whether it is quiet now, and what waits for it."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from monitor.alerts import caps
from monitor.alerts.dispatch import reach_back
from monitor.alerts.localtime import length_in_words
from monitor.alerts.quiet import quiet_until
from monitor.app.convert import audience_of, subscribers_of, templates_of
from monitor.app.house import utc_now
from monitor.app.opening import open_migrated
from monitor.config.load import Config
from monitor.config.timing import WEEK
from monitor.config.wording import nearest, quoted
from monitor.domain import RUNG_WORDS, Digest, Subscriber
from monitor.errors import MonitorError
from monitor.pipeline.digest import Slot, compose, next_schedule
from monitor.pipeline.gather import gather
from monitor.pipeline.release import release_now
from monitor.store import digests, mutes, routings
from monitor.store.routings import StoredRouting
from monitor.timing import Mute, Timing


@dataclass(frozen=True, slots=True)
class Subscription:
    """One subscriber as it stands now."""

    name: str
    channels: tuple[str, ...]
    wants: tuple[str, ...]
    """Its wishes in words; none means everything at once."""
    zone: str
    quiet_until: datetime | None
    """When what is least severe may be delivered; None where that is now."""
    next_digest: datetime | None
    cap_used: int | None
    """How many single messages count against the cap now; None without a cap."""
    waiting: tuple[StoredRouting, ...]
    mutes: tuple[Mute, ...]


def list_subscriptions(config: Config) -> list[Subscription]:
    """Return how every configured subscriber stands."""
    with open_migrated(config) as store, store.read() as connection:
        return [_subscription(connection, item) for item in subscribers_of(config)]


def subscription_of(config: Config, name: str) -> Subscription:
    """Return how one subscriber stands. Raises MonitorError for one that is not configured."""
    subscriber = _named(config, name)
    with open_migrated(config) as store, store.read() as connection:
        return _subscription(connection, subscriber)


def preview_digest(config: Config, name: str) -> str:
    """Return what a digest of all that waits for a subscriber would say, as text.

    Raises MonitorError for a subscriber that is not configured.
    """
    subscriber = _named(config, name)
    with open_migrated(config) as store, store.read() as connection:
        now = utc_now()
        held = gather(routings.waiting_of(connection, name))
        wish = subscriber.timing.digest
        if not held and not (wish and wish.all_quiet):
            return f"Nothing waits for {name}."
        schedule = next_schedule(subscriber, digests.load_schedules(connection).get(name), now)
        slot = Slot(schedule.since, schedule.next_at) if schedule else None
        digest = compose(connection, subscriber, held, slot, now)
    return _as_text(config, digest, subscriber)


def send_digest_now(config: Config, name: str) -> str:
    """Owe all that waits for a subscriber as one digest; return what to say.

    Raises MonitorError for a subscriber that is not configured.
    """
    subscriber = _named(config, name)
    domain = audience_of(config).message_domain
    now = utc_now()
    with open_migrated(config) as store, store.write() as connection:
        told = release_now(connection, subscriber, domain, now)
    if not told:
        return f"Nothing waits for {name}."
    quiet = _quiet(subscriber.timing, now, min(one.message.severity for one in told))
    when = f"when its quiet hours end, at {quiet:%Y-%m-%d %H:%M} UTC" if quiet else "now"
    what = "1 alert is" if len(told) == 1 else f"{len(told)} alerts are"
    return f"{what} in the outbox as one digest for {name}, sent {when}."


def wants_of(subscriber: Subscriber) -> tuple[str, ...]:
    """Return a subscriber's wishes in words."""
    return (*_what(subscriber), *_when(subscriber.timing))


def _what(subscriber: Subscriber) -> Iterator[str]:
    if subscriber.escalations_only:
        yield "only what others have not acknowledged"
    for what, chosen in (
        ("watches", subscriber.watches),
        ("directions", subscriber.directions),
        ("languages", subscriber.languages),
        ("outlets", subscriber.outlets),
    ):
        if chosen:
            yield f"{what} {', '.join(chosen)}"
    if subscriber.minimum_severity:
        yield f"severity {subscriber.minimum_severity} and up"
    if subscriber.minimum_score:
        yield f"score {subscriber.minimum_score:.2f} and up"
    if subscriber.minimum_rung > 1:
        yield f"confirmed by at least {RUNG_WORDS[subscriber.minimum_rung]}"


def _when(timing: Timing) -> Iterator[str]:
    if timing.digest is not None:
        times = ", ".join(f"{at:%H:%M}" for at in timing.digest.times)
        what = "gathered in digests at" if timing.digest_only else "overflow in digests at"
        excepted = _excepting(timing.digest.except_severity) if timing.digest_only else ""
        yield f"{what} {times}{_on(timing.digest.days)}{excepted}"
    for one in timing.quiet_hours:
        end = "24:00" if one.end.hour == one.end.minute == 0 else f"{one.end:%H:%M}"
        excepted = _excepting(one.except_severity)
        yield f"quiet from {one.start:%H:%M} to {end}{_on(one.days)}{excepted}"
    if timing.cap is not None:
        length = length_in_words(timing.cap.per)
        excepted = _excepting(timing.cap.except_severity)
        yield f"at most {timing.cap.alerts} in {length}{excepted}"
    for what, pause in (("story", timing.cooldown.story), ("watch", timing.cooldown.watch)):
        if pause:
            yield f"{length_in_words(pause)} between alerts of a {what}"
    if timing.escalation is not None:
        contacts = ", then ".join(timing.escalation.contacts)
        yield (
            f"severity {timing.escalation.minimum_severity} and up goes to {contacts}, each after "
            f"{length_in_words(timing.escalation.after)} without an acknowledgement"
        )


def _on(days: Collection[int]) -> str:
    if len(days) == len(WEEK):
        return ""
    return f" on {', '.join(WEEK[day] for day in sorted(days))}"


def _excepting(severity: int) -> str:
    return f", but for severity {severity} and up" if severity <= 4 else ""


def _subscription(connection: Connection, subscriber: Subscriber) -> Subscription:
    now, timing = utc_now(), subscriber.timing
    told = routings.told_since(connection, subscriber.name, reach_back(timing, now))
    schedules = digests.load_schedules(connection)
    schedule = next_schedule(subscriber, schedules.get(subscriber.name), now)
    return Subscription(
        name=subscriber.name,
        channels=tuple(address.channel for address in subscriber.addresses),
        wants=wants_of(subscriber),
        zone=timing.zone,
        quiet_until=_quiet(timing, now),
        next_digest=schedule.next_at if schedule else None,
        cap_used=caps.used(timing.cap, told, now) if timing.cap else None,
        waiting=tuple(routings.waiting_of(connection, subscriber.name)),
        mutes=tuple(
            mute
            for mute in mutes.active_mutes(connection, now)
            if mute.subscriber in ("", subscriber.name)
        ),
    )


def _quiet(timing: Timing, now: datetime, severity: int = 0) -> datetime | None:
    return quiet_until(timing.quiet_hours, severity, now, ZoneInfo(timing.zone))


def _named(config: Config, name: str) -> Subscriber:
    known = {item.name: item for item in subscribers_of(config)}
    if name not in known:
        raise MonitorError(f"no subscriber is called {quoted(name)}; {nearest(name, known)}")
    return known[name]


def _as_text(config: Config, digest: Digest, subscriber: Subscriber) -> str:
    return templates_of(config).render(
        "txt", digest, subscriber=subscriber.name, unsubscribe="", zone=subscriber.timing.zone
    )

"""Four subscribers with every kind of wish between them."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from monitor.delivery.content import Target
from monitor.domain import Address, Subscriber
from monitor.pipeline.audience import Audience
from monitor.timing import Cap, Cooldown, DigestTimes, Escalation, QuietHours, Timing

KYIV = "Europe/Kyiv"
AFTER = timedelta(minutes=10)
NIGHT = QuietHours(time(22), time(7))
HOUR = timedelta(hours=1)

DESK = Subscriber(
    "desk",
    (Address("email", "email:desk"), Address("slack", "slack:desk")),
    timing=Timing(
        zone=KYIV,
        quiet_hours=(NIGHT,),
        cap=Cap(3, HOUR),
        cooldown=Cooldown(story=timedelta(minutes=30)),
        escalation=Escalation(("officer", "chief"), AFTER),
    ),
)
ANALYST = Subscriber(
    "analyst",
    (Address("email", "email:analyst"),),
    minimum_severity=2,
    timing=Timing(
        zone=KYIV, digest_only=True, digest=DigestTimes((time(3, 30), time(19)), all_quiet=True)
    ),
)
CHIEF = Subscriber(
    "chief",
    (Address("email", "email:chief"),),
    minimum_severity=3,
    timing=Timing(
        zone=KYIV,
        quiet_hours=(replace(NIGHT, except_severity=5),),
        cooldown=Cooldown(watch=timedelta(minutes=20)),
    ),
)
OFFICER = Subscriber("officer", (Address("slack", "slack:officer"),), escalations_only=True)
SUBSCRIBERS = {item.name: item for item in (DESK, ANALYST, CHIEF, OFFICER)}
AUDIENCE = Audience(tuple(SUBSCRIBERS.values()), "monitor.example")
TARGETS = {
    (item.name, address.channel, address.target): Target(address.target, address.target)
    for item in SUBSCRIBERS.values()
    for address in item.addresses
}


def shows_quiet(subscriber: str, severity: int, at: datetime) -> bool:
    """Return whether a clock on the wall in Kyiv shows quiet hours, all of them over midnight."""
    clock = at.astimezone(ZoneInfo(KYIV)).time()
    return any(
        severity < one.except_severity and not one.end <= clock < one.start
        for one in SUBSCRIBERS[subscriber].timing.quiet_hours
    )

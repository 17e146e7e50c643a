"""A subscriber's sections about time, as deciding sees them."""

from __future__ import annotations

from monitor.config.subscribers import SubscriberItem
from monitor.config.timing import CapSection, DigestSection, EscalationSection, days_of
from monitor.timing import Cap, Cooldown, DigestTimes, Escalation, Timing


def timing_of(item: SubscriberItem) -> Timing:
    """Return when a configured subscriber is told, and who is told next."""
    return Timing(
        zone=item.time_zone,
        digest_only=item.delivery == "digest",
        digest=_digest(item.digest),
        quiet_hours=tuple(one.hours for one in item.quiet_hours),
        cap=_cap(item.cap),
        cooldown=Cooldown(item.cooldown.story, item.cooldown.watch),
        escalation=_escalation(item.escalation),
    )


def _digest(section: DigestSection | None) -> DigestTimes | None:
    if section is None:
        return None
    return DigestTimes(
        tuple(sorted(section.times)),
        days_of(section.days),
        section.all_quiet,
        section.except_severity,
    )


def _cap(section: CapSection | None) -> Cap | None:
    return Cap(section.alerts, section.per, section.except_severity) if section else None


def _escalation(section: EscalationSection | None) -> Escalation | None:
    if section is None:
        return None
    return Escalation(section.contacts, section.after, section.minimum_severity)

"""Put an alert into a message that any channel can render."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from monitor.domain import Address, Alert, Match, Message, ScoredEntry, Subscriber


def compose(
    alert: Alert,
    alert_id: int,
    scored: ScoredEntry,
    match: Match,
    outlets: Sequence[str],
    words: Sequence[str] = (),
) -> Message:
    """Return what subscribers are told.

    ``outlets`` carry the story, in order of their reports; ``words`` raised the entry's score, the
    heaviest first.
    """
    own = scored.feed.outlet.name
    others = tuple(dict.fromkeys(name for name in outlets if name != own))
    return Message(
        headline=scored.entry.title,
        summary=scored.entry.summary,
        link=scored.entry.link,
        outlet=scored.feed.outlet,
        language=scored.entry.language,
        published=scored.entry.published,
        watch=alert.watch,
        label=scored.score.label,
        score=alert.score,
        severity=alert.severity,
        direction=alert.direction,
        keywords=match.hits,
        reason=alert.reason,
        story_id=alert.story_id,
        alert_id=alert_id,
        kind=alert.kind,
        also_reported_by=others,
        words=tuple(dict.fromkeys(words)),
    )


def message_id(
    alert: Alert,
    alert_id: int,
    subscriber: Subscriber,
    address: Address,
    domain: str,
    step: int = 0,
) -> str:
    """Return the RFC 5322 Message-ID of a delivery.

    It depends on what is delivered to whom alone, so that a repeat after a crash carries the same
    and the recipient can drop it. ``step`` is that of an escalation, 0 for the alert itself.
    """
    parts = (
        str(alert_id),
        alert.raised_at.isoformat(),
        alert.watch,
        subscriber.name,
        address.channel,
        address.target,
        *([str(step)] if step else []),
    )
    digest = hashlib.sha256("\0".join(parts).encode()).hexdigest()[:32]
    return f"<{digest}@{domain}>"

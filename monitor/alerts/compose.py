"""Put an alert into a message that any channel can render."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence, Set
from dataclasses import dataclass, replace
from typing import Literal

from monitor.domain import (
    Address,
    Alert,
    Label,
    Match,
    Message,
    ScoredEntry,
    Subscriber,
    TermHit,
)


@dataclass(frozen=True, slots=True)
class Confirmation:
    """Who says so: how well a story is confirmed. Outlets by name, in order of their reports."""

    rung: int = 1
    """1 (one outlet) to 5 (official word)."""
    official: Literal["confirmed", "denied"] | None = None
    state_controlled_only: bool = False
    denied_by: tuple[str, ...] = ()
    confirmed_by: tuple[str, ...] = ()
    corrected_by: tuple[str, ...] = ()
    withdrawn_by: tuple[str, ...] = ()


UNCONFIRMED = Confirmation()
_BY_SEVERITY = {label.severity: label for label in Label if label is not Label.CONTEXT}


def compose(
    alert: Alert,
    alert_id: int,
    scored: ScoredEntry,
    match: Match,
    outlets: Sequence[str],
    words: Sequence[str] = (),
    confirmation: Confirmation = UNCONFIRMED,
    thread: int | None = None,
) -> Message:
    """Return what subscribers are told.

    ``outlets`` carry the story, in order of their reports; ``words`` raised the entry's score, the
    heaviest first. ``thread`` is the story under which the first alert went out, where that has
    been merged into the alert's.
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
        label=_label(alert, scored),
        score=alert.score,
        severity=alert.severity,
        direction=alert.direction,
        keywords=match.hits,
        reason=alert.reason,
        story_id=alert.story_id if thread is None else thread,
        alert_id=alert_id,
        kind=alert.kind,
        also_reported_by=others,
        words=tuple(dict.fromkeys(words)),
        rung=confirmation.rung,
        official=confirmation.official,
        state_controlled_only=confirmation.state_controlled_only,
        denied_by=confirmation.denied_by,
        confirmed_by=confirmation.confirmed_by,
        corrected_by=confirmation.corrected_by,
        withdrawn_by=confirmation.withdrawn_by,
    )


def together(messages: Sequence[Message], acknowledged: Set[int] = frozenset()) -> Message:
    """Return one message that tells of several alerts of one story, as the weightiest of them does.

    It names the watches of all, and all their keywords in the entry that it quotes. Of two as
    grave, one that nobody has ``acknowledged`` leads, since that is what somebody must do.
    """
    lead = max(messages, key=lambda one: _weight(one, one.alert_id in acknowledged))
    watches = tuple(dict.fromkeys([lead.watch, *(one.watch for one in messages)]))
    same = [one for one in messages if _quoted(one) == _quoted(lead)]
    hits: dict[TermHit, None] = dict.fromkeys(lead.keywords)
    hits |= dict.fromkeys(hit for one in same for hit in one.keywords)
    return replace(lead, watches=watches if len(watches) > 1 else (), keywords=tuple(hits))


def _weight(message: Message, acknowledged: bool) -> tuple[int, bool, bool, int]:
    return message.severity, not acknowledged, message.kind == "update", -message.alert_id


def _quoted(message: Message) -> tuple[str, ...]:
    return message.headline, message.summary, message.link, message.outlet.name


def _label(alert: Alert, scored: ScoredEntry) -> Label:
    """Return the label of the alert's severity: an update may quote an entry of another one."""
    own = scored.score.label
    return own if own.severity == alert.severity else _BY_SEVERITY[alert.severity]


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

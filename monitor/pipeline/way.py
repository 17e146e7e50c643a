"""The way of one entry from its feed to whoever was told, as values for people and scripts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from monitor.domain import Direction, TermHit
from monitor.scoring.explain import WordWeight
from monitor.store.deliveries import Attempt
from monitor.store.escalations import StoredEnd, StoredStep
from monitor.store.feedback import Feedback
from monitor.store.revisions import Revision
from monitor.store.standings import ReachedRung, Standing


@dataclass(frozen=True, slots=True)
class FeedStep:
    """Where an entry came from, or might have."""

    name: str
    outlet: str
    url: str
    enabled: bool
    last_polled: datetime | None
    last_success: datetime | None
    next_poll: datetime
    error: str | None
    gone_since: datetime | None


@dataclass(frozen=True, slots=True)
class EntryStep:
    """The entry as it is stored."""

    id: int
    title: str
    summary: str
    link: str
    language: str
    published: datetime | None
    first_seen: datetime
    last_seen: datetime
    held_back: str | None
    """Why it may not alert whatever it says; None where it may."""
    waiting: bool
    """Whether its newest wording has yet to be assessed."""
    revisions: tuple[Revision, ...]


@dataclass(frozen=True, slots=True)
class ScoreStep:
    """What the classifier made of it, and the words that raised the score as it would now."""

    label: str
    score: float
    severity: int
    direction: Direction | None
    model: str
    probabilities: Mapping[str, float]
    words: tuple[WordWeight, ...]


@dataclass(frozen=True, slots=True)
class WatchStep:
    """What one watch made of it."""

    watch: str
    matched: bool
    """Whether its keywords matched when the entry was assessed."""
    hits: tuple[TermHit, ...]
    matches_now: bool | None
    """The same by the configuration in force; None for a watch that is not in it any more."""
    why_not: tuple[str, ...]
    """Why its keywords do not match now."""
    limit: str | None
    """Which limit of the watch, as it is now, the entry does not meet; None where it meets all."""
    outcome: str
    """What came of it, in words."""


@dataclass(frozen=True, slots=True)
class ReportStep:
    """Another entry that tells the same story."""

    entry: int
    outlet: str
    language: str
    first_seen: datetime
    label: str | None
    score: float | None
    title: str


@dataclass(frozen=True, slots=True)
class StoryStep:
    """The story in which the entry was placed."""

    id: int
    title: str
    reason: str
    """Why it was placed there."""
    standing: Standing | None
    """How well it is confirmed; None for a story that was told before that was judged."""
    rungs: tuple[ReachedRung, ...]
    other_reports: tuple[ReportStep, ...]


@dataclass(frozen=True, slots=True)
class DeliveryStep:
    """One message owed to one address, and what came of it."""

    id: int
    alert: int | None
    """The alert that it was made for; it may tell of others of the same story too."""
    subscriber: str
    channel: str
    target: str
    state: str
    sent_at: datetime | None
    next_attempt_at: datetime | None
    """None where it is not tried any more."""
    disabled: str | None
    """Why nothing is sent to that address; None where it is."""
    attempts: tuple[Attempt, ...]
    digest: int | None = None
    """The digest that it is; None where it tells of one alert."""
    escalated: bool = False
    """Whether it was owed because others had not acknowledged the alert."""


@dataclass(frozen=True, slots=True)
class Held:
    """A subscriber that is told later, and why."""

    subscriber: str
    decision: str
    """quiet, cooldown, cap, digest or muted."""
    until: datetime | None
    reason: str


@dataclass(frozen=True, slots=True)
class Untold:
    """A subscriber to whom an alert was not addressed, and why."""

    subscriber: str
    reason: str


@dataclass(frozen=True, slots=True)
class AlertStep:
    """One alert of the story, or one that the entry caused for another story before it moved."""

    id: int
    watch: str
    kind: str
    story: int
    """The story that it told, or what that turned out to be: not that of its entry, where an edit
    has moved the entry since."""
    entry: int
    """The entry that caused it, perhaps another of the story."""
    raised_at: datetime
    reason: str
    told: tuple[DeliveryStep, ...]
    late: tuple[Held, ...]
    """Who was told only after a while, and why; ``until`` is when it was told."""
    held: tuple[Held, ...]
    covered: tuple[Untold, ...]
    """Who had been told of the story by another message, and by which."""
    not_told: tuple[Untold, ...]
    chains: tuple[StoredEnd, ...]
    contacts: tuple[StoredStep, ...]
    acknowledged_by: str | None
    acknowledged_at: datetime | None


@dataclass(frozen=True, slots=True)
class Way:
    """The whole way of one entry."""

    feed: FeedStep
    entry: EntryStep
    score: ScoreStep | None
    watches: tuple[WatchStep, ...]
    story: StoryStep | None
    alerts: tuple[AlertStep, ...]
    verdicts: tuple[Feedback, ...]


@dataclass(frozen=True, slots=True)
class Unseen:
    """What can be said of a link that no entry has."""

    link: str
    site: str
    feeds: tuple[FeedStep, ...]
    """Feeds of the same site, and those that have carried links to it."""
    says: tuple[str, ...]

"""The values that travel through the house, in the order in which the data does.

outlet -> feed -> entry -> scored entry -> story -> alert -> delivery -> subscriber

Every timestamp is an aware ``datetime`` in UTC. Everything here is frozen: a room that changes a
value returns a new one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Literal

from monitor.timing import Timing

Direction = Literal["up", "down"]

AlertKind = Literal["raise", "update", "rise"]
"""The first alert of a story, a later one of the same story, or an unusual rise of the index."""

RUNG_WORDS: Mapping[int, str] = {
    1: "one outlet alone",
    2: "several outlets, all resting on one source",
    3: "independent sources",
    4: "independent outlets of both sides",
    5: "official word",
}
"""Who stands behind a story, by how well it is confirmed."""


class Label(StrEnum):
    """What an entry reports, in the order of the classifier's outputs (the data's codebook)."""

    NONE = "none"
    CONTEXT = "context"
    COOPERATION = "cooperation"
    VERBAL = "verbal"
    COERCION = "coercion"
    FORCE = "force"

    @property
    def severity(self) -> int:
        """Return 0 (no move) to 4 (armed force), as the codebook orders the labels."""
        return _SEVERITY[self]

    @property
    def direction(self) -> Direction | None:
        """Return whether the move raises or lowers hostility, or None where there is no move."""
        return _DIRECTION[self]


_SEVERITY: Mapping[Label, int] = {
    Label.NONE: 0,
    Label.CONTEXT: 0,
    Label.COOPERATION: 1,
    Label.VERBAL: 2,
    Label.COERCION: 3,
    Label.FORCE: 4,
}

_DIRECTION: Mapping[Label, Direction | None] = {
    Label.NONE: None,
    Label.CONTEXT: None,
    Label.COOPERATION: "down",
    Label.VERBAL: "up",
    Label.COERCION: "up",
    Label.FORCE: "up",
}


@dataclass(frozen=True, slots=True)
class Outlet:
    """Who publishes: the facts by which a reader judges a source."""

    name: str
    country: str
    """ISO 3166-1 alpha-2, or "" where unknown."""
    kind: str
    """agency, newspaper, broadcaster, online, magazine, government, organisation or other."""
    state_controlled: bool | None = None
    """None where nobody has judged it."""


@dataclass(frozen=True, slots=True)
class Feed:
    """One address of one outlet that is polled."""

    name: str
    url: str
    outlet: Outlet
    language: str
    """ISO 639-1 code that the feed declares; a prior, not a verdict, for its entries."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One item of a feed, as clean text."""

    identity: str
    """Stable within its feed across polls, edits and changing guids."""
    title: str
    summary: str
    link: str
    guid: str
    published: datetime | None
    language: str
    """ISO 639-1 code found from the text, or "und"."""

    @property
    def text(self) -> str:
        """Return title and summary as one text, a newline between them."""
        return f"{self.title}\n{self.summary}" if self.summary else self.title


@dataclass(frozen=True, slots=True)
class Score:
    """What a classifier makes of one entry."""

    label: Label
    probabilities: tuple[float, ...]
    """One for each label in the order of ``Label``; they sum to 1."""
    model: str
    """``name@version`` of the classifier."""
    vector: bytes | None = None
    """Story vector: float16, little-endian, L2-normalised; None where the model gives none."""

    @property
    def score(self) -> float:
        """Return the probability, 0 to 1, that the entry is escalation-related."""
        return float(sum(self.probabilities[2:]))

    @property
    def severity(self) -> int:
        """Return the severity of the label, 0 to 4."""
        return self.label.severity

    @property
    def direction(self) -> Direction | None:
        """Return the direction of the label."""
        return self.label.direction


@dataclass(frozen=True, slots=True)
class TermHit:
    """Where one term of a watch stands in an entry's text."""

    term: str
    """The term as its user typed it."""
    form: str
    """The form found in the text."""
    start: int
    end: int
    """Offsets in characters into ``Entry.text``."""


@dataclass(frozen=True, slots=True)
class Match:
    """A watch's keywords found in an entry (score and limits are not judged here)."""

    watch: str
    hits: tuple[TermHit, ...]


@dataclass(frozen=True, slots=True)
class ScoredEntry:
    """An entry with all that is known of it before stories and alerts are decided."""

    entry_id: int
    feed: Feed
    entry: Entry
    score: Score
    matches: tuple[Match, ...]
    first_seen: datetime

    @property
    def time(self) -> datetime:
        """Return when it happened for the reader: publication, but never later than first seen."""
        published = self.entry.published
        return min(published, self.first_seen) if published else self.first_seen


@dataclass(frozen=True, slots=True)
class Alert:
    """What a watch's subscribers are told about a story."""

    watch: str
    story_id: int
    kind: AlertKind
    reason: str
    """Why it was raised, in words for its reader."""
    entry_id: int
    severity: int
    score: float
    direction: Direction | None
    raised_at: datetime


@dataclass(frozen=True, slots=True)
class Suppression:
    """Why a scored entry did not alert for a watch whose keywords it matched."""

    watch: str
    entry_id: int
    reason: str


@dataclass(frozen=True, slots=True)
class Message:
    """What a delivery says, ready for any channel to render.

    Holds plain text from feeds: each channel escapes it in its own way.
    """

    headline: str
    summary: str
    link: str
    outlet: Outlet
    language: str
    published: datetime | None
    watch: str
    label: Label
    score: float
    severity: int
    direction: Direction | None
    keywords: tuple[TermHit, ...]
    reason: str
    story_id: int
    alert_id: int
    kind: AlertKind = "raise"
    also_reported_by: tuple[str, ...] = ()
    """Names of other outlets that carry the story, in order."""
    words: tuple[str, ...] = ()
    """Words of the entry that raised its score, the heaviest first."""
    watches: tuple[str, ...] = ()
    """Every watch that the message tells of, where there are several; ``watch`` is the first."""
    rung: int = 1
    """How well the story is confirmed, 1 (one outlet) to 5 (official word)."""
    official: Literal["confirmed", "denied"] | None = None
    state_controlled_only: bool = False
    """Whether every outlet that reports it is controlled by a state."""
    denied_by: tuple[str, ...] = ()
    """Names of the outlets whose reports deny the story, in order; the same holds below."""
    confirmed_by: tuple[str, ...] = ()
    """Of those that report an official confirmation."""
    corrected_by: tuple[str, ...] = ()
    withdrawn_by: tuple[str, ...] = ()
    asks: str = ""
    """What its reader is asked to do, and what follows if not; "" where nothing is."""
    escalated: bool = False
    """Whether it is told because others have not acknowledged it."""

    @property
    def all_watches(self) -> tuple[str, ...]:
        """Return every watch that it tells of, that of its own alert first."""
        return self.watches or (self.watch,)


@dataclass(frozen=True, slots=True)
class Notice:
    """What the operator is told about the monitor itself: once, and once when it is over."""

    key: str
    """Names the trouble, as ``feed-broken:interfax-ru``; both notices of it share the key."""
    title: str
    body: str
    """Plain text; paragraphs are parted by an empty line."""
    at: datetime
    over: bool = False


@dataclass(frozen=True, slots=True)
class DigestGroup:
    """The stories of one watch within a digest, the most severe first."""

    watch: str
    messages: tuple[Message, ...]
    index: tuple[float, ...] = ()
    """Intensity of the watch over the digest's time in equal steps, 0 or more, for a chart."""


@dataclass(frozen=True, slots=True)
class Digest:
    """What gathered for a subscriber over a while."""

    title: str
    since: datetime
    until: datetime
    groups: tuple[DigestGroup, ...]
    """One for each watch; none says "all quiet", unless there was something ``apart``."""
    apart: int = 0
    """How many alerts of its time were told before, where it has nothing more to tell."""


Content = Message | Notice | Digest
"""What a delivery may carry."""


@dataclass(frozen=True, slots=True)
class Delivery:
    """What is owed to one address of one subscriber over one channel."""

    delivery_id: int
    alert_id: int | None
    """The alert that it tells of; None for a notice or a digest."""
    subscriber: str
    channel: str
    """Name of the channel kind: email, slack, console, ..."""
    target: str
    """Where to: a key into the subscriber's channels, never a secret."""
    message_id: str
    """Stable across attempts, for the recipient's de-duplication."""
    attempts: int
    message: Content


@dataclass(frozen=True, slots=True)
class Address:
    """One place where a subscriber is reached."""

    channel: str
    """Name of the channel kind: email, slack, console, ..."""
    target: str
    """Names the place for logs and tables; never a secret."""


@dataclass(frozen=True, slots=True)
class Subscriber:
    """Who is told, of what, and where."""

    name: str
    addresses: tuple[Address, ...]
    watches: tuple[str, ...] = ()
    """Names of watches; empty for all. The same holds for the tuples below."""
    directions: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    outlets: tuple[str, ...] = ()
    minimum_severity: int = 0
    minimum_score: float = 0.0
    minimum_rung: int = 1
    escalations_only: bool = False
    """Whether it is told only of what others have not acknowledged."""
    timing: Timing = field(default_factory=Timing)

"""Say what is wrong with the monitor itself, from facts alone.

Each trouble has a key, ``kind:subject``, by which it is told once, and once when it is over. A rule
says what is wrong now; what was told before is only asked where a trouble ends at another mark than
it begins, so that it does not come and go.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

Recipient = tuple[str, str, str]
"""Subscriber, channel and target."""

BROKEN_AFTER = timedelta(days=1)
SOON_BROKEN_AFTER = timedelta(hours=20)
"""Feeds that have failed for so long are told along with one that is broken."""
POLLED_SOON = timedelta(minutes=5)
"""Far less than the pause of a feed that has failed for hours."""
OUTAGE_AFTER = timedelta(minutes=15)
OUTAGE_SHARE = 0.8
"""Of the feeds that are polled, so many fail, and no other succeeds, when the network is away."""
LATE_AFTER = timedelta(minutes=30)
DEAD_FOR = timedelta(days=3)
"""How long a dead letter is a trouble; after that it is history."""
LEAST_FREE_BYTES = 500_000_000
ENOUGH_FREE_BYTES = 750_000_000
CLOCK_TOLERANCE = timedelta(minutes=1)
CLOCK_SETTLES = timedelta(hours=1)
MOST_NAMED = 10


@dataclass(frozen=True, slots=True)
class FeedFacts:
    """How one enabled feed fares."""

    name: str
    failing_since: datetime | None
    """When the first of its present failures in a row happened; None where its last poll went
    well, or there was none.
    """
    last_success: datetime | None
    next_poll: datetime
    polled: bool
    error: str
    gone: bool


@dataclass(frozen=True, slots=True)
class MailboxFacts:
    """What does not reach one address of one subscriber."""

    recipient: Recipient
    dead: int = 0
    """Alerts and digests that were given up."""
    last_death: datetime | None = None
    first_refusal: datetime | None = None
    """When one of the messages that wait there was first refused, the earliest."""
    disabled: str | None = None
    """Why nothing is sent there any more."""
    error: str = ""
    """The newest one."""


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything that the rules look at."""

    now: datetime
    feeds: Sequence[FeedFacts] = ()
    mailboxes: Sequence[MailboxFacts] = ()
    unassessable: Sequence[tuple[str, str]] = ()
    """Headline and error of each entry on which assessing fails."""
    free_bytes: int | None = None
    """Where the database is; None where a server holds it."""
    folder: str = ""
    drift: timedelta = timedelta()
    """How far the clock moved against a steady one since the last look; negative: set back."""
    newest_stored: datetime | None = None
    """The latest moment that the database knows."""
    lacking: Sequence[str] = ()
    """What the configuration lacks without which nothing is monitored, with what follows."""
    troubled_since: dict[str, datetime] | None = None
    """By key, what has been told and is not over."""

    def told(self, key: str) -> datetime | None:
        """Return since when a trouble has been told, or None."""
        return (self.troubled_since or {}).get(key)


@dataclass(frozen=True, slots=True)
class Trouble:
    """Something that is wrong now."""

    key: str
    title: str
    body: str
    """Plain text; says what to do."""
    certain: bool = True
    """False for what is told only together with a certain one of its kind."""
    avoid: Recipient | None = None
    """An address over which it cannot be told."""

    @property
    def kind(self) -> str:
        """Return the part of the key that troubles of one kind share."""
        return self.key.partition(":")[0]


def examine(facts: Facts) -> tuple[Trouble, ...]:
    """Return everything that is wrong, in an order that does not depend on chance."""
    return tuple(trouble for rule in _RULES.values() for trouble in rule(facts))


def is_watched(key: str) -> bool:
    """Tell whether the rules know the kind of a key, so that they may also end it."""
    return key.partition(":")[0] in _RULES


def _idle(facts: Facts) -> Iterator[Trouble]:
    if facts.lacking:
        yield Trouble(
            "idle",
            "Nothing is monitored",
            " ".join(facts.lacking) + " A save that mends it takes effect at once.",
        )


def _outage(facts: Facts) -> Iterator[Trouble]:
    if since := outage_since(facts):
        polled = _polled(facts)
        failing = [feed for feed in polled if feed.failing_since]
        yield Trouble(
            "outage",
            "No feed can be reached",
            f"{len(failing)} of {len(polled)} feeds fail, and none has answered since "
            f"{since:%Y-%m-%d %H:%M} UTC. Is the network up, and does it resolve names?\n\n"
            f"{failing[0].name}: {failing[0].error}",
        )


def outage_since(facts: Facts) -> datetime | None:
    """Return when the last feed answered, where none has for a while and nearly all fail."""
    polled = _polled(facts)
    failing = [feed.failing_since for feed in polled if feed.failing_since]
    if len(failing) < max(2, OUTAGE_SHARE * len(polled)):
        return None
    since = max((feed.last_success for feed in polled if feed.last_success), default=min(failing))
    return since if facts.now - since > OUTAGE_AFTER else None


def _broken_feeds(facts: Facts) -> Iterator[Trouble]:
    # Also in the round that finds an outage over: what failed in it is polled anew first.
    hidden = outage_since(facts) is not None or facts.told("outage") is not None
    for feed in facts.feeds:
        if feed.gone:
            continue
        key = f"feed:{feed.name}"
        failed_for = facts.now - feed.failing_since if feed.failing_since else timedelta()
        # What is due, or being polled, is about to be known better.
        known = feed.next_poll - facts.now > POLLED_SOON and not hidden
        if failed_for < SOON_BROKEN_AFTER or not (known or facts.told(key)):
            continue
        since = f"since {feed.failing_since:%Y-%m-%d %H:%M} UTC"
        last = f"{feed.last_success:%Y-%m-%d %H:%M} UTC" if feed.last_success else "never"
        yield Trouble(
            key,
            f"Feed {feed.name} has been broken for a day",
            f"{feed.name} has failed {since} (last success: {last}): {feed.error}",
            certain=failed_for >= BROKEN_AFTER,
        )


def _gone_feeds(facts: Facts) -> Iterator[Trouble]:
    for feed in facts.feeds:
        if feed.gone:
            yield Trouble(
                f"gone:{feed.name}",
                f"Feed {feed.name} is gone",
                f"The server of {feed.name} says that it is gone for good (410), so it is polled "
                "no more. Give it another address in feeds.yaml, or delete it there.",
            )


def _dead_letters(facts: Facts) -> Iterator[Trouble]:
    for box in facts.mailboxes:
        if not box.dead or not box.last_death or facts.now - box.last_death > DEAD_FOR:
            continue
        what = "message was" if box.dead == 1 else "messages were"
        yield Trouble(
            f"dead:{_place(box)}",
            f"Messages to {_shown(box)} were given up",
            f"{box.dead} {what} given up, the last at {box.last_death:%Y-%m-%d %H:%M} UTC: "
            f"{box.error}\n\n'monitor deliveries list --state dead' shows them; 'monitor deliveries"
            " retry ID' tries one again, 'drop ID' forgets it.",
            avoid=box.recipient,
        )


def _late_messages(facts: Facts) -> Iterator[Trouble]:
    for box in facts.mailboxes:
        if box.first_refusal and facts.now - box.first_refusal > LATE_AFTER:
            yield Trouble(
                f"late:{_place(box)}",
                f"Messages do not reach {_shown(box)}",
                f"One has been tried since {box.first_refusal:%Y-%m-%d %H:%M} UTC: "
                f"{box.error}\n\nThey wait and are tried again; nothing is lost for three days.",
                avoid=box.recipient,
            )


def _disabled_channels(facts: Facts) -> Iterator[Trouble]:
    for box in facts.mailboxes:
        if box.disabled:
            yield Trouble(
                f"disabled:{_place(box)}",
                f"Nothing is sent to {_shown(box)} any more",
                f"The address was disabled: {box.disabled}\n\nGive the subscriber another address "
                "or token; or, where it works again, 'monitor channels enable "
                f"{box.recipient[0]}'.",
                avoid=box.recipient,
            )


def _unassessable(facts: Facts) -> Iterator[Trouble]:
    if facts.unassessable:
        count = len(facts.unassessable)
        named = "\n\n".join(f"{title}: {error}" for title, error in facts.unassessable[:MOST_NAMED])
        yield Trouble(
            "unassessable",
            "Entries cannot be assessed",
            f"Assessing fails on {count} {'entry' if count == 1 else 'entries'}, which cannot alert"
            f" until it succeeds. Each is tried again, at least once an hour.\n\n{named}",
        )


def _disk(facts: Facts) -> Iterator[Trouble]:
    if facts.free_bytes is None:
        return
    least = ENOUGH_FREE_BYTES if facts.told("disk") else LEAST_FREE_BYTES
    if facts.free_bytes < least:
        yield Trouble(
            "disk",
            "The disk is nearly full",
            f"Only {facts.free_bytes / 1e6:.0f} MB are free in {facts.folder}. Nothing new can be "
            "stored, and so nothing be told, once it is full. Make room, or keep entries for less "
            "long (retention.entries in monitor.yaml, then 'monitor retain').",
        )


def _clock(facts: Facts) -> Iterator[Trouble]:
    told = facts.told("clock")
    ahead = facts.newest_stored - facts.now if facts.newest_stored else timedelta()
    moved = facts.drift if abs(facts.drift) > CLOCK_TOLERANCE else timedelta()
    if ahead > CLOCK_TOLERANCE:
        moved = min(moved, -ahead)
    settling = told is not None and timedelta() <= facts.now - told < CLOCK_SETTLES
    if not moved and not settling:
        return
    way = "back" if moved < timedelta() else "forward"
    yield Trouble(
        "clock",
        "The clock of this machine jumped",
        f"It went {way} by {_span(abs(moved))}; now it says {facts.now:%Y-%m-%d %H:%M:%S} UTC. "
        "What was due has been put right, and nothing is lost. Does the machine keep its time by "
        "NTP?",
    )


_RULES: dict[str, Callable[[Facts], Iterator[Trouble]]] = {
    "idle": _idle,
    "disk": _disk,
    "clock": _clock,
    "outage": _outage,
    "unassessable": _unassessable,
    "disabled": _disabled_channels,
    "dead": _dead_letters,
    "late": _late_messages,
    "gone": _gone_feeds,
    "feed": _broken_feeds,
}


def named(titles: Collection[str]) -> str:
    """Return some of many things by name, and how many more there are."""
    shown = list(titles)[:MOST_NAMED]
    rest = len(titles) - len(shown)
    return "\n\n".join([*shown, f"... and {rest} more"] if rest else shown)


def _polled(facts: Facts) -> list[FeedFacts]:
    return [feed for feed in facts.feeds if feed.polled and not feed.gone]


def _place(box: MailboxFacts) -> str:
    return "/".join(box.recipient)


def _shown(box: MailboxFacts) -> str:
    subscriber, channel, _ = box.recipient
    return f"{subscriber} by {channel}"


def _span(span: timedelta) -> str:
    seconds = round(span.total_seconds())
    if seconds < 120:
        return f"{seconds} seconds"
    return f"{seconds // 60} minutes" if seconds < 7200 else f"{seconds / 3600:.1f} hours"

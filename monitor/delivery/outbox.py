"""Decide which of the waiting deliveries may go now.

Three laws, each a property test:

- Order is kept per story and recipient: a later delivery never overtakes an earlier one, also when
  the earlier one waits for its next attempt.
- A lane (one webhook, one mail server) is used no faster than its pace, and not while it is held.
- Nothing else waits: what one target does never delays what is owed to another lane.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

LONG_AGO = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Pace:
    """How fast a lane may be used."""

    interval: timedelta = timedelta(0)
    """Least time between the starts of two sendings."""
    concurrency: int = 1
    """Most sendings at once."""


@dataclass(frozen=True, slots=True)
class Lane:
    """What is known of one lane: everything that shares a pace."""

    pace: Pace = Pace()
    last_start: datetime = LONG_AGO
    held_until: datetime = LONG_AGO

    def opens_at(self, now: datetime) -> datetime:
        """Return the earliest moment at which the next sending may start.

        A clock that was set back must not keep the lane closed: a later start counts as now.
        """
        return max(min(self.last_start, now) + self.pace.interval, self.held_until)

    def started(self, now: datetime) -> Lane:
        """Return the lane after a sending started at ``now``."""
        return replace(self, last_start=now)

    def held(self, until: datetime) -> Lane:
        """Return the lane closed until ``until``."""
        return replace(self, held_until=max(until, self.held_until))

    def proved(self) -> Lane:
        """Return the lane open again, after a sending went through."""
        return replace(self, held_until=LONG_AGO)


@dataclass(frozen=True, slots=True)
class Waiting:
    """A delivery neither sent nor given up, as far as the decision needs it."""

    delivery_id: int
    """Rises with age: of two deliveries the smaller number was made first."""
    recipient: tuple[str, str, str]
    """Subscriber, channel and target."""
    story_id: int | None
    """None where no order has to be kept, as with a notice."""
    lane: str
    severity: int
    next_attempt_at: datetime
    leased_until: datetime | None = None

    def leased(self, now: datetime) -> bool:
        """Return whether somebody is sending it."""
        return self.leased_until is not None and self.leased_until > now


@dataclass(frozen=True, slots=True)
class Plan:
    """What to do now, and when to ask again."""

    go: tuple[int, ...]
    """Numbers of the deliveries to lease and send, most urgent first."""
    wake_at: datetime | None
    """When something more may go if nothing changes before, or None when nothing waits."""
    lane_opens_at: datetime | None = None
    """When a lane's pace lets go what is due already, or None where it holds up nothing."""


def plan(
    waiting: Iterable[Waiting], lanes: Mapping[str, Lane], now: datetime, limit: int = 100
) -> Plan:
    """Return which deliveries may go at ``now``, at most ``limit``, and when to ask again.

    ``waiting`` are all rows that are pending, also those that are leased or not yet due. A lane
    that ``lanes`` does not name has the default pace.
    """
    rows = sorted(waiting, key=lambda row: row.delivery_id)
    heads = _first_of_each_story(rows)
    busy = _busy(rows, now)
    state = {row.lane: lanes.get(row.lane, Lane()) for row in rows}

    go: list[int] = []
    openings: list[datetime] = []
    wake: list[datetime] = [
        row.leased_until for row in rows if row.leased_until and row.leased(now)
    ]
    for row in _by_urgency([row for row in heads if not row.leased(now)]):
        lane = state[row.lane]
        opens = max(row.next_attempt_at, lane.opens_at(now))
        if opens > now:
            wake.append(opens)
            if max(row.next_attempt_at, lane.held_until) <= now:
                openings.append(opens)
        elif busy[row.lane] < lane.pace.concurrency:
            if len(go) == limit:
                wake.append(now)
                break
            go.append(row.delivery_id)
            busy[row.lane] += 1
            state[row.lane] = lane.started(now)
    return Plan(tuple(go), min(wake, default=None), min(openings, default=None))


def _first_of_each_story(rows: list[Waiting]) -> list[Waiting]:
    seen: set[tuple[tuple[str, str, str], int]] = set()
    heads = []
    for row in rows:
        if row.story_id is not None:
            key = (row.recipient, row.story_id)
            if key in seen:
                continue
            seen.add(key)
        heads.append(row)
    return heads


def _busy(rows: list[Waiting], now: datetime) -> defaultdict[str, int]:
    busy: defaultdict[str, int] = defaultdict(int)
    for row in rows:
        busy[row.lane] += row.leased(now)
    return busy


def _by_urgency(rows: list[Waiting]) -> list[Waiting]:
    """Sort by severity, then let recipients take turns, so that a flood for one delays no other."""
    turns: defaultdict[tuple[tuple[str, str, str], int], int] = defaultdict(int)
    ranked = []
    for row in rows:
        turn = turns[row.recipient, row.severity]
        turns[row.recipient, row.severity] += 1
        ranked.append(((-row.severity, turn, row.delivery_id), row))
    return [row for _, row in sorted(ranked, key=lambda pair: pair[0])]

"""Measure the escalation index hour by hour; tell of unusual rises, and of outlets gone silent."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import structlog
from sqlalchemy import Connection

from monitor.domain import Message, Notice, Subscriber
from monitor.pipeline import notify
from monitor.pipeline.audience import Audience
from monitor.pipeline.dispatch import tell
from monitor.pipeline.rises import HISTORY, look, observation_of
from monitor.store import index, troubles
from monitor.store.engine import Store
from monitor.store.index import EVERYTHING, HOUR, Intensity
from monitor.stories import silence
from monitor.stories.index import (
    Bucket,
    Observation,
    floor,
    series,
)

log = structlog.get_logger()

LISTEN = timedelta(minutes=10)
"""How often silence is looked for."""
FRESH = timedelta(hours=2)
"""A feed that was not read for so long says nothing about its outlet."""


@dataclass(slots=True)
class Measurer:
    """Measure what has changed; all that it knows is in the store, so that it may begin anew."""

    store: Store
    clock: Callable[[], datetime]
    listened: datetime | None = None
    raised: list[Message] = field(default_factory=list)
    """What the last round raised, for those who look on (tests)."""

    def measure(
        self, watches: Collection[str], audience: Audience, operator: Subscriber | None
    ) -> int:
        """Measure the hours that changed; return how many. Synchronous, one transaction."""
        now = self.clock()
        listens = self.listened is None or abs(now - self.listened) >= LISTEN
        with self.store.read() as connection:
            hours = _due(connection, floor(now, "hour"))
        self.raised = []
        if not hours and not listens:
            return 0
        with self.store.write() as connection:
            for one in hours:
                measure_hour(connection, one, watches)
            index.unmark_hours(connection, hours)
            told = look(connection, watches, now)
            tell(connection, told, audience, now)
            self.raised = [one.message for one in told]
            if listens:
                listen(connection, operator, audience.message_domain, now)
                self.listened = now
        for message in self.raised:
            log.info("unusual rise", watch=message.watch, reason=message.reason)
        return len(hours)


def _due(connection: Connection, hour: datetime) -> list[datetime]:
    """Return the hours to measure: those with new entries, and the one that runs when it is new."""
    marked = index.marked_hours(connection)
    begun = index.history_of(connection, EVERYTHING, hour, hour + HOUR)
    return marked if begun else sorted({*marked, hour})


def measure_hour(connection: Connection, hour: datetime, watches: Iterable[str]) -> None:
    """Measure one hour anew from what is stored of it."""
    told = index.told_in(connection, hour)
    subjects: dict[str, list[Observation]] = defaultdict(list)
    for subject in (EVERYTHING, *(f"watch:{watch}" for watch in watches)):
        subjects[subject] = []
    # A story matches a watch with all its reports, also those in words that the watch lacks.
    matching: dict[int, set[str]] = defaultdict(set)
    for one in told:
        matching[one.story_id] |= one.watches
    for one in told:
        seen = observation_of(one)
        subjects[EVERYTHING].append(seen)
        for watch in matching[one.story_id]:
            subjects[f"watch:{watch}"].append(seen)
        if one.sides:
            subjects[f"pair:{'-'.join(one.sides)}"].append(seen)
    measured = {
        subject: _intensity(series(seen, hour, hour + HOUR)[0])
        for subject, seen in subjects.items()
    }
    kept = {
        subject: one
        for subject, one in measured.items()
        if one.stories or not subject.startswith("pair:")
    }
    index.save_hour(connection, hour, kept, index.published_in(connection, hour))


def listen(connection: Connection, operator: Subscriber | None, domain: str, now: datetime) -> None:
    """Tell the operator of outlets that are unusually silent, once, and once when they are not.

    An outlet whose feeds cannot be read is not silent but unheard, and not judged.
    """
    heard = _heard(connection, now)
    open_keys = troubles.keys(connection, "silent:")
    for outlet, last in index.last_publications(connection).items():
        key = f"silent:{outlet}"[:200]
        if outlet not in heard or (now - last < HOUR and key not in open_keys):
            continue
        rows = index.publications_of(connection, outlet, now - HISTORY)
        times = [time for hour, count, last_at in rows for time in (*[hour] * (count - 1), last_at)]
        judged = silence.silence(times, now)
        if judged.unusual:
            title = f"{outlet} is unusually silent"
            body = f"{outlet}: {judged.reason}. Its feeds can be read and bring nothing new."
            notify.trouble(connection, operator, Notice(key, title, body, now), domain)
        elif key in open_keys:
            notify.relief(connection, operator, key, now, domain)


def _heard(connection: Connection, now: datetime) -> set[str]:
    """Return the outlets all of whose feeds are read without fault."""
    well: dict[str, bool] = {}
    for outlet, success, failures in index.outlets_by_feeds(connection):
        fine = success is not None and now - success < FRESH and failures == 0
        well[outlet] = well.get(outlet, True) and fine
    return {outlet for outlet, fine in well.items() if fine}


def _intensity(bucket: Bucket) -> Intensity:
    return Intensity(bucket.start, bucket.up, bucket.down, bucket.stories)

"""Measure the escalation index hour by hour; tell of unusual rises, and of outlets gone silent."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import structlog
from sqlalchemy import Connection

from monitor.alerts import compose
from monitor.domain import Alert, Match, Message, Notice, Subscriber
from monitor.pipeline import notify
from monitor.pipeline.audience import Audience
from monitor.pipeline.dispatch import tell
from monitor.pipeline.raising import Raised
from monitor.pipeline.standing import Judged, confirmation_of, evidence_of
from monitor.store import alerts, assessments, entries, index, stories, troubles
from monitor.store.engine import Store
from monitor.store.index import EVERYTHING, HOUR, Intensity, OpenRise, Told
from monitor.stories import silence
from monitor.stories.corroborate import corroborate
from monitor.stories.index import (
    LEAST_INTENSITY,
    WEEKS,
    Bucket,
    Observation,
    Rise,
    crossing,
    floor,
    height_of,
    rise,
    series,
)

log = structlog.get_logger()

HISTORY = timedelta(weeks=WEEKS)
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
        listens = self.listened is None or now - self.listened >= LISTEN
        with self.store.read() as connection:
            hours = _due(connection, floor(now, "hour"))
        self.raised = []
        if not hours and not listens:
            return 0
        with self.store.write() as connection:
            for one in hours:
                measure_hour(connection, one, watches)
            index.unmark_hours(connection, hours)
            raised = [_look(connection, watch, now) for watch in sorted(watches)]
            told = [one for one in raised if one is not None]
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
        seen = _observation(one)
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


def rise_of(connection: Connection, subject: str, hour: datetime) -> Rise | None:
    """Compare a stored hour of a subject with what is usual; None where it was not watched."""
    found = index.history_of(connection, subject, hour - HISTORY, hour + HOUR)
    buckets = [bucket_of(one) for one in found]
    if not buckets or buckets[-1].start != hour:
        return None
    return rise(buckets[:-1], buckets[-1])


def bucket_of(one: Intensity) -> Bucket:
    """Return a stored hour as the statistics take it."""
    return Bucket(one.hour, one.up, one.down, one.stories)


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


def _look(connection: Connection, watch: str, now: datetime) -> Raised | None:
    """Return the alert of a watch that has begun to rise unusually; note a rise that is over."""
    subject, hour = f"watch:{watch}", floor(now, "hour")
    is_open = subject in index.open_rises(connection)
    current = _current(connection, subject, hour)
    if not is_open and current < LEAST_INTENSITY:
        return None
    found = rise_of(connection, subject, hour)
    if found is None:
        return None
    before = rise_of(connection, subject, hour - HOUR)
    change = crossing(found, before, is_open=is_open)
    if change == "ends":
        index.end_rise(connection, subject)
    if change != "begins":
        return None
    index.begin_rise(connection, OpenRise(subject, hour, found.reason))
    return _alert(connection, watch, hour, found, now)


def _current(connection: Connection, subject: str, hour: datetime) -> float:
    found = index.history_of(connection, subject, hour, hour + HOUR)
    return found[-1].up if found else 0.0


def _alert(
    connection: Connection, watch: str, hour: datetime, found: Rise, now: datetime
) -> Raised | None:
    """Store the alert of a rise: it quotes the entry that adds most to the hour."""
    told = [one for one in index.told_in(connection, hour) if one.direction == "up"]
    mine = {one.story_id for one in told if watch in one.watches}
    leading = max(
        (one for one in told if one.story_id in mine),
        key=lambda one: (height_of(_observation(one)), one.time, one.entry_id),
        default=None,
    )
    stored = entries.load_entry(connection, leading.entry_id) if leading else None
    scored = assessments.load_scored(connection, stored) if stored else None
    if leading is None or scored is None:
        return None
    alert = Alert(
        watch=watch,
        story_id=leading.story_id,
        kind="rise",
        reason=f"unusual rise: {found.reason}; {len(mine)} stories, the gravest is quoted",
        entry_id=leading.entry_id,
        severity=scored.score.severity,
        score=scored.score.score,
        direction="up",
        raised_at=now,
    )
    alert_id = alerts.save_alert(connection, alert, f"rise:{hour:%Y-%m-%dT%H}")
    reports = stories.reports_of(connection, leading.story_id)
    judged = Judged(leading.story_id, tuple(reports), corroborate(map(evidence_of, reports)), ())
    match = next((one for one in scored.matches if one.watch == watch), Match(watch, ()))
    outlets: Sequence[str] = [report.feed.outlet.name for report in reports]
    said = compose.compose(
        alert, alert_id, scored, match, outlets, confirmation=confirmation_of(judged)
    )
    return Raised(alert_id, alert, said)


def _observation(one: Told) -> Observation:
    return Observation(one.story_id, one.time, one.severity, one.direction, one.rung)


def _intensity(bucket: Bucket) -> Intensity:
    return Intensity(bucket.start, bucket.up, bucket.down, bucket.stories)

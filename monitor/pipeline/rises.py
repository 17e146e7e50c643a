"""Tell of unusual rises of the index: of a watch, and of a pair of actors to those it concerns.

A pair has no readers of its own. Its rise is told to those of each watch that one of the pair's
stories of the hour matches, together with the watch's own where both begin; while the watch's own
rise lasts its readers know, and are not told again. Every rise that lasts is stored with its reason
and shown by ``monitor index``.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection

from monitor.alerts import compose
from monitor.domain import Alert, Match
from monitor.pipeline.raising import Raised
from monitor.pipeline.standing import Judged, confirmation_of, evidence_of
from monitor.store import alerts, assessments, entries, index, stories
from monitor.store.index import HOUR, Intensity, OpenRise, Told
from monitor.stories.actors import actor_name
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
)

HISTORY = timedelta(weeks=WEEKS)
PAIR, WATCH = "pair:", "watch:"
LEAST_STORIES = 3
"""Of a pair within the hour; what one or two stories mean, their own alerts tell."""


@dataclass(frozen=True, slots=True)
class Begun:
    """A subject that has just begun to rise unusually."""

    subject: str
    rise: Rise

    @property
    def named(self) -> str:
        """Say whose rise it is: nothing for the watch's own, ``between Russia and Ukraine``."""
        if not self.subject.startswith(PAIR):
            return ""
        first, _, second = self.subject.removeprefix(PAIR).partition("-")
        return f" between {actor_name(first)} and {actor_name(second)}"

    def concerns(self, one: Told, watch: str) -> bool:
        """Tell whether an entry is of a subject's stories of this watch."""
        if not self.subject.startswith(PAIR):
            return self.subject == f"{WATCH}{watch}"
        return one.sides is not None and self.subject == f"{PAIR}{'-'.join(one.sides)}"


def look(connection: Connection, watches: Collection[str], now: datetime) -> list[Raised]:
    """Store and return the alerts of what has begun to rise; note what is over."""
    hour = floor(now, "hour")
    known = index.open_rises(connection)
    begun = list(_begun(connection, watches, hour, known))
    if not begun:
        return []
    told = [one for one in index.told_in(connection, hour) if one.direction == "up"]
    raised = (_of_watch(connection, watch, begun, told, known, now) for watch in sorted(watches))
    return [one for one in raised if one is not None]


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


def observation_of(one: Told) -> Observation:
    """Return an entry as the statistics take it."""
    return Observation(one.story_id, one.time, one.severity, one.direction, one.rung)


def _begun(
    connection: Connection, watches: Collection[str], hour: datetime, known: Collection[str]
) -> Iterator[Begun]:
    """Yield what has begun to rise, the most unusual first; end what is over."""
    high = {
        subject
        for subject, sums in index.subjects_since(connection, hour)
        if sums.up >= LEAST_INTENSITY
        and (sums.stories >= LEAST_STORIES or not subject.startswith(PAIR))
    }
    followed = {f"{WATCH}{watch}" for watch in watches}
    found = []
    for subject in sorted(high | set(known)):
        if not subject.startswith(PAIR) and subject not in followed:
            continue
        current, is_open = rise_of(connection, subject, hour), subject in known
        if current is None:
            continue
        before = rise_of(connection, subject, hour - HOUR) if is_open else None
        change = crossing(current, before, is_open=is_open)
        if change == "ends":
            index.end_rise(connection, subject)
        if change == "begins":
            index.begin_rise(connection, OpenRise(subject, hour, current.reason))
            found.append(Begun(subject, current))
    yield from sorted(found, key=lambda one: -one.rise.deviations)


def _of_watch(
    connection: Connection,
    watch: str,
    begun: Sequence[Begun],
    told: Sequence[Told],
    known: Collection[str],
    now: datetime,
) -> Raised | None:
    """Store what the rises that have begun mean for one watch: one alert at most."""
    mine = {one.story_id for one in told if watch in one.watches}
    of_watch = [one for one in told if one.story_id in mine]
    causes = [cause for cause in begun if any(cause.concerns(one, watch) for one in of_watch)]
    causes.sort(key=lambda cause: cause.subject.startswith(PAIR))
    if not causes or f"{WATCH}{watch}" in known:
        return None
    leading = max(
        (one for one in of_watch if causes[0].concerns(one, watch)),
        key=lambda one: (height_of(observation_of(one)), one.time, one.entry_id),
    )
    return _alert(connection, watch, causes, leading, len(mine), now)


def _reason(causes: Sequence[Begun]) -> str:
    first, *others = causes
    named = "".join(f", and{cause.named}" for cause in others)
    return f"unusual rise{first.named}{named}: {first.rise.reason}"


def _alert(
    connection: Connection,
    watch: str,
    causes: Sequence[Begun],
    leading: Told,
    count: int,
    now: datetime,
) -> Raised | None:
    """Store the alert of a rise: it quotes the entry that adds most to the hour."""
    stored = entries.load_entry(connection, leading.entry_id)
    scored = assessments.load_scored(connection, stored) if stored else None
    if scored is None:
        return None
    alert = Alert(
        watch=watch,
        story_id=leading.story_id,
        kind="rise",
        reason=f"{_reason(causes)}; {count} stories, the gravest is quoted",
        entry_id=leading.entry_id,
        severity=scored.score.severity,
        score=scored.score.score,
        direction="up",
        raised_at=now,
    )
    subject = causes[0].subject
    rung = f"rise:{subject if subject.startswith(PAIR) else ''}{floor(now, 'hour'):%Y-%m-%dT%H}"
    alert_id = alerts.save_alert(connection, alert, rung)
    reports = stories.reports_of(connection, leading.story_id)
    judged = Judged(leading.story_id, tuple(reports), corroborate(map(evidence_of, reports)), ())
    match = next((one for one in scored.matches if one.watch == watch), Match(watch, ()))
    outlets: Sequence[str] = [report.feed.outlet.name for report in reports]
    said = compose.compose(
        alert, alert_id, scored, match, outlets, confirmation=confirmation_of(judged)
    )
    return Raised(alert_id, alert, said)

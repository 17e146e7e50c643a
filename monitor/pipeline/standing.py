"""Judge how well changed stories are confirmed, and store it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import cast

from sqlalchemy import Connection

from monitor.alerts.compose import Confirmation
from monitor.domain import Label, Score, ScoredEntry
from monitor.pipeline.place import Placed
from monitor.store import alerts, standings, stories
from monitor.store.alerts import StoredAlert
from monitor.store.standings import Standing
from monitor.store.stories import Report
from monitor.stories import corroborate as evidence
from monitor.stories.corroborate import Corroboration, corroborate


@dataclass(frozen=True, slots=True)
class Judged:
    """A story as it stands after a batch, with what was alerted of it."""

    story_id: int
    reports: tuple[Report, ...]
    """In the order in which they were seen; at least one."""
    corroboration: Corroboration
    earlier: tuple[StoredAlert, ...]
    """Oldest first, those of stories merged into it included, alerts of rises left out."""
    merged: bool = False
    """Whether it absorbed another story just now."""


def judge_changed(connection: Connection, placed: Placed, now: datetime) -> dict[int, Judged]:
    """Judge every story that a batch changed and store how it stands; return them by id."""
    found = {}
    for story_id in sorted(placed.changed):
        reports = stories.reports_of(connection, story_id)
        if not reports:
            standings.drop_standing(connection, story_id)
            continue
        judged = corroborate(map(evidence_of, reports))
        standings.save_standing(connection, story_id, standing_of(judged, now))
        found[story_id] = Judged(
            story_id,
            tuple(reports),
            judged,
            tuple(of_story(connection, story_id)),
            story_id in placed.merged,
        )
    return found


def of_story(connection: Connection, story_id: int) -> list[StoredAlert]:
    """Return what was alerted of a story, oldest first; a rise of the index only quotes it."""
    told = alerts.alerts_of_story(connection, story_id)
    return [stored for stored in told if stored.alert.kind != "rise"]


def evidence_of(report: Report) -> evidence.Report:
    """Return a stored entry as evidence."""
    published = report.entry.published or report.first_seen_at
    return evidence.Report(
        key=report.entry_id,
        time=min(published, report.first_seen_at),
        outlet=report.feed.outlet,
        language=report.entry.language,
        title=report.entry.title,
        summary=report.entry.summary,
    )


def standing_of(judged: Corroboration, now: datetime) -> Standing:
    """Return a judgement as it is stored."""
    return Standing(
        rung=int(judged.rung),
        official=judged.official,
        state_controlled_only=judged.state_controlled_only,
        sides=judged.sides,
        sources=judged.sources,
        denials=_ids(judged.denials),
        confirmations=_ids(judged.confirmations),
        corrections=_ids(judged.corrections),
        withdrawals=_ids(judged.withdrawals),
        reason=judged.reason,
        judged_at=now,
    )


def confirmation_of(judged: Judged) -> Confirmation:
    """Return who says so, as alerts tell it."""
    outlet = {report.entry_id: report.feed.outlet.name for report in judged.reports}

    def names(keys: tuple[int | str, ...]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(outlet[int(key)] for key in keys))

    found = judged.corroboration
    return Confirmation(
        rung=int(found.rung),
        official=found.official,
        state_controlled_only=found.state_controlled_only,
        denied_by=names(found.denials),
        confirmed_by=names(found.confirmations),
        corrected_by=names(found.corrections),
        withdrawn_by=names(found.withdrawals),
    )


def scored_of(report: Report) -> ScoredEntry | None:
    """Return a stored entry of a story with its score, without matches; None while it has none."""
    if report.label is None:
        return None
    score = Score(Label(report.label), report.probabilities, report.model)
    return ScoredEntry(report.entry_id, report.feed, report.entry, score, (), report.first_seen_at)


def _ids(keys: tuple[int | str, ...]) -> tuple[int, ...]:
    return cast("tuple[int, ...]", keys)

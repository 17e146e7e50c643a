"""Find what is new of stories that were alerted, and the entry that tells it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any

from monitor.alerts import policy
from monitor.domain import ScoredEntry
from monitor.pipeline.judges import Judges
from monitor.pipeline.standing import Judged, evidence_of, scored_of
from monitor.store.alerts import StoredAlert
from monitor.store.stories import Report
from monitor.stories.corroborate import corroborate
from monitor.stories.moves import Move, direction_of, severity_of
from monitor.stories.updates import (
    StoryState,
    Update,
    all_told,
    combined,
    decide,
    state_of,
)


@dataclass(frozen=True, slots=True)
class Climb:
    """What is new of a story for those whom a watch has told of it."""

    story_id: int
    watch: str
    entry: ScoredEntry
    """The entry that an update quotes, without matches where it is none of the batch's."""
    held_back: str | None
    rung: policy.Rung
    known: StoryState
    """What the watch's subscribers know once they are told."""


@dataclass(frozen=True, slots=True)
class Known:
    """Nothing new, but what the watch's subscribers know has to be stored again."""

    alert_id: int
    state: StoryState


def news_of(
    judged: Judged, batch: Mapping[int, ScoredEntry], judges: Judges
) -> list[Climb | Known]:
    """Return what is new for each watch that has alerted a story, by the name of the watch.

    ``batch`` are the entries just assessed, by id; a story that has none of them is not news.
    """
    mine = [report for report in judged.reports if report.entry_id in batch]
    if not mine:
        return []
    found: list[Climb | Known] = []
    alerted = {stored.alert.watch for stored in judged.earlier}
    for watch in sorted(filter(judges.knows, alerted)):
        earlier = [stored for stored in judged.earlier if stored.alert.watch == watch]
        now = state_now(judged, watch, judges)
        told = _told(judged, earlier, now, batch)
        verdict, known = decide(told, now)
        if isinstance(verdict, Update):
            found.append(_climb(judged, watch, mine, batch, verdict, known, earlier))
        elif earlier[-1].told is None or told_of(earlier[-1], now) != known:
            found.append(Known(earlier[-1].id, known))
    return found


def state_now(judged: Judged, watch: str, judges: Judges) -> StoryState:
    """Return a story as it stands for a watch: what its limits refuse raises no severity."""
    passing = [
        scored
        for scored in map(scored_of, judged.reports)
        if scored is not None and judges.refusal(watch, scored) is None
    ]
    moves = [_move(scored) for scored in passing]
    return state_of(judged.corroboration, severity_of(moves), direction_of(moves))


def as_json(state: StoryState) -> dict[str, Any]:
    """Return a state as it is stored with an alert."""
    return asdict(state)


def told_of(stored: StoredAlert, now: StoryState) -> StoryState:
    """Return what those who got an alert know.

    One that was raised before that was stored told what is known of its story now, so that an
    upgrade tells nothing twice.
    """
    if stored.told is not None:
        return StoryState(**stored.told)
    return replace(now, severity=stored.alert.severity, direction=stored.alert.direction)


def _told(
    judged: Judged,
    earlier: list[StoredAlert],
    now: StoryState,
    batch: Collection[int],
) -> StoryState:
    """Return what a watch's subscribers know.

    Where two stories that both were alerted have become one, they know the reports of both.
    """
    told = all_told(told_of(stored, now) for stored in earlier)
    if not judged.merged or len({stored.alert.story_id for stored in earlier}) < 2:
        return told
    before = [report for report in judged.reports if report.entry_id not in batch]
    if not before:
        return told
    known = state_of(corroborate(map(evidence_of, before)), told.severity, told.direction)
    return combined(told, known)


def _climb(
    judged: Judged,
    watch: str,
    mine: list[Report],
    batch: Mapping[int, ScoredEntry],
    update: Update,
    known: StoryState,
    earlier: list[StoredAlert],
) -> Climb:
    quoted = _quoted(judged, watch, mine, batch, update)
    entry = batch.get(quoted.entry_id) or scored_of(quoted)
    if entry is None:
        raise ValueError(f"entry {quoted.entry_id} is told without a score")
    score = max(entry.score.score, *(stored.alert.score for stored in earlier))
    rung = policy.Rung(update.rung, update.reason, known.severity, known.direction, score)
    return Climb(judged.story_id, watch, entry, quoted.held_back, rung, known)


def _quoted(
    judged: Judged,
    watch: str,
    mine: list[Report],
    batch: Mapping[int, ScoredEntry],
    update: Update,
) -> Report:
    """Choose the entry that an update quotes: the newest that tells the most telling of its news.

    What is held back may tell nothing, and where the whole batch is, the update has to wait.
    """
    if all(report.held_back for report in mine):
        return max(mine, key=_time)
    telling = set(_telling(judged, update.news[0].key))

    def rank(report: Report) -> tuple[bool, bool, bool, datetime, int]:
        scored = batch.get(report.entry_id)
        matched = scored is not None and any(match.watch == watch for match in scored.matches)
        return report.entry_id in telling, scored is not None, matched, *_time(report)

    free = [r for r in judged.reports if r.held_back is None and scored_of(r) is not None]
    return max(free, key=rank)


def _telling(judged: Judged, news: str) -> list[int]:
    """Return the entries that tell a piece of news; none where it is the story as a whole."""
    found = judged.corroboration
    by_cue = {
        "withdrawn": found.withdrawals,
        "denied": found.denials,
        "confirmed": found.confirmations,
        "corrected": found.corrections,
        "rung:5": found.denials,
    }
    if news in by_cue:
        return [int(key) for key in by_cue[news]]
    name, _, value = news.partition(":")
    if name == "severity":
        return [r.entry_id for r in judged.reports if (r.severity or 0) >= int(value)]
    if name == "down":
        scored = filter(None, map(scored_of, judged.reports))
        return [entry.entry_id for entry in scored if entry.score.direction == "down"]
    return []


def _move(scored: ScoredEntry) -> Move:
    score = scored.score
    chances = tuple(sum(score.probabilities[place:]) for place in range(2, 6))
    return Move(scored.feed.outlet.name, scored.time, score.severity, score.direction, chances)


def _time(report: Report) -> tuple[datetime, int]:
    return evidence_of(report).time, report.entry_id

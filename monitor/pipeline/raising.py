"""Decide what a batch of entries means for each watch: raise, update or suppress."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import Connection

from monitor.alerts import compose, policy
from monitor.domain import Alert, Match, Message, ScoredEntry, Suppression
from monitor.pipeline import retell
from monitor.pipeline.judges import Judges
from monitor.pipeline.place import Placed
from monitor.pipeline.retell import Climb, Known
from monitor.pipeline.standing import Judged, confirmation_of, judge_changed
from monitor.store import alerts as stored_alerts
from monitor.store import assessments
from monitor.store.entries import StoredEntry


@dataclass(frozen=True, slots=True)
class Raised:
    """An alert as it was stored, with what it says."""

    alert_id: int
    alert: Alert
    message: Message


@dataclass(frozen=True, slots=True)
class Question:
    """An entry that may mean something for a watch."""

    entry: ScoredEntry
    match: Match
    """Without hits where the entry is asked only because an update quotes it."""
    held_back: str | None
    story: Judged
    climb: Climb | None = None
    """What of the story is new to the watch's subscribers and told by this entry."""


def raise_alerts(
    connection: Connection,
    waiting: Sequence[StoredEntry],
    scored: Sequence[ScoredEntry],
    words: Mapping[int, tuple[str, ...]],
    placed: Placed,
    judges: Judges,
    now: datetime,
) -> list[Raised]:
    """Store every alert and every suppression of a batch; return the alerts.

    ``words``, by entry, raised the scores of those that may alert, the heaviest first.
    """
    judged = judge_changed(connection, placed, now)
    batch = {entry.entry_id: entry for entry in scored}
    climbs: dict[tuple[int, str], Climb] = {}
    for story in judged.values():
        for news in retell.news_of(story, batch, judges):
            if isinstance(news, Known):
                stored_alerts.save_told(connection, news.alert_id, retell.as_json(news.state))
            else:
                climbs[news.story_id, news.watch] = news
    questions = _questions(waiting, batch, placed, judged, climbs)
    return _answer(connection, questions, batch, words, judges, now)


def _questions(
    waiting: Sequence[StoredEntry],
    batch: Mapping[int, ScoredEntry],
    placed: Placed,
    judged: Mapping[int, Judged],
    climbs: Mapping[tuple[int, str], Climb],
) -> list[Question]:
    """Return what is to be decided: matches, then updates that quote an entry without one.

    Of the entries of one story the gravest comes first, then the oldest: it is the one to be told.
    """
    asked = []
    for stored in waiting:
        entry = batch[stored.id]
        story = judged[placed.stories[stored.id]]
        for match in entry.matches:
            climb = climbs.get((story.story_id, match.watch))
            mine = climb if climb and climb.entry.entry_id == stored.id else None
            asked.append(Question(entry, match, stored.held_back, story, mine))
    told = {(q.story.story_id, q.match.watch) for q in asked if q.climb}
    asked += [
        Question(climb.entry, Match(watch, ()), climb.held_back, judged[story_id], climb)
        for (story_id, watch), climb in climbs.items()
        if (story_id, watch) not in told
    ]
    return sorted(asked, key=lambda q: (-q.entry.score.severity, q.entry.time, q.entry.entry_id))


def _answer(
    connection: Connection,
    questions: Sequence[Question],
    batch: Mapping[int, ScoredEntry],
    words: Mapping[int, tuple[str, ...]],
    judges: Judges,
    now: datetime,
) -> list[Raised]:
    raised: list[Raised] = []
    suppressed: dict[int, list[Suppression]] = {entry_id: [] for entry_id in batch}
    fresh: dict[tuple[int, str], list[Alert]] = defaultdict(list)
    for question in questions:
        key = (question.story.story_id, question.match.watch)
        facts = _facts(question, fresh[key], judges)
        decided = policy.decide(question.entry, facts, now)
        if isinstance(decided, Suppression):
            suppressed.setdefault(question.entry.entry_id, []).append(decided)
            continue
        fresh[key].append(decided.alert)
        raised.append(
            _raise(connection, question, decided, words.get(question.entry.entry_id, ()), judges)
        )
    for entry_id, reasons in suppressed.items():
        if entry_id in batch:
            assessments.save_suppressions(connection, entry_id, list(_once(reasons)), now)
    return raised


def _facts(question: Question, fresh: Sequence[Alert], judges: Judges) -> policy.Facts:
    watch = question.match.watch
    earlier = [item.alert for item in question.story.earlier if item.alert.watch == watch]
    return policy.Facts(
        watch=watch,
        refusal=judges.refusal(watch, question.entry),
        held_back=question.held_back,
        story_id=question.story.story_id,
        earlier=(*earlier, *fresh),
        climbed=question.climb.rung if question.climb else None,
    )


def _raise(
    connection: Connection,
    question: Question,
    decided: policy.Raised,
    words: Sequence[str],
    judges: Judges,
) -> Raised:
    """Store an alert with what those who get it will know, and word it."""
    alert, story = decided.alert, question.story
    if question.climb is not None:
        known = question.climb.known
    else:
        now = retell.state_now(story, alert.watch, judges)
        known = replace(now, severity=max(now.severity, alert.severity))
    alert_id = stored_alerts.save_alert(connection, alert, decided.rung, retell.as_json(known))
    outlets = [report.feed.outlet.name for report in story.reports]
    message = compose.compose(
        alert,
        alert_id,
        question.entry,
        question.match,
        outlets,
        words,
        confirmation_of(story),
        _thread(story, alert.watch),
    )
    return Raised(alert_id, alert, message)


def _thread(story: Judged, watch: str) -> int:
    """Return the story under which the first alert went out, if possible of the same watch."""
    mine = [stored for stored in story.earlier if stored.alert.watch == watch]
    first = next(iter(mine or story.earlier), None)
    return first.alert.story_id if first else story.story_id


def _once(reasons: Sequence[Suppression]) -> Iterator[Suppression]:
    """Yield the first reason for each watch."""
    seen: set[str] = set()
    for reason in reasons:
        if reason.watch not in seen:
            seen.add(reason.watch)
            yield reason

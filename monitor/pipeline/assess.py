"""Turn new entries into scores, matches, story changes, alerts and owed deliveries, all at once."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

import structlog
from sqlalchemy import Connection

from monitor.alerts import compose, policy
from monitor.domain import Alert, Match, Message, ScoredEntry, Suppression
from monitor.pipeline.audience import Audience
from monitor.pipeline.dispatch import tell
from monitor.pipeline.judges import Judges
from monitor.pipeline.place import StoryKeeper
from monitor.store import alerts as stored_alerts
from monitor.store import assessments, entries, stories
from monitor.store.engine import Store
from monitor.store.entries import StoredEntry

log = structlog.get_logger()

BATCH = 128
"""Entries in one transaction: enough for the classifier to batch, few enough to be quick."""


@dataclass(slots=True)
class Assessor:
    """Assess what polls have stored, in the order in which it came."""

    store: Store
    clock: Callable[[], datetime]
    keeper: StoryKeeper
    raised: list[Message] = field(default_factory=list)
    """What the last batch raised, for those who look on (replay, tests)."""

    async def assess(self, judges: Judges, audience: Audience) -> int:
        """Assess one batch of waiting entries; return how many there were."""
        return await asyncio.to_thread(self._assess, judges, audience)

    def _assess(self, judges: Judges, audience: Audience) -> int:
        with self.store.read() as connection:
            waiting = entries.pending_entries(connection, BATCH)
        if not waiting:
            return 0
        now = self.clock()
        scored = judge(waiting, judges)
        words = explain(waiting, scored, judges)
        try:
            with self.store.write() as connection:
                self.raised = self._record(
                    connection, waiting, scored, words, judges, audience, now
                )
        except Exception:
            # What is in memory may now know stories that the database does not.
            self.keeper.forget()
            raise
        for message in self.raised:
            log.info("alert", watch=message.watch, story=message.story_id, alert=message.alert_id,
                     score=round(message.score, 3), severity=message.severity,
                     headline=message.headline)  # fmt: skip
        return len(waiting)

    def _record(
        self,
        connection: Connection,
        waiting: Sequence[StoredEntry],
        scored: Sequence[ScoredEntry],
        words: Mapping[int, tuple[str, ...]],
        judges: Judges,
        audience: Audience,
        now: datetime,
    ) -> list[Message]:
        """Write everything that a batch means, in one transaction."""
        for stored, item in zip(waiting, scored, strict=True):
            assessments.save_score(connection, stored.id, stored.revision, item.score, now)
            assessments.save_matches(connection, stored.id, item.matches)
            entries.mark_assessed(connection, stored.id, stored.revision)
        placed = self.keeper.place(connection, scored, now)
        raised: list[Message] = []
        for stored, item in zip(waiting, scored, strict=True):
            suppressed: list[Suppression] = []
            for match in item.matches:
                facts = _facts(connection, stored, item, match, placed[stored.id], judges)
                decided = policy.decide(item, facts, now)
                if isinstance(decided, Suppression):
                    suppressed.append(decided)
                else:
                    why = words.get(stored.id, ())
                    raised.append(_raise(connection, decided, item, match, why, audience))
            assessments.save_suppressions(connection, stored.id, suppressed, now)
        return raised


def judge(waiting: Sequence[StoredEntry], judges: Judges) -> list[ScoredEntry]:
    """Score and match entries, without touching the store."""
    scores = judges.score([stored.entry for stored in waiting])
    return [
        ScoredEntry(
            entry_id=stored.id,
            feed=stored.feed,
            entry=stored.entry,
            score=score,
            matches=judges.match(stored.entry),
            first_seen=stored.first_seen_at,
        )
        for stored, score in zip(waiting, scores, strict=True)
    ]


def explain(
    waiting: Sequence[StoredEntry], scored: Sequence[ScoredEntry], judges: Judges
) -> dict[int, tuple[str, ...]]:
    """Return, by entry, the words that raised the scores of those that may alert.

    Stands outside the transaction, since each entry costs a batch of the classifier.
    """
    return {
        stored.id: judges.explain(item.entry)
        for stored, item in zip(waiting, scored, strict=True)
        if stored.held_back is None
        and any(judges.refusal(match.watch, item) is None for match in item.matches)
    }


def _facts(
    connection: Connection,
    stored: StoredEntry,
    scored: ScoredEntry,
    match: Match,
    story_id: int,
    judges: Judges,
) -> policy.Facts:
    told: list[Alert] = [
        item.alert
        for item in stored_alerts.alerts_of_story(connection, story_id)
        if item.alert.watch == match.watch
    ]
    return policy.Facts(
        watch=match.watch,
        refusal=judges.refusal(match.watch, scored),
        held_back=stored.held_back,
        story_id=story_id,
        earlier=told,
    )


def _raise(
    connection: Connection,
    raised: policy.Raised,
    scored: ScoredEntry,
    match: Match,
    words: Sequence[str],
    audience: Audience,
) -> Message:
    """Store an alert and what it comes to for its subscribers, in the caller's transaction."""
    alert = raised.alert
    alert_id = stored_alerts.save_alert(connection, alert, raised.rung)
    reports = stories.reports_of(connection, alert.story_id)
    outlets = [report.feed.outlet.name for report in reports]
    message = compose.compose(alert, alert_id, scored, match, outlets, words)
    tell(connection, message, audience, alert.raised_at)
    return message

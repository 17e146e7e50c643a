"""Turn new entries into scores, matches, story changes, alerts and owed deliveries, all at once."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import structlog
from sqlalchemy import Connection

from monitor.alerts import canary
from monitor.domain import Message, ScoredEntry
from monitor.pipeline.audience import Audience
from monitor.pipeline.batch import BatchSize
from monitor.pipeline.dispatch import tell
from monitor.pipeline.isolate import isolate, pause
from monitor.pipeline.judges import Judges
from monitor.pipeline.place import Considered, StoryKeeper
from monitor.pipeline.raising import raise_alerts
from monitor.store import assessments, entries, index, unassessable
from monitor.store.engine import Store
from monitor.store.entries import StoredEntry
from monitor.stories.index import floor

log = structlog.get_logger()

MOST_OF_AN_ERROR = 300
"""Characters of an error that are stored with its entry."""

MEASURED = timedelta(hours=72)
"""How late an entry may come and still count in the hour of its publication."""


class OvertakenError(Exception):
    """Another daemon has assessed an entry of a batch, so that nothing of it may be stored.

    A daemon that was frozen for long may have lost the lead without having noticed.
    """


@dataclass(slots=True)
class Assessor:
    """Assess what polls have stored, in the order in which it came."""

    store: Store
    clock: Callable[[], datetime]
    keeper: StoryKeeper
    raised: list[Message] = field(default_factory=list)
    """What the last batch raised, for those who look on (replay, tests)."""
    size: BatchSize = field(default_factory=BatchSize)

    async def assess(self, judges: Judges, audience: Audience) -> int:
        """Assess one batch of waiting entries; return how many there were."""
        return await asyncio.to_thread(self._assess, judges, audience)

    def _assess(self, judges: Judges, audience: Audience) -> int:
        with self.store.read() as connection:
            waiting = entries.pending_entries(connection, self.size.entries, self.clock())
        if not waiting:
            return 0
        self.raised, began = [], time.monotonic()
        isolate(waiting, lambda part: self._assess_part(part, judges, audience), self._put_off)
        self.size.took(len(waiting), time.monotonic() - began)
        return len(waiting)

    def _assess_part(
        self, waiting: Sequence[StoredEntry], judges: Judges, audience: Audience
    ) -> None:
        now = self.clock()
        scored = judge(waiting, judges)
        words = explain(waiting, scored, judges)
        try:
            with self.store.read() as connection:
                considered = self.keeper.consider(connection, scored, now)
            with self.store.write() as connection:
                raised = self._record(
                    connection, waiting, scored, considered, words, judges, audience, now
                )
        except OvertakenError:
            self.keeper.forget()
            log.warning("another monitor has assessed these entries", entries=len(waiting))
            return
        except Exception:
            # What is in memory may now know stories that the database does not.
            self.keeper.forget()
            raise
        self.raised += raised
        for message in raised:
            log.info("alert", watch=message.watch, story=message.story_id, alert=message.alert_id,
                     score=round(message.score, 3), severity=message.severity,
                     headline=message.headline)  # fmt: skip

    def _put_off(self, stored: StoredEntry, error: Exception) -> None:
        log.error("entry cannot be assessed", entry=stored.id, exc_info=error)
        now, said = self.clock(), f"{type(error).__name__}: {error}"[:MOST_OF_AN_ERROR]
        with self.store.write() as connection:
            failures = unassessable.count_failures(connection, stored.id) + 1
            until = now + pause(failures)
            unassessable.put_off(connection, stored.id, stored.revision, said, now, until)

    def _record(
        self,
        connection: Connection,
        waiting: Sequence[StoredEntry],
        scored: Sequence[ScoredEntry],
        considered: Considered,
        words: Mapping[int, tuple[str, ...]],
        judges: Judges,
        audience: Audience,
        now: datetime,
    ) -> list[Message]:
        """Write everything that a batch means, in one transaction. Raises OvertakenError."""
        for stored, item in zip(waiting, scored, strict=True):
            if not entries.mark_assessed(connection, stored.id, stored.revision):
                raise OvertakenError
            assessments.save_score(connection, stored.id, stored.revision, item.score, now)
            assessments.save_matches(connection, stored.id, item.matches)
        unassessable.clear(connection, [stored.id for stored in waiting])
        placed = self.keeper.store(connection, considered, now)
        index.mark_hours(connection, _open_hours(scored, now))
        raised = raise_alerts(connection, waiting, scored, words, placed, judges, now)
        tell(connection, raised, audience, now)
        return [one.message for one in raised]


def _open_hours(scored: Sequence[ScoredEntry], now: datetime) -> set[datetime]:
    """Return the hours of the index that entries belong to; what is older is past measuring."""
    return {
        floor(entry.time, "hour")
        for entry in scored
        if now - entry.time < MEASURED and entry.feed.name != canary.NAME
    }


def judge(waiting: Sequence[StoredEntry], judges: Judges) -> list[ScoredEntry]:
    """Score and match entries, without touching the store."""
    scores = judges.score([stored.entry for stored in waiting])
    return [
        ScoredEntry(
            entry_id=stored.id,
            feed=stored.feed,
            entry=stored.entry,
            score=score,
            matches=canary.own_matches(stored.feed.name, judges.match(stored.entry)),
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

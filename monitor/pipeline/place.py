"""Keep the clusterer's memory and the stored stories in step."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection

from monitor.alerts import canary
from monitor.domain import Label, ScoredEntry
from monitor.store import stories
from monitor.store.stories import Report
from monitor.stories.cluster import Clusterer
from monitor.stories.types import Merge, Move, Placement, StoryItem


@dataclass(frozen=True, slots=True)
class Placed:
    """What a batch of entries changed among stories."""

    stories: dict[int, int]
    """By entry id, after all merges."""
    changed: frozenset[int]
    """Stories that gained, lost or edited an entry, or absorbed another story."""
    merged: frozenset[int] = frozenset()
    """Those of them that absorbed another story."""


@dataclass(frozen=True, slots=True)
class Considered:
    """What is to be stored of a batch."""

    entries: dict[int, ScoredEntry]
    """Those with a placement, by id."""
    placements: tuple[Placement, ...]
    moves: tuple[Move, ...]
    merges: tuple[Merge, ...]
    told_before: frozenset[int]
    """Those of the entries that told a story before."""
    placed: Placed


class StoryKeeper:
    """Place entries into stories; rebuild what is in memory from the store when needed."""

    def __init__(self, window: timedelta) -> None:
        self._window = window
        self._clusterer: Clusterer | None = None

    def forget(self) -> None:
        """Drop what is in memory, because the database went another way."""
        self._clusterer = None

    def consider(
        self, connection: Connection, scored: Sequence[ScoredEntry], now: datetime
    ) -> Considered:
        """Decide which story each entry tells, reading only.

        It takes most of an assessment's time, in which others are to write: deliveries above all,
        since a message that was sent and is not yet recorded goes out again after a crash. Follow
        it by ``store``, or by ``forget`` where nothing comes of it.
        """
        apart = [entry for entry in scored if entry.feed.name == canary.NAME]
        scored = [entry for entry in scored if entry.feed.name != canary.NAME]
        clusterer = self._clusterer or self._rebuilt(connection, now)
        self._clusterer = clusterer
        settled = self._settled(connection, clusterer, scored)
        loose = [entry for entry in scored if entry.entry_id not in settled]
        known = (e.entry_id for e in loose if clusterer.story_of(e.entry_id) is not None)
        told_before = frozenset(known)
        outcome = clusterer.place_all([item_of(entry) for entry in loose])
        merged = frozenset(clusterer.resolve(merge.survivor) for merge in outcome.merges)
        told = {entry: clusterer.resolve(story) for entry, story in settled.items()}
        alone = [self._apart(entry) for entry in apart]
        placements = (*alone, *outcome.placements)
        return Considered(
            entries={entry.entry_id: entry for entry in (*apart, *loose)},
            placements=placements,
            moves=outcome.moves,
            merges=outcome.merges,
            told_before=told_before,
            placed=_placed(told, placements, outcome.moves, merged),
        )

    def store(self, connection: Connection, considered: Considered, now: datetime) -> Placed:
        """Store what was decided; return what it changed.

        An edited entry that stays where it is keeps the reason why it came there.
        """
        moves = {int(move.key): move for move in considered.moves}
        for placement in considered.placements:
            # An edited entry that is alone in its story begins it once more.
            if placement.new and not stories.exists(connection, placement.story):
                first = considered.entries[int(placement.key)]
                stories.open_story(connection, placement.story, first.entry, first.time)
        for placement in considered.placements:
            entry = considered.entries[int(placement.key)]
            move = moves.get(entry.entry_id)
            if move is None and entry.entry_id in considered.told_before:
                continue
            reason = f"{move.reason}; {placement.reason}" if move else placement.reason
            stories.place_entry(
                connection, entry.entry_id, placement.story, reason, entry.time, now
            )
        for merge in considered.merges:
            reason = f"with story {merge.absorbed}, which turned out to be this one: {merge.reason}"
            stories.merge_stories(connection, merge.survivor, merge.absorbed, reason)
        return considered.placed

    def _apart(self, scored: ScoredEntry) -> Placement:
        """Place a canary as any entry is, where no other entry can meet it."""
        return Clusterer(self._window, next_story=-scored.entry_id).place(item_of(scored))

    def _settled(
        self, connection: Connection, clusterer: Clusterer, scored: Sequence[ScoredEntry]
    ) -> dict[int, int]:
        """Return the stories of edited entries that are too old to be compared with others.

        They stay where they are: an edit does not make an old entry a new story.
        """
        settled = {}
        for entry in scored:
            if clusterer.story_of(entry.entry_id) is None:
                story = stories.story_of(connection, entry.entry_id)
                if story is not None:
                    settled[entry.entry_id] = story
        return settled

    def _rebuilt(self, connection: Connection, now: datetime) -> Clusterer:
        clusterer = Clusterer(self._window, stories.next_story_id(connection))
        reports = stories.reports_since(connection, now - self._window)
        clusterer.restore((item_of_report(report), report.story_id) for report in reports)
        return clusterer


def _placed(
    settled: dict[int, int],
    placements: Sequence[Placement],
    moves: Sequence[Move],
    merged: frozenset[int],
) -> Placed:
    told = settled | {int(placement.key): placement.story for placement in placements}
    left = {move.source for move in moves}
    return Placed(told, merged | left | frozenset(told.values()), merged)


def item_of(scored: ScoredEntry) -> StoryItem:
    """Return an entry as clustering sees it."""
    return StoryItem(
        key=scored.entry_id,
        time=scored.time,
        language=scored.entry.language,
        outlet=scored.feed.outlet.name,
        title=scored.entry.title,
        summary=scored.entry.summary,
        vector=scored.score.vector,
        label=scored.score.label,
    )


def item_of_report(report: Report) -> StoryItem:
    """Return a stored entry of a story as clustering sees it."""
    published = report.entry.published or report.first_seen_at
    return StoryItem(
        key=report.entry_id,
        time=min(published, report.first_seen_at),
        language=report.entry.language,
        outlet=report.feed.outlet.name,
        title=report.entry.title,
        summary=report.entry.summary,
        vector=report.vector,
        label=Label(report.label) if report.label else None,
    )

"""Keep the clusterer's memory and the stored stories in step."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import Connection

from monitor.domain import Label, ScoredEntry
from monitor.store import stories
from monitor.store.stories import Report
from monitor.stories.cluster import Clusterer
from monitor.stories.types import StoryItem


class StoryKeeper:
    """Place entries into stories; rebuild what is in memory from the store when needed."""

    def __init__(self, window: timedelta) -> None:
        self._window = window
        self._clusterer: Clusterer | None = None

    def forget(self) -> None:
        """Drop what is in memory, because the database went another way."""
        self._clusterer = None

    def place(
        self, connection: Connection, scored: Sequence[ScoredEntry], now: datetime
    ) -> dict[int, int]:
        """Store which story each entry tells; return the story by entry id."""
        clusterer = self._clusterer or self._rebuilt(connection, now)
        self._clusterer = clusterer
        outcome = clusterer.place_all([item_of(entry) for entry in scored])
        by_id = {entry.entry_id: entry for entry in scored}
        for placement in outcome.placements:
            entry = by_id[int(placement.key)]
            if placement.new:
                stories.open_story(connection, placement.story, entry.entry, entry.time)
        for placement in outcome.placements:
            entry = by_id[int(placement.key)]
            stories.place_entry(
                connection, entry.entry_id, placement.story, placement.reason, entry.time, now
            )
        for move in outcome.moves:
            stories.move_entry(connection, int(move.key), move.target, move.reason, now)
        for merge in outcome.merges:
            stories.merge_stories(connection, merge.survivor, merge.absorbed)
        return {int(placement.key): placement.story for placement in outcome.placements}

    def _rebuilt(self, connection: Connection, now: datetime) -> Clusterer:
        raise NotImplementedError


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

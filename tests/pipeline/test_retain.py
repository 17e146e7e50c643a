"""What is old goes, a little at a time; alerts and their evidence stay."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import UniqueConstraint, func, select, text

from monitor.domain import Alert, Notice, Suppression
from monitor.pipeline import retain as verb
from monitor.pipeline.retain import Pruned, oldest_kept, retain, would_forget
from monitor.store import (
    alerts,
    assessments,
    deliveries,
    entries,
    feedback,
    feeds,
    retention,
    stories,
    unassessable,
)
from monitor.store.engine import Store
from monitor.store.feedback import Feedback
from monitor.store.tables import metadata
from tests.support.examples import FEED, NOW, a_message, a_score, a_scored_entry, an_alert, an_entry

DAY = timedelta(days=1)
OLD = NOW - 100 * DAY
CUTOFF = NOW - 90 * DAY


class Archive:
    """A store that a test fills with entries of chosen ages."""

    def __init__(self, store: Store) -> None:
        self.store = store
        with store.write() as connection:
            feeds.sync_feeds(connection, [(FEED, "wire.example", True)], OLD)
            self.feed_id = feeds.list_feeds(connection)[0].id
        self.story = 0
        # The newest document of the feed holds this one alone.
        self.add("still standing", NOW)

    def add(self, title: str, at: datetime, story: int | None = None) -> int:
        """Store an entry seen at a moment, with all that hangs on one; return its id."""
        with self.store.write() as connection:
            entry = an_entry(title, identity=title, published=at)
            number = entries.add_entry(
                connection, self.feed_id, entry, entries.Keys("", "", ""), at, None
            )
            scored = a_scored_entry(entry, entry_id=number)
            assessments.save_score(connection, number, 1, a_score(), at)
            assessments.save_matches(connection, number, scored.matches)
            assessments.save_suppressions(
                connection, number, [Suppression("talks", number, "too low")], at
            )
            unassessable.put_off(connection, number, 1, "once", at, at)
            entries.mark_assessed(connection, number, 1)
            if story is None:
                self.story = story = self.story + 1
                stories.open_story(connection, story, entry, at)
            stories.place_entry(connection, number, story, "first", at, at)
            return number

    def alert(self, entry_id: int, story: int) -> int:
        """Store an alert and a delivery of it; return the alert's id."""
        raised: Alert = replace(an_alert(raised_at=OLD), entry_id=entry_id, story_id=story)
        with self.store.write() as connection:
            number = alerts.save_alert(connection, raised, "first")
            name = f"<{number}@x>"
            to = ("desk", "email", "email:1")
            deliveries.enqueue(connection, number, story, to, a_message(number), name, OLD)
            owed = deliveries.list_deliveries(connection, 1)[0].delivery.delivery_id
            deliveries.record_sent(connection, owed, OLD)
            return number

    def titles(self) -> set[str]:
        with self.store.read() as connection:
            return {item.entry.title for item, _ in entries.list_entries(connection, 1000)}

    def count(self, name: str) -> int:
        with self.store.read() as connection:
            table = metadata.tables[name]
            return connection.scalar(select(func.count()).select_from(table)) or 0

    def check(self) -> None:
        """Let SQLite look for references to nothing."""
        if self.store.is_sqlite:
            with self.store.read() as connection:
                assert connection.execute(text("PRAGMA foreign_key_check")).all() == []


@pytest.fixture
def archive(store: Store) -> Archive:
    return Archive(store)


def test_old_entries_go_with_all_that_hangs_on_them(archive: Archive) -> None:
    archive.add("old", OLD)
    archive.add("young", NOW - 80 * DAY)
    assert would_forget(archive.store, CUTOFF) == Pruned(entries=1)
    assert retain(archive.store, CUTOFF) == Pruned(entries=1, stories=1)
    assert archive.titles() == {"young", "still standing"}
    for table in ("revisions", "scores", "matches", "suppressions", "story_entries",
                  "unassessable", "stories"):  # fmt: skip
        assert archive.count(table) == 2, table
    archive.check()
    assert retain(archive.store, CUTOFF) == Pruned()


def test_every_entry_of_a_story_that_alerted_stays(archive: Archive) -> None:
    first = archive.add("told", OLD)
    story = archive.story
    archive.add("told again by another", OLD, story)
    archive.alert(first, story)
    archive.add("unrelated", OLD)
    retain(archive.store, CUTOFF)
    assert archive.titles() == {"told", "told again by another", "still standing"}
    assert archive.count("alerts") == archive.count("deliveries") == archive.count("attempts") == 1


def test_a_story_that_took_in_one_that_alerted_stays_too(archive: Archive) -> None:
    survivor_entry = archive.add("survivor", OLD)
    survivor = archive.story
    told = archive.add("told", OLD)
    archive.alert(told, archive.story)
    with archive.store.write() as connection:
        stories.merge_stories(connection, survivor, archive.story, "alike")
    assert survivor_entry
    retain(archive.store, CUTOFF)
    assert archive.titles() == {"survivor", "told", "still standing"}
    archive.check()


def test_merged_stories_without_alert_go_with_their_survivor(archive: Archive) -> None:
    archive.add("survivor", OLD)
    survivor = archive.story
    archive.add("absorbed", OLD)
    with archive.store.write() as connection:
        stories.merge_stories(connection, survivor, archive.story, "alike")
    retain(archive.store, CUTOFF)
    retain(archive.store, CUTOFF)
    assert archive.count("stories") == 1
    archive.check()


def test_what_somebody_judged_stays(archive: Archive) -> None:
    judged = archive.add("judged", OLD)
    with archive.store.write() as connection:
        given = Feedback(judged, "", "relevance", "relevant", "ann", OLD)
        feedback.save_feedback(connection, given)
    retain(archive.store, CUTOFF)
    assert "judged" in archive.titles()


def test_what_waits_and_what_still_stands_in_its_feed_stays(archive: Archive) -> None:
    waiting = archive.add("edited and not yet assessed", OLD)
    standing = archive.add("an old page that a feed still lists", OLD)
    with archive.store.write() as connection:
        entries.edit_entry(connection, waiting, an_entry("edited"), entries.Keys("", "", ""), OLD)
        entries.touch_entries(connection, [standing], NOW)
    retain(archive.store, CUTOFF)
    assert archive.titles() == {
        "edited",
        "an old page that a feed still lists",
        "still standing",
    }


def test_a_feed_that_has_been_silent_for_long_keeps_what_it_last_listed(archive: Archive) -> None:
    archive.add("listed before", OLD - DAY)
    archive.add("listed last", OLD)
    with archive.store.write() as connection:
        connection.execute(
            metadata.tables["entries"].delete().where(metadata.tables["entries"].c.id < 0)
        )
        standing = entries.list_entries(connection, 10)[-1][0].id
        entries.touch_entries(connection, [standing], OLD)
    retain(archive.store, CUTOFF)
    assert "listed last" in archive.titles()
    assert "listed before" not in archive.titles()


def test_old_notices_go_and_those_that_are_owed_stay(archive: Archive) -> None:
    for name, at in (("<sent@x>", OLD), ("<owed@x>", OLD), ("<young@x>", NOW)):
        notice = Notice("disk", "The disk is nearly full", "", at)
        with archive.store.write() as connection:
            deliveries.enqueue(connection, None, None, ("o", "email", "e"), notice, name, at)
            if name != "<owed@x>":
                number = deliveries.list_deliveries(connection, 1)[0].delivery.delivery_id
                deliveries.record_sent(connection, number, at)
    assert retain(archive.store, CUTOFF).deliveries == 1
    with archive.store.read() as connection:
        left = {item.delivery.message_id for item in deliveries.list_deliveries(connection, 10)}
    assert left == {"<owed@x>", "<young@x>"}


def test_what_becomes_evidence_after_it_was_found_stays(archive: Archive) -> None:
    told = archive.add("told meanwhile", OLD)
    story = archive.story
    archive.add("in the story that is told meanwhile", OLD, story)
    archive.add("old", OLD)
    with archive.store.read() as connection:
        found = retention.old_entries(connection, CUTOFF, 0, 10, standing={})
    assert len(found.ids) == 3
    archive.alert(told, story)
    with archive.store.write() as connection:
        assert retention.remove_entries(connection, CUTOFF, found.ids) == 1
    assert archive.titles() == {
        "told meanwhile",
        "in the story that is told meanwhile",
        "still standing",
    }
    assert archive.count("alerts") == archive.count("deliveries") == 1


def test_whatever_refers_to_what_goes_is_found_by_an_index() -> None:
    for table in metadata.sorted_tables:
        unique = [one for one in table.constraints if isinstance(one, UniqueConstraint)]
        found = [one.columns for one in (table.primary_key, *unique)]
        found += [index.columns for index in table.indexes]
        leading = [next(iter(columns)) for columns in found]
        for foreign in table.foreign_keys:
            if foreign.column.table.name in {"entries", "stories", "deliveries"}:
                assert foreign.parent in leading, foreign.parent


def test_it_works_in_small_transactions_and_ends_early_when_told(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(verb, "BATCH", 2)
    for number in range(7):
        archive.add(f"old {number}", OLD)
    rounds = iter([False, False, True])
    assert retain(archive.store, CUTOFF, lambda: next(rounds, True)).entries in {2, 3, 4}
    assert retain(archive.store, CUTOFF).entries >= 3
    assert archive.titles() == {"still standing"}
    archive.check()


def test_nothing_of_an_open_story_is_old() -> None:
    assert oldest_kept(NOW, DAY, 3 * DAY) == NOW - 4 * DAY
    assert oldest_kept(NOW, 90 * DAY, 3 * DAY) == CUTOFF

"""Why an entry is in its story is stored, and stays true when stories and texts change."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from monitor.domain import Label, ScoredEntry
from monitor.pipeline.place import StoryKeeper
from monitor.store import entries, stories
from monitor.store.engine import Store
from tests.stories.support import vector
from tests.support.desk import FEEDS, PlannedDesk
from tests.support.examples import NOW, a_score, an_entry

KHARKIV = "Three explosions heard in Kharkiv"


class Shelf:
    """A store, and a keeper that places entries of our own vectors in it."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.ids = PlannedDesk(store).ids
        self.keeper = StoryKeeper(timedelta(hours=72))

    def add(self, title: str, topic: str, feed: int, minutes: int = 0) -> ScoredEntry:
        """Store an entry and place it."""
        moment = NOW + timedelta(minutes=minutes)
        entry = replace(an_entry(title, identity=title, published=moment), summary="")
        with self.store.write() as connection:
            number = entries.add_entry(
                connection,
                self.ids[FEEDS[feed].name],
                entry,
                entries.Keys("", "", ""),
                moment,
                None,
            )
        score = replace(a_score(Label.FORCE, 0.9), vector=vector(topic, seed=title))
        return self.place(ScoredEntry(number, FEEDS[feed], entry, score, (), moment))

    def edit(self, scored: ScoredEntry, title: str, topic: str) -> None:
        """Place another wording of an entry."""
        score = replace(scored.score, vector=vector(topic, seed=title))
        self.place(replace(scored, entry=replace(scored.entry, title=title), score=score))

    def place(self, scored: ScoredEntry) -> ScoredEntry:
        """Place one entry and store what that means."""
        with self.store.read() as connection:
            considered = self.keeper.consider(connection, [scored], NOW)
        with self.store.write() as connection:
            self.keeper.store(connection, considered, NOW)
        return scored

    def placed(self, scored: ScoredEntry) -> tuple[int, str]:
        """Return the story of an entry, and why it is there."""
        with self.store.read() as connection:
            story = stories.story_of(connection, scored.entry_id)
            assert story is not None
            (reason,) = [
                report.reason
                for report in stories.reports_of(connection, story)
                if report.entry_id == scored.entry_id
            ]
        return story, reason


@pytest.fixture
def shelf(sqlite_store: Store) -> Shelf:
    return Shelf(sqlite_store)


def test_an_edited_entry_that_stays_keeps_the_reason_why_it_came(shelf: Shelf) -> None:
    shelf.add(KHARKIV, "kharkiv", 0)
    second = shelf.add("Explosions heard in Kharkiv, three of them", "kharkiv", 1, 1)
    before = shelf.placed(second)
    assert "likely to tell the same as Home" in before[1]
    shelf.edit(second, "Explosions heard in Kharkiv, three so far", "kharkiv")
    assert shelf.placed(second) == before


def test_an_entry_that_moves_says_which_story_it_left_and_why_it_joined_the_other(
    shelf: Shelf,
) -> None:
    shelf.add(KHARKIV, "kharkiv", 0)
    moving = shelf.add("Explosions heard in Kharkiv, three of them", "kharkiv", 1, 1)
    other = shelf.add("Explosions heard in Odesa", "odesa", 2, 2)
    left, _ = shelf.placed(moving)
    shelf.edit(moving, "Explosions heard in Odesa tonight", "odesa")
    story, reason = shelf.placed(moving)
    assert story == shelf.placed(other)[0]
    assert reason.startswith(f"its edited text does not tell story {left} any more; ")
    assert "likely to tell the same as Third" in reason


def test_an_entry_of_a_story_that_was_merged_says_with_which_and_why(shelf: Shelf) -> None:
    first = shelf.add(KHARKIV, "kharkiv", 0)
    second = shelf.add("Fog delays flights at the airport", "fog", 1, 1)
    assert shelf.placed(second) == (2, "new story: nothing in the window resembles it")
    shelf.edit(second, f"{KHARKIV} tonight", "kharkiv")
    story, reason = shelf.placed(second)
    assert story == shelf.placed(first)[0] == 1
    assert reason.startswith("with story 2, which turned out to be this one: ")
    assert "likely to tell the same as" in reason

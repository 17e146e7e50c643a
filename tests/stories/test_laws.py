"""Laws of stories: the order of one poll and unrelated entries change nothing; links stay valid."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.stories.cluster import Clusterer
from monitor.stories.types import StoryItem
from tests.stories.support import item

TITLES = {
    "kharkiv": (
        "Three explosions heard in Kharkiv",
        "Explosions shake Kharkiv",
        "Blasts in Kharkiv",
    ),
    "call": (
        "Biden and Putin begin video call",
        "Putin and Biden start talks by video",
        "Call begins",
    ),
    "roses": (
        "Garden show opens with roses",
        "Record roses at garden show",
        "Roses win a prize",
    ),
}
OUTLETS = ("CNN", "BBC", "Reuters", "TASS")

ITEMS = st.lists(
    st.tuples(
        st.sampled_from(sorted(TITLES)),
        st.integers(0, 2),
        st.sampled_from(OUTLETS),
        st.integers(0, 90),
    ),
    min_size=1,
    max_size=9,
    unique=True,
).map(
    lambda rows: [
        item(n, TITLES[topic][which], minutes=minutes, outlet=outlet, topic=topic)
        for n, (topic, which, outlet, minutes) in enumerate(rows)
    ]
)
UNRELATED = item("x", "Сборная по биатлону осталась без медалей", language="ru", topic="biathlon")


def grouping(clusterer: Clusterer, items: list[StoryItem]) -> set[frozenset[object]]:
    """Return which entries stand together, whatever the stories are called."""
    stories: dict[int | None, set[object]] = {}
    for one in items:
        stories.setdefault(clusterer.story_of(one.key), set()).add(one.key)
    return {frozenset(keys) for keys in stories.values()}


def placed(*polls: list[StoryItem]) -> Clusterer:
    """Return a clusterer after these polls."""
    clusterer = Clusterer()
    for poll in polls:
        clusterer.place_all(poll)
    return clusterer


@given(ITEMS, st.randoms(use_true_random=False))
@settings(max_examples=30, deadline=None)
def test_the_order_within_a_poll_changes_nothing(items, random):
    shuffled = items.copy()
    random.shuffle(shuffled)
    assert grouping(placed(items), items) == grouping(placed(shuffled), items)


@given(ITEMS, st.integers(0, 9))
@settings(max_examples=30, deadline=None)
def test_an_unrelated_entry_changes_nothing(items, place):
    among = [*items[:place], UNRELATED, *items[place:]]
    found = placed(among)
    assert grouping(found, items) == grouping(placed(items), items)
    assert found.keys_of(found.story_of("x")) == ("x",)


@given(ITEMS, ITEMS, ITEMS)
@settings(max_examples=30, deadline=None)
def test_identifiers_once_given_lead_to_the_story_of_their_entries(first, second, third):
    """Late entries, edits, moves and merges: what an identifier held is found where it leads."""
    clusterer = Clusterer()
    story: dict[object, int] = {}
    for number, poll in enumerate((first, second, third)):
        # A key that comes again is an edit of the same entry, perhaps of another event.
        items = [replace(one, key=f"{number % 2}-{one.key}") for one in poll]
        outcome = clusterer.place_all(items)
        story |= {placement.key: placement.story for placement in outcome.placements}
        story |= {move.key: move.target for move in outcome.moves}
        for merge in outcome.merges:
            assert clusterer.resolve(merge.absorbed) == clusterer.resolve(merge.survivor)
        for key, given_story in story.items():
            assert clusterer.story_of(key) == clusterer.resolve(given_story)
            assert key in clusterer.keys_of(given_story)

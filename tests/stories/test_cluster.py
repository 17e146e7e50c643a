"""Stories: what belongs together, what does not, and the laws that hold whatever comes."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.stories.cluster import Clusterer
from monitor.stories.types import StoryItem
from tests.stories.support import START, item, vector

TOPICS = {
    "call": [
        ("en", "Putin and Biden begin a video call on Ukraine"),
        ("ru", "Путин и Байден начали переговоры по видеосвязи об Украине"),
        ("de", "Putin und Biden beginnen Videogespräch über Ukraine"),
        ("en", "Biden and Putin begin video call over Ukraine"),
    ],
    "kharkiv": [
        ("ru", "В Харькове прогремели три взрыва"),
        ("en", "Three explosions heard in Kharkiv"),
        ("uk", "У Харкові пролунали три вибухи"),
    ],
    "odesa": [
        ("ru", "В Одессе прогремели взрывы"),
        ("en", "Explosions heard in Odesa"),
    ],
    "cup": [
        ("en", "Norway win the relay at the biathlon world cup in Ostersund"),
        ("ru", "Норвежцы выиграли эстафету на этапе Кубка мира по биатлону"),
    ],
    "taiwan": [
        ("en", "Taiwan reports 27 Chinese warplanes in its air defence zone"),
        ("zh", "台湾称27架中国军机进入防空识别区"),
    ],
    "rates": [
        ("en", "Central bank keeps its key rate unchanged"),
    ],
}
POOL = [
    item(f"{topic}{i}", title, minutes=7 * i, language=language, outlet=f"O{i}", topic=topic)
    for topic, told in TOPICS.items()
    for i, (language, title) in enumerate(told)
]


def grouping(clusterer: Clusterer, items: list[StoryItem]) -> set[frozenset[str]]:
    stories: dict[int | None, set[str]] = {}
    for one in items:
        stories.setdefault(clusterer.story_of(one.key), set()).add(str(one.key))
    return {frozenset(keys) for keys in stories.values()}


def test_one_event_in_several_languages_is_one_story_and_others_stay_apart():
    clusterer = Clusterer()
    clusterer.place_all(POOL)
    expected = {
        frozenset(f"{topic}{i}" for i in range(len(told))) for topic, told in TOPICS.items()
    }
    assert grouping(clusterer, POOL) == expected


def test_copies_join_without_vectors():
    first = item(1, "Kremlin says troop movements on own soil threaten nobody", outlet="Interfax")
    copy = item(2, "Kremlin says troop movements on own soil threaten nobody", outlet="Gazette")
    placed = Clusterer().place_all([first, copy]).placements
    assert placed[0].story == placed[1].story
    assert any("same headline" in placement.reason for placement in placed)


def test_a_placement_says_why():
    clusterer = Clusterer()
    first = clusterer.place(item(1, "Three explosions heard in Kharkiv", topic="kharkiv"))
    second = clusterer.place(
        item(2, "В Харькове прогремели три взрыва", language="ru", outlet="RIA", topic="kharkiv")
    )
    assert first.new
    assert "new story" in first.reason
    assert not second.new
    assert second.story == first.story
    assert second.nearest == 1
    assert "Kharkiv" in second.reason
    assert 0.0 <= second.similarity <= 1.0


def test_the_same_words_days_later_are_another_story():
    clusterer = Clusterer(window=timedelta(days=7))
    monday = item(1, "Russia and the US hold talks", topic="talks")
    friday = item(2, "US and Russia hold talks", minutes=4 * 24 * 60, topic="talks")
    placed = [clusterer.place(monday), clusterer.place(friday)]
    assert placed[0].story != placed[1].story


def test_a_strike_on_one_town_is_not_that_on_another():
    clusterer = Clusterer()
    placed = clusterer.place_all(
        [
            item(1, "Drone strike on Kharkiv wounds two", topic="strike"),
            item(2, "Drone strike on Odesa wounds two", outlet="BBC", topic="strike"),
        ]
    ).placements
    assert placed[0].story != placed[1].story


def test_a_late_entry_joins_the_story_of_its_time():
    clusterer = Clusterer()
    clusterer.place_all(POOL)
    late = item("late", "Explosions shake Kharkiv", minutes=-30, outlet="Late", topic="kharkiv")
    assert clusterer.place(late).story == clusterer.story_of("kharkiv0")


def test_an_unchanged_entry_stays_where_it_is():
    clusterer = Clusterer()
    clusterer.place_all(POOL)
    before = clusterer.story_of("call1")
    again = clusterer.place_all([POOL[1]])
    assert again.placements[0].story == before
    assert not again.moves
    assert not again.merges
    assert len(clusterer) == len(POOL)


def test_an_edited_headline_keeps_its_story():
    clusterer = Clusterer()
    clusterer.place_all(POOL)
    before = clusterer.story_of("kharkiv1")
    edited = replace(POOL[5], title="Three explosions heard in Kharkiv, mayor says")
    assert POOL[5].key == "kharkiv1"
    outcome = clusterer.place_all([edited])
    assert outcome.placements[0].story == before
    assert not outcome.moves


def test_an_edited_headline_of_another_event_moves_and_says_so():
    clusterer = Clusterer()
    clusterer.place_all(POOL)
    source = clusterer.story_of("kharkiv1")
    edited = replace(POOL[5], title="Explosions heard in Odesa", vector=vector("odesa", seed="x"))
    outcome = clusterer.place_all([edited])
    assert clusterer.story_of("kharkiv1") == clusterer.story_of("odesa0")
    assert [(move.source, move.target) for move in outcome.moves] == [
        (source, clusterer.story_of("odesa0"))
    ]
    assert clusterer.story_of("kharkiv0") == source


def test_a_lone_edited_entry_keeps_its_identifier():
    clusterer = Clusterer()
    lone = item(1, "Central bank keeps its key rate unchanged", topic="rates")
    story = clusterer.place(lone).story
    edited = replace(lone, title="Fog delays flights at the airport", vector=vector("fog"))
    assert clusterer.place(edited).story == story


def merged() -> tuple[Clusterer, int, int]:
    """Return a clusterer in which a third entry has made two stories one, and the two."""
    clusterer = Clusterer()
    clusterer.restore(
        [
            (item(1, "Three explosions heard in Kharkiv", topic="kharkiv"), 5),
            (item(2, "В Харькове три взрыва", language="ru", outlet="RIA", topic="kharkiv"), 9),
        ]
    )
    outcome = clusterer.place_all(
        [item(3, "У Харкові пролунали три вибухи", language="uk", outlet="UP", topic="kharkiv")]
    )
    assert [(merge.survivor, merge.absorbed) for merge in outcome.merges] == [(5, 9)]
    return clusterer, 5, 9


def test_a_merge_keeps_every_link_valid():
    clusterer, survivor, absorbed = merged()
    assert clusterer.resolve(absorbed) == survivor
    assert clusterer.resolve(survivor) == survivor
    assert clusterer.keys_of(absorbed) == clusterer.keys_of(survivor)
    assert set(clusterer.keys_of(survivor)) == {1, 2, 3}
    assert {clusterer.story_of(key) for key in (1, 2, 3)} == {survivor}


def test_entries_older_than_the_window_are_forgotten():
    clusterer = Clusterer(window=timedelta(hours=1))
    clusterer.place(item(1, "Three explosions heard in Kharkiv", topic="kharkiv"))
    clusterer.place(item(2, "Norway win the relay", minutes=120, topic="cup"))
    assert len(clusterer) == 1
    assert clusterer.story_of(1) is None


def test_restoring_goes_on_where_it_stopped():
    whole, first, second = Clusterer(), Clusterer(), Clusterer()
    whole.place_all(POOL[:8])
    first.place_all(POOL[:8])
    second.restore([(one, first.story_of(one.key) or 0) for one in POOL[:8]])
    expected = whole.place_all(POOL[8:])
    assert second.place_all(POOL[8:]) == expected


def test_new_stories_are_numbered_from_the_given_one_on():
    placements = Clusterer(next_story=100).place_all(POOL).placements
    assert min(placement.story for placement in placements) == 100


@settings(max_examples=25, deadline=None)
@given(st.permutations(POOL))
def test_the_order_within_a_poll_does_not_matter(shuffled):
    straight, other = Clusterer(), Clusterer()
    straight.place_all(POOL)
    other.place_all(shuffled)
    assert [other.story_of(one.key) for one in POOL] == [straight.story_of(one.key) for one in POOL]


@settings(max_examples=25, deadline=None)
@given(
    st.sets(st.sampled_from(sorted(TOPICS)), min_size=1, max_size=5),
    st.sampled_from(sorted(TOPICS)),
    st.integers(1, 4),
)
def test_unrelated_entries_change_no_story(topics, unrelated, size):
    related = [one for one in POOL if str(one.key).rstrip("0123456789") in topics - {unrelated}]
    others = [one for one in POOL if str(one.key).startswith(unrelated)]
    alone, together = Clusterer(), Clusterer()
    for start in range(0, len(related), size):
        alone.place_all(related[start : start + size])
        together.place_all(related[start : start + size] + others)
    assert grouping(alone, related) == grouping(together, related)


@settings(max_examples=20, deadline=None)
@given(st.permutations(POOL), st.integers(1, 5))
def test_every_identifier_ever_given_resolves_to_a_living_story(shuffled, size):
    clusterer = Clusterer()
    given_out: set[int] = set()
    for start in range(0, len(shuffled), size):
        outcome = clusterer.place_all(shuffled[start : start + size])
        given_out |= {placement.story for placement in outcome.placements}
    for story in given_out:
        assert clusterer.keys_of(story)


def test_times_need_not_be_in_order():
    assert START.tzinfo is not None
    with pytest.raises(TypeError):
        Clusterer().place_all(
            [item(1, "a"), replace(item(2, "b"), time=START.replace(tzinfo=None))]
        )

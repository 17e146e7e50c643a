"""The facts of an alert in words."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.delivery.wording import Segment, keywords, language_name, moment, segments, word
from monitor.domain import Label, TermHit
from tests.delivery.examples import NOW, message


def test_keywords_are_marked_in_headline_and_summary() -> None:
    shown = word(message("Troops mass", "Ukraine warns", ("Troops", "Ukraine")))
    assert shown.headline_parts == (Segment("Troops", True), Segment(" mass", False))
    assert shown.summary_parts == (Segment("Ukraine", True), Segment(" warns", False))


def test_nothing_is_marked_where_cleaning_moved_the_text() -> None:
    shown = word(message("Troops\u202e  mass", "", ("mass",)))
    assert shown.headline_parts == (Segment("Troops mass", False),)


def test_a_keyword_behind_the_cut_is_not_marked() -> None:
    text = "a " * 300 + "war"
    shown = word(message(text, "", ("war",)))
    assert shown.headline_parts == (Segment(shown.headline, False),)


@given(
    st.text("ab c", max_size=20),
    st.lists(st.tuples(st.integers(-5, 25), st.integers(-5, 25)), max_size=6),
)
def test_segments_lose_nothing(text: str, spans: list[tuple[int, int]]) -> None:
    found = tuple(TermHit("t", "f", start, end) for start, end in spans)
    assert "".join(part.text for part in segments(text, text, found, 0)) == text


def test_a_form_is_named_where_it_differs_from_the_term() -> None:
    found = (TermHit("войско", "войсками", 0, 8), TermHit("nato", "NATO", 9, 13))
    assert keywords(found) == ("войско (as “войсками”)", "nato")
    assert keywords(found + found) == keywords(found)


def test_many_keywords_and_outlets_are_counted() -> None:
    many = tuple(TermHit(f"t{n}", f"t{n}", 0, 1) for n in range(20))
    assert keywords(many)[-1] == "8 more"
    shown = word(message(also_reported_by=tuple(f"o{n}" for n in range(13))))
    assert shown.also_reported_by[-2:] == ("o9", "3 more")


def test_the_words_that_raised_the_score_are_quoted() -> None:
    assert word(message(words=())).raised_by == ""
    assert word(message(words=("troops",))).raised_by == "the word “troops”"
    many = tuple(f"w{n}" for n in range(9))
    assert word(message(words=many)).raised_by == "the words “w0”, “w1”, “w2”, “w3”, “w4”"


@pytest.mark.parametrize(
    ("zone", "expected"),
    [
        ("UTC", "7 Dec 2021, 15:30 UTC"),
        ("Africa/Abidjan", "7 Dec 2021, 15:30 UTC"),
        ("Europe/Kyiv", "7 Dec 2021, 15:30 UTC (17:30 Europe/Kyiv)"),
        ("Asia/Tokyo", "7 Dec 2021, 15:30 UTC (8 Dec 2021, 00:30 Asia/Tokyo)"),
    ],
)
def test_times_in_utc_and_in_the_readers_zone(zone: str, expected: str) -> None:
    assert moment(NOW, zone) == expected


def test_summer_time_is_known() -> None:
    assert moment(datetime(2021, 7, 1, 12, tzinfo=UTC), "Europe/Kyiv").endswith(
        "(15:00 Europe/Kyiv)"
    )


def test_what_is_not_known_is_said() -> None:
    bare = message(published=None, language="und", direction=None, label=Label.CONTEXT, severity=0)
    shown = word(replace(bare, outlet=replace(bare.outlet, country="", state_controlled=None)))
    assert shown.published == "time not stated"
    assert shown.language_name == "unknown"
    assert shown.outlet == "Example Agency"
    assert shown.state_control == "state control unknown"
    assert shown.direction_word == ""
    assert language_name("uk") == "Ukrainian"


def test_a_message_without_a_headline_has_one() -> None:
    assert word(message("\u200b", "", ())).headline == "(no headline)"


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({}, "one outlet alone"),
        ({"rung": 3}, "independent sources"),
        (
            {"rung": 2, "state_controlled_only": True},
            "several outlets, all resting on one source; only state-controlled outlets report it",
        ),
        (
            {"rung": 5, "official": "denied", "denied_by": ("A", "B")},
            "officially denied; denial reported by A, B",
        ),
        (
            {"rung": 5, "official": "denied", "denied_by": ("A",), "confirmed_by": ("B",)},
            "officially denied; denial reported by A; official confirmation reported by B",
        ),
        (
            {"rung": 3, "corrected_by": ("A",), "withdrawn_by": ("B",)},
            "independent sources; corrected by A; withdrawn by B",
        ),
    ],
)
def test_a_message_says_who_confirms(changes: dict[str, object], said: str) -> None:
    assert word(message(**changes)).confirmed == said


def test_a_message_names_all_its_watches() -> None:
    assert word(message(watches=("talks", "troops"))).watch == "talks, troops"

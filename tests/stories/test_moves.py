"""A severity has to be sure, and a story has turned when those who raised it say so."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from monitor.domain import Direction
from monitor.stories.moves import Move, direction_of, severity_of
from tests.stories.support import START


def move(
    severity: int, outlet: str = "A", chance: float = 0.6, minutes: int = 0, way: str = "up"
) -> Move:
    chances = tuple(chance if step <= severity else 0.1 for step in range(1, 5))
    direction: Direction | None = "up" if way == "up" else "down"
    return Move(outlet, START + timedelta(minutes=minutes), severity, direction, chances)


def test_one_unsure_report_raises_nothing_and_two_outlets_do():
    assert severity_of([move(2, chance=0.9), move(4)]) == 2
    assert severity_of([move(2, chance=0.9), move(4), move(4)]) == 2
    assert severity_of([move(2, chance=0.9), move(4), move(4, "B")]) == 4
    assert severity_of([move(4, chance=0.8)]) == 4
    assert severity_of([]) == 0


def test_a_translation_that_is_read_otherwise_is_no_turn():
    told = [move(2), move(1, "B", minutes=1, way="down"), move(1, "C", minutes=2, way="down")]
    assert direction_of(told) == "up"


def test_an_outlet_that_turns_turns_the_story_when_most_agree():
    turned = [move(2), move(1, minutes=5, way="down")]
    assert direction_of(turned) == "down"
    assert direction_of([*turned, move(2, "B", minutes=1)]) == "up"
    assert direction_of([*turned, move(2, "B"), move(1, "C", minutes=1, way="down")]) == "down"
    assert direction_of([]) is None
    assert direction_of([move(1, way="down")]) == "down"


MOVES = st.lists(
    st.builds(
        move,
        st.integers(0, 4),
        st.sampled_from("ABC"),
        st.sampled_from([0.3, 0.6, 0.9]),
        st.integers(0, 9),
        st.sampled_from(["up", "down"]),
    )
)


@given(MOVES, MOVES)
def test_more_reports_never_lower_a_severity(some, more):
    assert severity_of([*some, *more]) >= severity_of(some)

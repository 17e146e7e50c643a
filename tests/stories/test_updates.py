"""Updates: for what is new, once."""

from hypothesis import given
from hypothesis import strategies as st

from monitor.stories.updates import NoUpdate, StoryState, Update, decide

STATES = st.builds(
    StoryState,
    rung=st.integers(1, 5),
    severity=st.integers(0, 4),
    direction=st.sampled_from(["up", "down", None]),
    denied=st.booleans(),
    corrected=st.booleans(),
    withdrawn=st.booleans(),
    confirmed=st.booleans(),
)
FIRST = StoryState(rung=1, severity=2, direction="up")


def test_repetition_is_no_news():
    verdict, known = decide(FIRST, FIRST)
    assert isinstance(verdict, NoUpdate)
    assert known == FIRST


def test_each_kind_of_news_is_told_with_its_reason():
    news = {
        "independent": StoryState(3, 2, "up"),
        "severity has risen from 2 to 4": StoryState(1, 4, "up"),
        "de-escalation": StoryState(1, 2, "down"),
        "denied": StoryState(1, 2, "up", denied=True),
        "corrected": StoryState(1, 2, "up", corrected=True),
        "withdrawn": StoryState(1, 2, "up", withdrawn=True),
        "now officially confirmed": StoryState(5, 2, "up", confirmed=True),
    }
    for words, state in news.items():
        verdict, known = decide(FIRST, state)
        assert isinstance(verdict, Update)
        assert words in verdict.reason
        assert isinstance(decide(known, state)[0], NoUpdate)


def test_an_official_confirmation_after_an_official_denial_is_news_once():
    denied = StoryState(5, 2, "up", denied=True)
    both = StoryState(5, 2, "up", denied=True, confirmed=True)
    verdict, known = decide(denied, both)
    assert verdict.reasons == ("now officially confirmed",)
    assert isinstance(decide(known, both)[0], NoUpdate)
    assert decide(FIRST, both)[0].reasons == ("denied", "now officially confirmed")


def test_an_official_denial_is_news_to_who_knew_of_another_even_beside_other_news():
    told = StoryState(1, 2, "up", denied=True)
    verdict, _ = decide(told, StoryState(5, 4, "up", denied=True))
    assert verdict.reasons == ("severity has risen from 2 to 4", "now officially denied")


def test_a_fall_is_no_news():
    assert isinstance(decide(StoryState(4, 4, "down"), StoryState(2, 1, "up"))[0], NoUpdate)


@given(st.lists(STATES, max_size=12))
def test_nothing_is_told_twice(states):
    told, reasons, rungs = FIRST, [], []
    for state in states:
        verdict, told = decide(told, state)
        if isinstance(verdict, Update):
            reasons.extend(verdict.reasons)
            rungs.append(told.rung)
    assert len(reasons) == len(set(reasons))
    assert told.rung == max([FIRST.rung, *(state.rung for state in states)])


@given(STATES, STATES)
def test_what_is_known_settles_the_matter(told, now):
    _, known = decide(told, now)
    verdict, again = decide(known, now)
    assert isinstance(verdict, NoUpdate)
    assert again == known

"""Few notices: one for what begins together, one for its end."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from monitor.alerts.notices import beginnings, endings
from monitor.alerts.troubles import Trouble
from tests.support.examples import NOW


def broken(name: str, certain: bool = True) -> Trouble:
    return Trouble(f"feed:{name}", f"Feed {name} is broken", f"{name}: 500", certain)


def test_one_trouble_is_told_in_its_own_words() -> None:
    (beginning,) = beginnings([broken("wire")], {}, NOW)
    assert beginning.notice.title == "Feed wire is broken"
    assert beginnings([broken("wire")], {"feed:wire": "feed:wire"}, NOW) == ()


def test_many_of_a_kind_are_one_notice_that_names_some() -> None:
    found = [broken(str(number)) for number in range(100)]
    (beginning,) = beginnings(found, {}, NOW)
    assert beginning.notice.title == "100 feeds have been broken for a day"
    assert "0: 500" in beginning.notice.body
    assert "and 90 more" in beginning.notice.body
    assert len(beginning.troubles) == 100


def test_the_uncertain_are_told_only_along_with_the_certain() -> None:
    assert beginnings([broken("soon", certain=False)], {}, NOW) == ()
    (beginning,) = beginnings([broken("soon", certain=False), broken("wire")], {}, NOW)
    assert {trouble.key for trouble in beginning.troubles} == {"feed:soon", "feed:wire"}


def test_the_end_is_told_when_all_that_were_told_together_are_over() -> None:
    told = {"feed:a": "feed:a+1", "feed:b": "feed:a+1"}
    titles = {"feed:a": "Feed a is broken", "feed:b": "Feed b is broken"}
    (first,) = endings([broken("b")], told, titles, NOW)
    assert (first.keys, first.notice) == (("feed:a",), None)
    (last,) = endings([], {"feed:b": "feed:a+1"}, titles, NOW)
    assert last.notice is not None
    assert last.notice.over
    assert last.notice.title == "2 feeds have been broken for a day"


@given(st.lists(st.sets(st.integers(0, 7)), max_size=30))
def test_every_trouble_is_told_once_and_its_end_at_most_once(rounds: list[set[int]]) -> None:
    told: dict[str, str] = {}
    open_notices: set[str] = set()
    for wrong in [*rounds, set()]:
        found = [broken(str(number)) for number in sorted(wrong)]
        for beginning in beginnings(found, told, NOW):
            for trouble in beginning.troubles:
                assert trouble.key not in told
                told[trouble.key] = beginning.notice.key
            open_notices.add(beginning.notice.key)
        for ending in endings(found, told, dict.fromkeys(told, "Broken"), NOW):
            for key in ending.keys:
                del told[key]
            if ending.notice:
                open_notices.remove(ending.notice.key)
        assert set(told) == {f"feed:{number}" for number in wrong}
    assert open_notices == set()

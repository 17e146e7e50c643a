"""Stories unite by what all their entries say; one pair alone decides little, unless it forbids."""

from hypothesis import given
from hypothesis import strategies as st

from monitor.stories.agglomerate import FORBIDS, agglomerate, linkage


def table(values, default):
    return lambda a, b: values.get((a, b), default)


def test_a_strong_pair_between_two_large_stories_does_not_unite_them():
    likeness = table({(0, 4): 20.0}, -3.0)
    assert linkage([0, 1, 2, 3], [4, 5, 6, 7], likeness) < 0


def test_a_strong_pair_unites_two_lone_entries():
    assert linkage([0], [1], table({(0, 1): 20.0}, -3.0)) > 0


def test_reports_that_share_nothing_but_the_moment_do_not_part_a_story():
    likeness = table({(0, 3): 3.0, (1, 3): 3.0, (2, 3): -7.0}, 3.0)
    assert linkage([0, 1, 2], [3], likeness) > 0


def test_a_pair_that_forbids_counts_in_full():
    likeness = table({(0, 2): 9.0, (1, 2): 3 * FORBIDS}, 3.0)
    assert linkage([0, 1], [2], likeness) < 0


odds = st.floats(-20, 20)


@given(
    st.dictionaries(st.tuples(st.integers(0, 5), st.integers(0, 5)), odds),
    st.permutations(range(6)),
)
def test_the_order_of_pairs_does_not_matter(values, order):
    likeness = table({(min(k), max(k)): v for k, v in values.items()}, -5.0)
    pairs = [(a, b) for a in range(6) for b in range(a)]
    groups = {n: [n] for n in range(6)}
    turned = {n: [n] for n in order}
    assert agglomerate(groups, pairs, likeness, 0.0) == agglomerate(
        turned, pairs[::-1], likeness, 0.0
    )


@given(st.dictionaries(st.tuples(st.integers(0, 5), st.integers(0, 5)), odds))
def test_a_group_is_absorbed_at_most_once_and_never_after(values):
    likeness = table({(min(k), max(k)): v for k, v in values.items()}, -5.0)
    pairs = [(a, b) for a in range(6) for b in range(a)]
    unions, _ = agglomerate({n: [n] for n in range(6)}, pairs, likeness, 0.0)
    gone: set[int] = set()
    for union in unions:
        assert union.kept < union.absorbed
        assert not {union.kept, union.absorbed} & gone
        gone.add(union.absorbed)

"""Figures of merit: small cases worked out by hand, and laws."""

from __future__ import annotations

import random
from collections.abc import Callable

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from monitor.scoring.measures import (
    Threshold,
    average_precision,
    best_threshold,
    calibration_error,
    confusion,
    macro_f1,
    precision_of,
    recall_at,
    recall_of,
)

LABELS = st.integers(0, 5)
JUDGED = st.lists(
    st.tuples(st.booleans(), st.integers(0, 1000).map(lambda n: n / 1000)), min_size=1, max_size=40
)


def split(judged: list[tuple[bool, float]]) -> tuple[list[bool], list[float]]:
    return [right for right, _ in judged], [score for _, score in judged]


def test_macro_f1_by_hand() -> None:
    # Label 0: 1 right of 1 given and 2 true, F1 2/3; label 1: 1 of 2 and 1, 2/3; label 2: none, 0.
    assert macro_f1([0, 0, 1], [0, 1, 1], 3) == pytest.approx((2 / 3 + 2 / 3 + 0) / 3)
    assert confusion([0, 0, 1], [0, 1, 1], 2).tolist() == [[1, 1], [0, 1]]


def test_average_precision_by_hand() -> None:
    # Found at ranks 1 and 3 of 4: (1/1 + 2/3) / 2.
    assert average_precision([1, 0, 1, 0], [0.9, 0.8, 0.7, 0.6]) == pytest.approx(5 / 6)
    # Equal scores are one step: half of the four are right.
    assert average_precision([1, 0, 1, 0], [0.5] * 4) == pytest.approx(0.5)


def test_recall_at_a_precision_by_hand() -> None:
    truth, scores = [1, 1, 0, 1], [0.9, 0.8, 0.7, 0.6]
    assert recall_at(truth, scores, 0.9) == pytest.approx(2 / 3)
    assert recall_at(truth, scores, 0.75) == 1.0
    assert recall_at([0, 1], [0.9, 0.1], 0.9) == 0.0


def test_calibration_error_by_hand() -> None:
    # Two bins: two at 0.2 of which one is right (gap 0.3), two at 0.9, both right (gap 0.1).
    assert calibration_error([1, 0, 1, 1], [0.2, 0.2, 0.9, 0.9], 2) == pytest.approx(0.2)
    assert calibration_error([1, 0], [1.0, 0.0]) == 0.0


def test_precision_and_recall_by_hand() -> None:
    assert precision_of([1, 0, 1], [1, 1, 0]) == 0.5
    assert recall_of([1, 0, 1, 1], [1, 1, 0, 0]) == pytest.approx(1 / 3)


def test_the_best_threshold_by_hand() -> None:
    truth, scores = [1, 1, 1, 0, 0], [0.95, 0.9, 0.615, 0.5, 0.4]
    assert best_threshold(truth, scores) == Threshold(0.61, 1.0, 1.0)
    assert best_threshold([0, 1], [0.9, 0.8]) is None


def test_what_is_not_defined_is_none() -> None:
    assert average_precision([0, 0], [0.1, 0.2]) is None
    assert recall_at([], []) is None
    assert macro_f1([], [], 6) is None
    assert calibration_error([], []) is None
    assert precision_of([1], [0]) is None
    assert recall_of([0], [1]) is None
    assert best_threshold([], []) is None


@settings(max_examples=50)
@given(st.lists(st.tuples(LABELS, LABELS), min_size=1, max_size=40), st.permutations(range(6)))
def test_macro_f1_knows_no_names(pairs: list[tuple[int, int]], names: list[int]) -> None:
    truth, found = [a for a, _ in pairs], [b for _, b in pairs]
    value = macro_f1(truth, found, 6)
    renamed = macro_f1([names[a] for a in truth], [names[b] for b in found], 6)
    assert value == pytest.approx(renamed)
    assert value == pytest.approx(macro_f1(found, truth, 6))
    assert macro_f1(truth, truth, 6) == pytest.approx(len(set(truth)) / 6)


@settings(max_examples=50)
@given(JUDGED, st.randoms(use_true_random=False))
def test_order_changes_nothing_and_only_the_ranking_counts(
    judged: list[tuple[bool, float]], dice: random.Random
) -> None:
    truth, scores = split(judged)
    mixed = list(judged)
    dice.shuffle(mixed)
    measures: list[Callable[..., float | None]] = [average_precision, recall_at]
    for measure in measures:
        value = measure(truth, scores)
        assert value == pytest.approx(measure(*split(mixed)))
        assert value == pytest.approx(measure(truth, [score**3 + 1 for score in scores]))
        assert value is None or 0 <= value <= 1


@settings(max_examples=50)
@given(JUDGED, st.floats(0, 1), st.floats(0, 1))
def test_a_stricter_precision_never_finds_more(
    judged: list[tuple[bool, float]], one: float, other: float
) -> None:
    truth, scores = split(judged)
    assume(any(truth))
    lax, strict = sorted((one, other))
    assert (recall_at(truth, scores, strict) or 0) <= (recall_at(truth, scores, lax) or 0)


@settings(max_examples=50)
@given(JUDGED)
def test_a_proposed_threshold_keeps_its_word(judged: list[tuple[bool, float]]) -> None:
    truth, scores = split(judged)
    found = best_threshold(truth, scores)
    if found is None:
        return
    told = [score >= found.minimum for score in scores]
    assert found.precision == precision_of(truth, told) >= 0.9  # type: ignore[operator]
    assert found.recall == recall_of(truth, told)
    assert found.recall <= (recall_at(truth, scores) or 0) + 1e-12


@settings(max_examples=50)
@given(JUDGED, st.integers(1, 20))
def test_the_calibration_error_is_a_share(judged: list[tuple[bool, float]], bins: int) -> None:
    error = calibration_error(*split(judged), bins)
    assert error is not None
    assert 0 <= error <= 1

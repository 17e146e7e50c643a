"""Verdicts and labelled rows become figures for each watch and language."""

from __future__ import annotations

from dataclasses import replace

import pytest

from monitor.domain import Label, Score
from monitor.scoring.measures import Threshold
from monitor.scoring.reports import LEAST_VERDICTS, Judged, by_language, by_watch, report_rows
from tests.support.examples import a_score


def judged(score: float, relevant: bool, watch: str = "talks", language: str = "en") -> Judged:
    return Judged(watch, language, score, relevant, told=score >= 0.5)


MIXED = [
    *(judged(0.9, True) for _ in range(9)),
    judged(0.905, False),
    *(judged(0.6, False) for _ in range(5)),
    *(judged(0.4, True) for _ in range(3)),
    *(judged(0.1, False, language="ru") for _ in range(2)),
]


def test_a_watch_gets_precision_recall_and_a_threshold() -> None:
    (found,) = by_watch(MIXED)
    assert (found.name, found.relevant, found.irrelevant) == ("talks", 12, 8)
    assert found.precision == pytest.approx(9 / 15)
    assert found.recall == pytest.approx(9 / 12)
    assert found.proposal == Threshold(0.9, 0.9, 0.75)


def test_a_language_gets_no_recall_where_only_one_kind_is_known() -> None:
    english, russian = by_language(MIXED)
    assert english.recall == pytest.approx(9 / 12)
    assert (russian.name, russian.precision, russian.recall) == ("ru", None, None)


def test_no_threshold_is_proposed_without_grounds() -> None:
    (few,) = by_watch(MIXED[1:])
    counted = f"{LEAST_VERDICTS - 1} verdicts on what the score decides"
    assert few.remark == f"{counted}; a proposal needs {LEAST_VERDICTS}"
    (alike,) = by_watch([judged(0.9, True)] * 30)
    assert alike.remark == "a proposal needs relevant and irrelevant ones"
    (hopeless,) = by_watch([judged(0.5, n % 2 == 0) for n in range(30)])
    assert hopeless.remark == "no minimum score gives a precision of 0.90"
    # What another limit of the watch keeps out, no minimum score can let in.
    (kept_out,) = by_watch([*MIXED[1:], replace(MIXED[0], adjustable=False)])
    assert kept_out.proposal is None
    assert (kept_out.relevant + kept_out.irrelevant, kept_out.remark) == (len(MIXED), few.remark)


def test_what_no_watch_matched_counts_for_its_language_alone() -> None:
    missed = [judged(0.9, True, watch=""), judged(0.2, False, watch="")]
    assert by_watch(missed) == ()
    assert len(by_language(missed)) == 1


def test_labelled_rows_are_reported_by_language_and_label() -> None:
    truth = [Label.FORCE, Label.FORCE, Label.NONE, Label.CONTEXT]
    scores: list[Score] = [
        a_score(Label.FORCE, 0.9),
        a_score(Label.VERBAL, 0.8),
        a_score(Label.NONE, 1.0),
        a_score(Label.CONTEXT, 0.7),
    ]
    report = report_rows(["en", "ru", "en", "ru"], truth, scores)
    assert report.whole.rows == 4
    assert report.whole.average_precision == 1.0
    # The second story's coercion and force are as unlikely as those of the two others.
    assert report.whole.recall == pytest.approx(0.5)
    # force: 1 of 1 given, of 2 true, F1 2/3; none and context right; the other three nothing.
    assert report.whole.macro_f1 == pytest.approx((2 / 3 + 1 + 1) / 6)
    assert [item.name for item in report.languages] == ["en", "ru"]
    force = report.labels[-1]
    assert (force.label, force.rows, force.precision, force.recall) == ("force", 2, 1.0, 0.5)
    assert report.confusion[5] == (0, 0, 0, 1, 0, 1)
    assert (report.proposal, report.remark) == (None, "4 rows; a proposal needs 20")


def test_no_threshold_is_proposed_from_rows_of_one_kind() -> None:
    report = report_rows(["en"] * 25, [Label.FORCE] * 25, [a_score(Label.FORCE, 0.9)] * 25)
    assert report.proposal is None
    assert report.remark == "a proposal needs escalation-related rows and others"

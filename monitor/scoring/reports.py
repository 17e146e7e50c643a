"""What verdicts and labelled rows say of a classifier, of a watch and of a language. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

import numpy as np
from numpy.typing import NDArray

from monitor.domain import Label, Score
from monitor.scoring import measures
from monitor.scoring.measures import Threshold

LEAST_VERDICTS = 20
"""Fewer verdicts, or labelled rows, say too little to set a threshold by."""


@dataclass(frozen=True, slots=True)
class Judged:
    """An entry that somebody judged for a watch."""

    watch: str
    """"" where no watch's keywords are found in it."""
    language: str
    score: float
    relevant: bool
    told: bool
    """Whether the watch lets it through."""
    adjustable: bool = True
    """Whether the watch's minimum score alone decides that."""


@dataclass(frozen=True, slots=True)
class Figures:
    """How well the judged entries of one watch or language were told."""

    name: str
    relevant: int
    irrelevant: int
    precision: float | None
    recall: float | None
    """Among the judged entries; None unless both relevant and irrelevant ones are known."""
    proposal: Threshold | None = None
    remark: str = ""
    """Why no threshold is proposed."""


@dataclass(frozen=True, slots=True)
class LabelFigures:
    """How well one label is found."""

    label: str
    rows: int
    precision: float | None
    recall: float | None


@dataclass(frozen=True, slots=True)
class RowFigures:
    """How well labelled rows are classified."""

    name: str
    rows: int
    macro_f1: float | None
    """Over all six labels; one that the rows lack counts 0."""
    average_precision: float | None
    """Of escalation-related rows by the score."""
    recall: float | None
    """Of coercion or force at a precision of 0.90, by the sum of both probabilities."""
    calibration_error: float | None
    """Of the score, 15 bins."""


@dataclass(frozen=True, slots=True)
class RowReport:
    """What labelled rows say of a classifier."""

    whole: RowFigures
    languages: tuple[RowFigures, ...]
    labels: tuple[LabelFigures, ...]
    confusion: tuple[tuple[int, ...], ...]
    """Rows are the true labels, columns those given, both in the order of ``Label``."""
    proposal: Threshold | None
    """The minimum score at which escalation-related rows are told with enough precision."""
    remark: str
    """Why no threshold is proposed."""


def by_watch(judged: Iterable[Judged]) -> tuple[Figures, ...]:
    """Return the figures of each watch by name, with a minimum score to set it to."""
    return tuple(
        _figures(name, rows, propose=True)
        for name, rows in _grouped(judged, lambda row: row.watch)
        if name
    )


def by_language(judged: Iterable[Judged]) -> tuple[Figures, ...]:
    """Return the figures of each language by its code, over all watches."""
    grouped = _grouped(judged, lambda row: row.language)
    return tuple(_figures(name, rows, propose=False) for name, rows in grouped)


def report_rows(
    languages: Sequence[str], truth: Sequence[Label], scores: Sequence[Score]
) -> RowReport:
    """Return what rows say, given each one's language, true label and score."""
    order = list(Label)
    numbers = np.array([order.index(label) for label in truth], np.int64)
    given = np.array([score.probabilities for score in scores], float).reshape(-1, len(order))
    counts = measures.confusion(numbers, given.argmax(1), len(order))
    tongues = np.array(languages)
    proposal, remark = _proposed(
        [bool(number >= 2) for number in numbers],
        [score.score for score in scores],
        "rows",
        "escalation-related rows and others",
    )
    return RowReport(
        whole=_row_figures("all", numbers, given),
        languages=tuple(
            _row_figures(name, numbers[tongues == name], given[tongues == name])
            for name in sorted(set(languages))
        ),
        labels=tuple(
            LabelFigures(
                label=label.value,
                rows=int(counts[i].sum()),
                precision=measures.precision_of(numbers == i, given.argmax(1) == i),
                recall=measures.recall_of(numbers == i, given.argmax(1) == i),
            )
            for i, label in enumerate(order)
        ),
        confusion=tuple(tuple(map(int, row)) for row in counts),
        proposal=proposal,
        remark=remark,
    )


def _figures(name: str, rows: Sequence[Judged], *, propose: bool) -> Figures:
    relevant = [row.relevant for row in rows]
    told = [row.told for row in rows]
    both = any(relevant) and not all(relevant)
    proposal, remark = _proposed_to_watch(rows) if propose else (None, "")
    return Figures(
        name=name,
        relevant=sum(relevant),
        irrelevant=len(rows) - sum(relevant),
        precision=measures.precision_of(relevant, told),
        recall=measures.recall_of(relevant, told) if both else None,
        proposal=proposal,
        remark=remark,
    )


def _proposed_to_watch(rows: Sequence[Judged]) -> tuple[Threshold | None, str]:
    rows = [row for row in rows if row.adjustable]
    relevant, scores = [row.relevant for row in rows], [row.score for row in rows]
    return _proposed(
        relevant, scores, "verdicts on what the score decides", "relevant and irrelevant ones"
    )


def _proposed(
    right: Sequence[bool], scores: Sequence[float], judged: str, kinds: str
) -> tuple[Threshold | None, str]:
    if len(right) < LEAST_VERDICTS:
        return None, f"{len(right)} {judged}; a proposal needs {LEAST_VERDICTS}"
    if all(right) or not any(right):
        return None, f"a proposal needs {kinds}"
    found = measures.best_threshold(right, scores)
    return found, "" if found else f"no minimum score gives a precision of {measures.PRECISION:.2f}"


def _row_figures(name: str, truth: NDArray[np.int64], given: NDArray[np.float64]) -> RowFigures:
    return RowFigures(
        name=name,
        rows=len(truth),
        macro_f1=measures.macro_f1(truth, given.argmax(1), len(Label)),
        average_precision=measures.average_precision(truth >= 2, given[:, 2:].sum(1)),
        recall=measures.recall_at(truth >= 4, given[:, 4:].sum(1)),
        calibration_error=measures.calibration_error(truth >= 2, given[:, 2:].sum(1)),
    )


def _grouped(
    judged: Iterable[Judged], key: Callable[[Judged], str]
) -> Iterable[tuple[str, list[Judged]]]:
    for name, rows in groupby(sorted(judged, key=key), key):
        yield name, list(rows)

"""Try a classifier on a file of labelled rows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from monitor.app.lines import numbered_lines
from monitor.app.opening import score_headlines
from monitor.domain import Label, Score
from monitor.errors import MonitorError
from monitor.scoring.classifier import Classifier
from monitor.scoring.reports import RowReport, report_rows
from monitor.text.characters import read_json
from monitor.text.language import UNKNOWN, normalise_code

BATCH = 64


@dataclass(frozen=True, slots=True)
class LabelledRow:
    """A headline and the label that somebody gave it by the codebook."""

    title: str
    summary: str
    language: str
    """ISO 639-1, or "" where the file says none."""
    label: Label


def read_labelled(file: Path) -> list[LabelledRow]:
    """Return the rows of a .jsonl file: title, label and perhaps summary and lang.

    Raises MonitorError, naming file and line, for a row that is none, and for a file without rows.
    """
    rows = [_row(file, number, line) for number, line in numbered_lines(file)]
    if not rows:
        raise MonitorError(f"{file}: no rows; write one object a line with title and label")
    return rows


def judge_rows(
    classifier: Classifier, rows: Sequence[LabelledRow]
) -> Iterator[list[tuple[str, Score]]]:
    """Yield the language and score of each row, some rows at a time, in order."""
    for start in range(0, len(rows), BATCH):
        batch = rows[start : start + BATCH]
        yield score_headlines(classifier, [(row.title, row.summary, row.language) for row in batch])


def report_labelled(rows: Sequence[LabelledRow], found: Sequence[tuple[str, Score]]) -> RowReport:
    """Return how well rows were classified; by the language of the file where it says one."""
    languages = [row.language or language for row, (language, _) in zip(rows, found, strict=True)]
    return report_rows(languages, [row.label for row in rows], [score for _, score in found])


def _row(file: Path, number: int, line: str) -> LabelledRow:
    try:
        row = read_json(line)
        if not isinstance(row["title"], str):
            raise TypeError("title is no text")
        language = normalise_code(str(row.get("lang") or ""))
        return LabelledRow(
            title=row["title"],
            summary=str(row.get("summary") or ""),
            language="" if language == UNKNOWN else language,
            label=Label(row["label"]),
        )
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise MonitorError(
            f"{file}:{number}: no labelled row ({error!r}); write an object with title and label, "
            f"one of {', '.join(Label)}"
        ) from error

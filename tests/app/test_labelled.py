"""A labelled file is read whole or refused by line."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import pytest

from monitor.app.labelled import BATCH, judge_rows, read_labelled, report_labelled
from monitor.domain import Label, Score
from monitor.errors import MonitorError
from monitor.scoring.classifier import Headline
from tests.support.examples import a_score


class Parrot:
    """Give each headline the label that its title names."""

    name = "parrot@1"

    def score(self, texts: Sequence[Headline]) -> list[Score]:
        return [a_score(Label(text.title), 0.9) for text in texts]


def write(file: Path, *rows: object) -> Path:
    file.write_text("".join(json.dumps(row) + "\n\n" for row in rows), "utf-8")
    return file


def test_rows_are_scored_in_batches_and_reported_by_their_own_language(tmp_path: Path) -> None:
    labels = [list(Label)[n % 6] for n in range(BATCH + 6)]
    made = [{"title": label.value, "label": label.value, "lang": "uk"} for label in labels]
    rows = read_labelled(write(tmp_path / "rows.jsonl", *made))
    batches = list(judge_rows(Parrot(), rows))
    assert [len(batch) for batch in batches] == [BATCH, 6]
    report = report_labelled(rows, [item for batch in batches for item in batch])
    assert report.whole.macro_f1 == 1.0
    assert [item.name for item in report.languages] == ["uk"]
    assert report.proposal is not None


@pytest.mark.parametrize(
    "row",
    [
        {"title": "a"},
        {"label": "force"},
        {"title": "a", "label": "war"},
        {"title": None, "label": "none"},
        [1],
        "text",
    ],
)
def test_a_row_that_is_none_is_named_by_file_and_line(tmp_path: Path, row: object) -> None:
    file = write(tmp_path / "rows.jsonl", {"title": "a", "label": "none"}, row)
    with pytest.raises(MonitorError, match=r"rows\.jsonl:3: no labelled row .* title and label"):
        read_labelled(file)


def test_a_line_that_is_no_utf_8_is_named_and_a_missing_file_once(tmp_path: Path) -> None:
    file = tmp_path / "rows.jsonl"
    file.write_bytes(b'{"title": "a", "label": "none"}\n{"title": "caf\xe9", "label": "none"}\n')
    with pytest.raises(MonitorError, match=r"rows\.jsonl:2: .*save the file as UTF-8"):
        read_labelled(file)
    missing = tmp_path / "missing.jsonl"
    with pytest.raises(MonitorError) as refused:
        read_labelled(missing)
    assert str(refused.value) == f"{missing}: No such file or directory"


def test_a_language_counts_once_however_it_is_written(tmp_path: Path) -> None:
    codes = ["en", "EN", "en-US", "en_gb", None, "none"]
    made = [{"title": "a", "label": "none", "lang": code} for code in codes]
    rows = read_labelled(write(tmp_path / "rows.jsonl", *made))
    assert [row.language for row in rows] == ["en"] * 4 + [""] * 2


def test_a_file_without_rows_and_one_that_is_not_there_are_refused(tmp_path: Path) -> None:
    with pytest.raises(MonitorError, match="no rows"):
        read_labelled(write(tmp_path / "empty.jsonl"))
    with pytest.raises(MonitorError, match="nowhere"):
        read_labelled(tmp_path / "nowhere.jsonl")

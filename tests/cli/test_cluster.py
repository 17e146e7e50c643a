"""``monitor stories cluster --jsonl`` groups what a script hands over, and loses no line."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from monitor.app.grouping import group_rows
from monitor.cli.commands import app
from monitor.domain import Label, Score
from monitor.errors import MonitorError
from monitor.scoring.classifier import Headline

NOW = datetime(2021, 12, 8, tzinfo=UTC)
CALL = "Biden and Putin begin video call as troops mass near Ukraine"
GARDEN = "Garden show opens with a record number of roses"


def run(*rows: object, file: Path | None = None) -> Result:
    text = "".join(
        (row if isinstance(row, str) else json.dumps(row, ensure_ascii=False)) + "\n"
        for row in rows
    )
    if file is None:
        return CliRunner().invoke(app, ["stories", "cluster", "--jsonl"], input=text)
    file.write_text(text, "utf-8")
    return CliRunner().invoke(app, ["stories", "cluster", "--jsonl", str(file)])


def lines(result: Result) -> list[dict[str, Any]]:
    return [json.loads(line) for line in result.stdout.splitlines()]


def test_each_line_gets_its_story_in_order_and_bad_ones_their_error(tmp_path: Path) -> None:
    file = tmp_path / "hour.jsonl"
    result = run(
        {"id": 1, "published": "2021-12-07T15:00:00+00:00", "lang": "en", "outlet": "A",
         "title": CALL, "summary": "Sanctions are weighed.", "story": "x"},
        {"id": "1", "published": "2021-12-07T15:01:00Z", "outlet": "B", "title": GARDEN},
        "nonsense",
        {"id": 2, "published": "yesterday", "title": CALL},
        {"id": {"a": 1}, "published": "", "lang": None, "title": CALL, "summary": None, "extra": 1},
        "",
        {},
        file=file,
    )  # fmt: skip
    assert result.exit_code == 1
    first, second, broken, undated, third, empty = lines(result)
    assert (first["id"], second["id"], third["id"], empty["id"]) == (1, "1", {"a": 1}, None)
    assert all(list(row) == ["id", "story"] for row in (first, second, third, empty))
    assert first["story"] == third["story"]
    assert len({first["story"], second["story"], empty["story"]}) == 3
    assert broken["error"].startswith(f"{file}:3: no JSON object")
    assert undated["error"].startswith(f"{file}:4: published 'yesterday' is no date")
    assert undated["id"] == 2


def test_standard_input_is_read_and_a_missing_file_is_named(tmp_path: Path) -> None:
    assert [row["id"] for row in lines(run({"id": 7, "title": CALL}))] == [7]
    gone = CliRunner().invoke(app, ["stories", "cluster", "--jsonl", str(tmp_path / "gone")])
    assert isinstance(gone.exception, MonitorError)
    assert str(tmp_path / "gone") in str(gone.exception)


@pytest.mark.parametrize("with_truth", [True, False])
def test_the_truth_of_a_window_plays_no_part(shared: Path, with_truth: bool) -> None:
    file = shared / "data" / "stories" / "window1.jsonl"
    rows = [json.loads(line) for line in file.read_text("utf-8").splitlines()[:40]]
    given = [row if with_truth else {k: v for k, v in row.items() if k != "story"} for row in rows]
    found = group_rows(None, [("", row) for row in given], NOW)
    expected = group_rows(None, [("", {**row, "story": "one"}) for row in rows], NOW)
    assert found == expected
    assert [row["id"] for row in found] == [row["id"] for row in rows]


def test_an_edit_of_an_entry_is_that_entry() -> None:
    rows = [
        {"id": 1, "title": CALL},
        {"id": 2, "title": GARDEN},
        {"id": 1, "title": f"{CALL}, officials say"},
    ]
    call, garden, edited = group_rows(None, [("", row) for row in rows], NOW)
    assert call["story"] == edited["story"] != garden["story"]


def test_lines_without_an_id_are_entries_of_their_own() -> None:
    rows = [(f"line {n}", {"title": title}) for n, title in enumerate([CALL, GARDEN, ""])]
    found = group_rows(None, rows, NOW)
    assert len({row["story"] for row in found}) == 3


@pytest.mark.parametrize("mistaken", ["0001-01-01T00:00:00Z", "9999-12-31T23:59:59-23:59"])
def test_a_mistaken_date_parts_no_entries(mistaken: str) -> None:
    times = ["2021-12-07T15:00:00Z", mistaken, "2021-12-07T15:10:00Z"]
    rows = [("", {"id": n, "title": CALL, "published": time}) for n, time in enumerate(times)]
    assert len({row["story"] for row in group_rows(None, rows, NOW)}) == 1


def test_entries_come_in_polls_of_five_minutes(monkeypatch: pytest.MonkeyPatch) -> None:
    polls: list[int] = []

    class Reader:
        name = "reader"

        def score(self, texts: Sequence[Headline]) -> list[Score]:
            polls.append(len(texts))
            return [Score(Label.NONE, (1.0, 0.0, 0.0, 0.0, 0.0, 0.0), self.name) for _ in texts]

    monkeypatch.setattr("monitor.app.grouping._judges", lambda _: (Reader(), timedelta(days=3)))
    times = ["12:00:00", "12:04:59", "11:30:00", "12:05:00", "12:20:00"]
    rows = [
        (f"line {n}", {"title": f"{GARDEN} {n}", "published": f"2021-12-07T{time}+00:00"})
        for n, time in enumerate(times)
    ]
    assert all("story" in found for found in group_rows(None, rows, NOW))
    assert polls == [3, 1, 1]

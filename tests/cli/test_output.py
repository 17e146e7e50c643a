"""What people read stays readable in a narrow terminal, and as it was written."""

from __future__ import annotations

import pytest

from monitor.cli.output import console, print_rows

COLUMNS = ("id", "watch", "headline")
ROW = (7, "red-sea", "红海 — a ship is hit :fire: off the coast")


def test_a_table_has_its_columns_where_there_is_room(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(console, "_width", 80)
    print_rows("Alerts", COLUMNS, [ROW], "none")
    said = capsys.readouterr().out
    assert "│ 7  │ red-sea │ 红海 — a ship is hit :fire: off the coast │" in said


def test_rows_come_as_lines_of_name_and_value_where_columns_would_be_too_narrow(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(console, "_width", 26)
    print_rows("Alerts", COLUMNS, [ROW, (8, "red-sea", "Calm")], "none")
    assert [line.rstrip() for line in capsys.readouterr().out.splitlines()] == [
        "Alerts",
        "",
        "id       7",
        "watch    red-sea",
        "headline 红海 — a ship is",
        "         hit :fire: off",
        "         the coast",
        "",
        "id       8",
        "watch    red-sea",
        "headline Calm",
    ]


def test_line_100_is_no_picture(capsys: pytest.CaptureFixture[str]) -> None:
    console.print("config/watches/red-sea.yaml:100:5: empty", markup=False)
    assert capsys.readouterr().out == "config/watches/red-sea.yaml:100:5: empty\n"


@pytest.mark.parametrize("width", [80, 14])
def test_a_title_of_markup_and_every_value_are_shown_at_any_width(
    width: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(console, "_width", width)
    print_rows("[/b]", ("published (UTC)", "id"), [(12345, 7)], "[/b]: none")
    print_rows("Feed", ("id",), [], "[/b]: none")
    said = "".join(capsys.readouterr().out.split())
    assert ["[/b]" in said, "12345" in said, "[/b]:none" in said] == [True] * 3

"""The commands that scripts rely on keep their form, and say clearly what is wrong."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from monitor.cli import main
from monitor.cli.commands import app
from monitor.domain import Label
from monitor.errors import ConfigError, MonitorError
from tests.support.house import Item, rss

ROWS = [
    {"id": 7, "title": "Biden and Putin begin video call as troops mass near Ukraine"},
    {"id": "x", "title": "Локомотив обыграл Спартак", "summary": "Матч чемпионата", "lang": "ru"},
    {"title": ""},
]


def run(*arguments: str, stdin: str = "") -> Result:
    return CliRunner().invoke(app, arguments, input=stdin, catch_exceptions=True)


def lines(result: Result) -> list[dict[str, Any]]:
    return [json.loads(line) for line in result.stdout.splitlines()]


def test_score_answers_each_line_in_order() -> None:
    stdin = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in ROWS)
    result = run("score", "--jsonl", stdin=stdin)
    assert result.exit_code == 0, result.output
    call, match, empty = lines(result)
    assert [row["id"] for row in (call, match, empty)] == [7, "x", None]
    assert list(call) == [
        "id",
        "language",
        "label",
        "score",
        "severity",
        "direction",
        "probabilities",
    ]
    assert list(call["probabilities"]) == [label.value for label in Label]
    assert sum(call["probabilities"].values()) == pytest.approx(1, abs=1e-4)
    assert call["language"] == "en"
    assert call["score"] > 0.5 > match["score"]
    assert (match["severity"], match["direction"]) == (0, None)
    assert empty["label"] == "none"


def test_score_answers_a_bad_line_with_its_error_and_goes_on() -> None:
    result = run("score", "--jsonl", stdin='{"title": "a"}\nnonsense\n[1]\n{"title": "b"}\n')
    assert result.exit_code == 1
    answers = lines(result)
    assert ["error" in answer for answer in answers] == [False, True, True, False]
    assert answers[1]["error"].startswith("line 2: no JSON object")


@pytest.mark.parametrize(
    ("number", "mistake"),
    [
        ("NaN", "NaN is no JSON"),
        ("Infinity", "Infinity is no JSON"),
        ("-Infinity", "-Infinity is no JSON"),
        ("-1e400", "-1e400 is too large a number"),
    ],
)
def test_what_is_no_json_is_not_given_back_as_json(number: str, mistake: str) -> None:
    result = run("watches", "match", "--jsonl", stdin=f'{{"id": {number}, "keywords": {{}}}}\n')
    assert result.exit_code == 1
    (line,) = result.stdout.splitlines()
    assert f"line 1: no JSON object ({mistake})" in json.loads(line)["error"]


def test_score_reads_an_emoji_cut_in_two_and_goes_on() -> None:
    result = run("score", "--jsonl", stdin='{"title": "War \\ud83d"}\n{"title": "b"}\n')
    assert result.exit_code == 0, result.output
    assert len(lines(result)) == 2


def test_words_that_are_no_utf8_are_refused(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["monitor", "score", "M\udcfcller"])
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 2
    assert "word 2 of the command is not UTF-8" in capsys.readouterr().err


def test_watches_match_says_which_form_of_which_term_stands_where() -> None:
    rows = [
        {
            "id": 1,
            "title": "Войска у границ Украины",
            "lang": "ru",
            "keywords": {"ru": ["Украина"]},
        },
        {
            "id": 2,
            "title": "Armyworm eats award",
            "lang": "en",
            "keywords": {"en": ["army", "war"]},
        },
        {"id": 3, "title": "x", "keywords": ["not", "by", "language"]},
    ]
    stdin = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    result = run("watches", "match", "--jsonl", stdin=stdin)
    found, nothing, wrong = lines(result)
    (hit,) = found["matches"]
    assert found["matched"] is True
    assert (hit["term"], hit["form"]) == ("Украина", "Украины")
    assert rows[0]["title"][hit["start"] : hit["end"]] == "Украины"  # type: ignore[index]
    assert nothing == {"id": 2, "matched": False, "matches": []}
    assert "lists of terms by language" in wrong["error"]


def test_feeds_parse_writes_one_object_an_entry(tmp_path: Path) -> None:
    document = tmp_path / "feed.xml"
    document.write_text(rss(Item("Talks &amp; troops", "A <b>bold</b> move")), "utf-8")
    result = run("feeds", "parse", str(document), "--json")
    (entry,) = lines(result)
    assert list(entry) == ["title", "summary", "link", "guid", "published", "language"]
    assert entry["title"] == "Talks & troops"
    assert entry["summary"] == "A bold move"
    assert entry["published"].endswith("+00:00")


@pytest.mark.parametrize(
    ("content", "said"),
    [("<html><body>Hello</body></html>", "HTML"), ("plain words", "not a feed"), ("", "empty")],
)
def test_feeds_parse_refuses_what_is_no_feed(tmp_path: Path, content: str, said: str) -> None:
    document = tmp_path / "page"
    document.write_text(content, "utf-8")
    result = run("feeds", "parse", str(document), "--json")
    assert isinstance(result.exception, MonitorError)
    assert said in str(result.exception)
    assert str(document) in str(result.exception)


def test_init_writes_a_configuration_that_is_right(tmp_path: Path) -> None:
    folder = tmp_path / "[red] a folder whose name is longer than a line of a terminal is wide"
    assert run("init", str(folder)).exit_code == 0
    result = run("config", "check", "--config", str(folder))
    assert result.exit_code == 0, result.output
    assert f"{folder / 'config'} is right: " in result.output


@pytest.mark.parametrize("folder", ["taken", "taken/below"])
def test_init_says_where_it_cannot_write(tmp_path: Path, folder: str) -> None:
    (tmp_path / "taken").write_text("a file")
    result = run("init", str(tmp_path / folder))
    assert isinstance(result.exception, MonitorError)
    assert f"{tmp_path / folder / 'config'}" in str(result.exception)


def test_a_wrong_configuration_names_file_line_and_mend(tmp_path: Path) -> None:
    run("init", str(tmp_path))
    file = tmp_path / "config" / "subscribers.yaml"
    file.write_text("subscribers:\n  - nam: desk\n    channels: [{console: true}]\n", "utf-8")
    result = run("config", "check", "--config", str(tmp_path))
    assert isinstance(result.exception, ConfigError)
    assert "subscribers.yaml:2" in str(result.exception)
    assert "'name'" in str(result.exception)


def test_lists_are_empty_before_the_first_run(tmp_path: Path) -> None:
    run("init", str(tmp_path))
    for group in ("feeds", "entries", "stories", "alerts", "deliveries"):
        result = run(group, "list", "--config", str(tmp_path))
        assert result.exit_code == 0, result.output
        assert run(group, "list", "--config", str(tmp_path), "--json").output == ""


@pytest.mark.parametrize("options", [(), ("--json",)])
def test_a_terminal_that_is_not_utf_8_gets_escapes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, options: tuple[str, ...]
) -> None:
    file = tmp_path / "feed.xml"
    file.write_text(rss(Item("Мир 𝄞")), "utf-8")
    written = io.BytesIO()
    terminal = io.TextIOWrapper(written, encoding="latin-1", write_through=True)
    monkeypatch.setattr(sys, "stdout", terminal)
    monkeypatch.setattr(sys, "argv", ["monitor", "feeds", "parse", str(file), *options])
    with pytest.raises(SystemExit) as ended:
        main()
    assert not ended.value.code
    said = written.getvalue().decode("latin-1")
    assert "\\u041c\\u0438\\u0440" in said
    if options:
        assert json.loads(said)["title"] == "Мир 𝄞"

"""The commands that explain and judge, as a user types them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from typer.testing import CliRunner, Result

from monitor.app import open_store_of
from monitor.app.convert import feeds_of
from monitor.cli.commands import app
from monitor.config.load import load_config
from monitor.domain import Label
from monitor.errors import MonitorError
from monitor.feeds.identity import keys_of
from monitor.scoring.classifier import Classifier, load_classifier
from monitor.store import entries, feeds
from tests.support.examples import NOW, an_entry

TITLE = "Army shells the town, two dead"


def run(*arguments: str, stdin: str = "") -> Result:
    return CliRunner().invoke(app, arguments, input=stdin, catch_exceptions=True)


def objects(result: Result) -> list[dict[str, Any]]:
    assert result.exit_code == 0, result.output
    return [json.loads(line) for line in result.stdout.splitlines()]


@cache
def builtin() -> Classifier:
    return load_classifier()


@pytest.fixture(autouse=True)
def loaded_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep the built-in classifier from being loaded for each command."""
    monkeypatch.setattr("monitor.app.opening.load_classifier", lambda *_: builtin())


@pytest.fixture
def config(tmp_path: Path) -> Path:
    """Return a configuration whose database holds one entry that waits."""
    folder = tmp_path / "config"
    (folder / "watches").mkdir(parents=True)
    feed = {"name": "wire-en", "url": "https://wire.example/rss", "language": "en"}
    outlet = {"name": "Example Wire", "country": "GB", "kind": "agency", "feeds": [feed]}
    for name, content in {
        "monitor.yaml": {},
        "feeds.yaml": {"outlets": [outlet]},
        "watches/talks.yaml": {"title": "Talks", "keywords": {"en": ["army"]}},
        "subscribers.yaml": {"subscribers": []},
    }.items():
        (folder / name).write_text(yaml.safe_dump(content), "utf-8")
    with open_store_of(folder) as store, store.write() as connection:
        feeds.sync_feeds(connection, feeds_of(load_config(folder)), NOW)
        entry = replace(an_entry(TITLE), summary="")
        keys = entries.Keys("", keys_of(entry).link, "")
        feed_id = feeds.list_feeds(connection)[0].id
        entries.add_entry(connection, feed_id, entry, keys, NOW, None)
    return folder


@pytest.mark.parametrize("arguments", [("--json", TITLE), ("--jsonl",)])
def test_score_names_words_only_when_asked(arguments: Sequence[str]) -> None:
    stdin = json.dumps({"title": TITLE}) if "--jsonl" in arguments else ""
    (plain,) = objects(run("score", *arguments, stdin=stdin))
    (explained,) = objects(run("score", "--explain", *arguments, stdin=stdin))
    words = explained.pop("words")
    assert explained == plain
    assert words
    assert list(words[0]) == ["word", "start", "end", "weight"]
    assert all(TITLE[word["start"] : word["end"]] == word["word"] for word in words)
    weights = [word["weight"] for word in words]
    assert weights == sorted(weights, reverse=True)


def test_score_shows_words_to_people() -> None:
    assert "raised by" in run("score", "--explain", TITLE).stdout.replace("\n", " ")
    assert "raised" not in run("score", TITLE).stdout


def test_explain_tells_the_way_of_an_entry(config: Path) -> None:
    link = "http://www.wire.example/1?utm_source=feed"
    (way,) = objects(run("explain", link, "--json", "--config", str(config)))
    assert way["found"] is True
    assert way["entry"]["title"] == TITLE
    (watch,) = way["watches"]
    assert (watch["watch"], watch["matches_now"]) == ("talks", True)
    for_people = run("explain", "entry:1", "--config", str(config)).stdout
    assert TITLE in for_people
    assert "waits to be assessed" in for_people


def test_explain_answers_for_what_never_came(config: Path) -> None:
    link = "https://www.wire.example/other"
    (answer,) = objects(run("explain", link, "--json", "--config", str(config)))
    assert answer["found"] is False
    assert answer["says"][0] == f"no entry has the link {link}"
    assert "feed wire-en has never been polled" in answer["says"][1]
    refused = run("explain", "77", "--config", str(config))
    assert isinstance(refused.exception, MonitorError)


def test_feedback_is_stored_and_counted(config: Path) -> None:
    by_ann = ("--by", "ann", "--json", "--config", str(config))
    (first,) = objects(run("feedback", "entry:1", "relevant", *by_ann))
    (second,) = objects(run("feedback", "entry:1", "irrelevant", "--note", "old", *by_ann))
    assert (first["replaced"], second["replaced"], second["note"]) == (False, True, "old")
    refused = run("feedback", "entry:1", "nonsense", *by_ann)
    assert isinstance(refused.exception, MonitorError)
    # Nothing has scored the entry yet, so there is nothing to hold the verdict against.
    (report,) = objects(run("evaluate", "--json", "--config", str(config)))
    assert report["watches"] == []


def test_evaluate_tries_the_classifier_on_a_labelled_file(tmp_path: Path) -> None:
    file = tmp_path / "rows.jsonl"
    rows = [{"title": TITLE, "label": "force", "lang": "en"}, {"title": "Cup won", "label": "none"}]
    file.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    (report,) = objects(run("evaluate", str(file), "--json"))
    assert report["whole"]["rows"] == 2
    assert sum(map(sum, report["confusion"])) == 2
    assert [item["label"] for item in report["labels"]] == list(Label)
    shown = run("evaluate", str(file)).stdout
    assert "Confusion" in shown
    assert "macro-F1" in shown
    assert "Minimum score for escalation-related: 2 rows; a proposal needs 20" in shown

"""Verdicts are taken by alert, entry or link, and become figures with the watches of today."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from monitor.app.verdicts import give_feedback, parse_verdict, report_verdicts
from monitor.app.who import who
from monitor.config.load import Config, load_config
from monitor.domain import Label, Match
from monitor.errors import MonitorError
from monitor.feeds.identity import keys_of
from monitor.store import alerts, assessments, entries, feedback, feeds, stories
from monitor.store.engine import Store
from tests.support.examples import FEED, HIT, NOW, a_score, an_alert, an_entry


@pytest.fixture
def config(tmp_path: Path) -> Config:
    folder = tmp_path / "config"
    (folder / "watches").mkdir(parents=True)
    feed = {"name": "wire-en", "url": "https://wire.example/rss", "language": "en"}
    outlet = {"name": "Example Wire", "country": "GB", "kind": "agency", "feeds": [feed]}
    watch = {"title": "Talks", "minimum_score": 0.5, "keywords": {"en": ["leader"]}}
    for name, content in {
        "monitor.yaml": {},
        "feeds.yaml": {"outlets": [outlet]},
        "watches/talks.yaml": watch,
        "subscribers.yaml": {"subscribers": []},
    }.items():
        (folder / name).write_text(yaml.safe_dump(content), "utf-8")
    return load_config(folder)


@pytest.fixture
def told(sqlite_store: Store) -> Store:
    """Give a store in which entry 1 caused alert 1 of the watch ``talks``, and entry 2 none."""
    with sqlite_store.write() as connection:
        feeds.sync_feeds(connection, [(FEED, "wire.example", True)], NOW)
        feed_id = feeds.list_feeds(connection)[0].id
        for number, score in ((1, 0.9), (2, 0.3)):
            entry = an_entry(identity=str(number))
            keys = keys_of(entry)
            stored = entries.Keys(keys.guid, keys.link, "")
            entry_id = entries.add_entry(connection, feed_id, entry, stored, NOW, None)
            scored = a_score(Label.VERBAL, score)
            assessments.save_score(connection, entry_id, 1, scored, NOW)
            assessments.save_matches(connection, entry_id, [Match("talks", (HIT,))])
        stories.open_story(connection, 1, an_entry(), NOW)
        alerts.save_alert(connection, an_alert(), "first")
    return sqlite_store


def test_an_alert_is_named_by_its_number(told: Store) -> None:
    for key in ("1", "alert:1"):
        given = give_feedback(told, key, "relevant", "ann", "", NOW).feedback
        assert (given.alert_id, given.entry_id, given.watch) == (1, 1, "talks")


def test_an_entry_is_named_by_number_or_any_form_of_its_link(told: Store) -> None:
    for key in ("entry:2", "https://wire.example/1", "http://www.wire.example/1/?utm_source=x"):
        given = give_feedback(told, key, "irrelevant", "ann", "", NOW).feedback
        assert (given.alert_id, given.entry_id, given.watch) == (None, 2, "")


@pytest.mark.parametrize(
    ("key", "mend"),
    [
        ("2", "write entry:2"),
        ("alert:7", "no alert 7"),
        ("entry:9", "entries list"),
        ("9" * 23, "no alert 9{23};"),
        ("entry:" + "9" * 5000, "no entry 9{5000};"),
        ("story:1", "story:1 is neither .* write entry:34, alert:12 or a link .*stories show"),
        ("alert:-1", "alert:-1 is neither an entry nor an alert"),
        ("entry:abc", "entry:abc is neither an entry nor an alert"),
        ("²", "no entry has the link ²"),
        ("https://wire.example/none", "no entry has the link"),
    ],
)
def test_what_is_not_there_is_said(told: Store, key: str, mend: str) -> None:
    with pytest.raises(MonitorError, match=mend):
        give_feedback(told, key, "relevant", "ann", "", NOW)
    with told.read() as connection:
        assert feedback.list_feedback(connection) == []


def test_verdicts_are_read() -> None:
    assert parse_verdict("relevant") == ("relevance", "relevant")
    assert parse_verdict("severity=force") == ("severity", "force")
    assert [parse_verdict(f"severity={n}")[1] for n in range(5)] == [
        "none",
        "cooperation",
        "verbal",
        "coercion",
        "force",
    ]


@pytest.mark.parametrize("text", ["", "severity", "severity=5", "severity=war", "Relevant", "=2"])
def test_what_is_no_verdict_is_refused(text: str) -> None:
    with pytest.raises(MonitorError, match="write relevant, irrelevant, or severity="):
        parse_verdict(text)


def test_control_characters_in_a_name_or_note_are_left_out(told: Store) -> None:
    given = give_feedback(told, "1", "relevant", " \x1b[31mann\n", "a\x1b[2J drill\r\nonly", NOW)
    assert (given.feedback.given_by, given.feedback.note) == ("[31mann", "a[2J drill only")
    nameless = give_feedback(told, "1", "relevant", " \t", "", NOW)
    assert nameless.feedback.given_by == who()


def test_verdicts_become_figures(told: Store, config: Config) -> None:
    give_feedback(told, "alert:1", "irrelevant", "ann", "", NOW)
    give_feedback(told, "alert:1", "relevant", "ben", "", NOW)
    give_feedback(told, "entry:2", "relevant", "ann", "", NOW)
    give_feedback(told, "1", "severity=verbal", "ann", "", NOW)
    give_feedback(told, "entry:2", "severity=4", "ann", "", NOW)
    report = report_verdicts(told, config)
    (talks,) = report.watches
    assert (talks.name, talks.relevant, talks.irrelevant) == ("talks", 2, 0)
    assert (talks.precision, talks.recall) == (1.0, None)
    assert report.minimum_scores == {"talks": 0.5}
    assert (report.severity.verdicts, report.severity.same_label) == (2, 0.5)
    give_feedback(told, "entry:2", "irrelevant", "ann", "", NOW)
    (talks,) = report_verdicts(told, config).watches
    assert (talks.precision, talks.recall) == (1.0, 1.0)


def test_keywords_are_those_of_today(told: Store, config: Config) -> None:
    give_feedback(told, "alert:1", "relevant", "ann", "", NOW)
    give_feedback(told, "entry:2", "irrelevant", "ann", "", NOW)
    (talks,) = report_verdicts(told, config).watches
    assert (talks.relevant, talks.irrelevant, talks.recall) == (1, 1, 1.0)
    watch = {"title": "Talks", "minimum_score": 0.5, "keywords": {"en": ["zebra"]}}
    (config.directory / "watches" / "talks.yaml").write_text(yaml.safe_dump(watch), "utf-8")
    (talks,) = report_verdicts(told, load_config(config.directory)).watches
    assert (talks.relevant, talks.irrelevant, talks.precision) == (1, 0, None)


def test_a_watch_that_is_gone_is_passed_over_by_name(told: Store, config: Config) -> None:
    give_feedback(told, "alert:1", "relevant", "ann", "", NOW)
    (config.directory / "watches" / "talks.yaml").rename(
        config.directory / "watches" / "others.yaml"
    )
    report = report_verdicts(told, load_config(config.directory))
    assert report.watches == ()
    assert report.passed_over == ("talks",)

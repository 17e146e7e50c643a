"""Watches are edited with help: warnings with their line, and what a change would gain and lose."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from monitor.app.opening import open_store_of
from monitor.cli.commands import app
from monitor.domain import Feed, Outlet
from monitor.errors import ConfigError, MonitorError
from monitor.store import assessments, entries, feeds
from tests.support.examples import NOW, a_score, an_entry

FEED = Feed("wire", "https://wire.example/rss", Outlet("Wire", "GB", "agency"), "en")
WATCH = "title: Talks\nminimum_score: 0.5\nkeywords:\n  en: [leader, summit meeting, summit]\n"


@pytest.fixture
def config(tmp_path: Path) -> Path:
    """Return a configuration of one watch, with three scored entries stored."""
    folder = tmp_path / "config"
    (folder / "watches").mkdir(parents=True)
    (folder / "monitor.yaml").write_text("{}\n")
    (folder / "watches" / "talks.yaml").write_text(WATCH)
    with open_store_of(folder) as store, store.write() as connection:
        feeds.sync_feeds(connection, [(FEED, "wire.example", True)], NOW)
        (stored,) = feeds.list_feeds(connection)
        for title, score in (
            ("Two leaders talk", 0.9),
            ("Missile fired at sea", 0.9),
            ("Missile museum opens", 0.2),
        ):
            entry = an_entry(title, identity=title)
            keys = entries.Keys("", "", "")
            entry_id = entries.add_entry(connection, stored.id, entry, keys, NOW, None)
            assessments.save_score(connection, entry_id, 1, a_score(probability=score), NOW)
    return folder


def run(*arguments: str) -> str:
    result = CliRunner().invoke(app, arguments)
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result.output


def test_a_watch_that_lets_everything_through_is_named(config: Path) -> None:
    watches = config / "watches"
    (watches / "empty.yaml").write_text("")
    (watches / "wordless.yaml").write_text("keywords: {en: []}\nexclude: {en: [sport]}\n")
    (watches / "by-score.yaml").write_text("minimum_score: 0.6\n")
    (watches / "by-direction.yaml").write_text("directions: [up]\n")
    said = run("watches", "check", "--config", str(config)).splitlines()
    warned = [line for line in said if "every entry alerts; add keywords" in line]
    assert ["/empty.yaml:1" in warned[0], "/wordless.yaml:1" in warned[1]] == [True, True]
    assert len(warned) == 2


def test_of_a_watch_with_limits_alone_only_what_they_admit_is_said_to_alert(config: Path) -> None:
    (config / "watches" / "baltic.yaml").write_text(
        "countries: {only: [EE, LV]}\nlanguages: {only: [et]}\nkinds: {only: []}\n"
    )
    said = run("watches", "check", "--config", str(config))
    assert "every entry within its limits on countries and languages alerts; add keywords" in said


def test_a_term_that_a_shorter_one_shadows_is_named_with_its_line(config: Path) -> None:
    output = run("watches", "check", "--config", str(config))
    assert "talks.yaml:4:" in output
    assert "'summit meeting' adds nothing to 'summit'" in output
    assert "1 warnings" in output


def test_a_changed_watch_is_tried_on_what_is_stored(config: Path) -> None:
    changed = config.parent / "talks.yaml"
    changed.write_text(WATCH.replace("leader, ", "missile, "))
    output = run("watches", "try", str(changed), "--since", "9999d", "--config", str(config))
    assert "talks: 1 gained, 1 lost, 0 kept" in output
    assert "Missile fired at sea" in output
    assert "Missile museum opens" not in output


@pytest.mark.parametrize("since", ["soon", "1x", "999999d", "999999999d"])
def test_a_time_that_is_none_is_refused_with_how_to_write_it(config: Path, since: str) -> None:
    watch = str(config / "watches" / "talks.yaml")
    with pytest.raises(MonitorError, match=f"--since {since}: write how far back, e.g. 12h"):
        run("watches", "try", watch, "--since", since, "--config", str(config))


def test_a_term_that_is_none_is_refused_with_its_line(config: Path) -> None:
    (config / "watches" / "talks.yaml").write_text(WATCH.replace("leader", "/(/"))
    with pytest.raises(ConfigError, match=r"talks\.yaml:4:"):
        run("config", "check", "--config", str(config))


def test_forms_of_a_term_are_shown() -> None:
    assert "войсками" in run("watches", "forms", "войска", "--lang", "ru").splitlines()


@pytest.mark.parametrize("command", ["check", "try"])
@pytest.mark.parametrize(
    ("keywords", "place", "problem"),
    [
        ('  en: [sea, "/fire (at/"]\n', ":2:13: ", "is no regular expression of RE2"),
        ('  en:\n    - any: [sea, "*"]\n', ":3:18: ", "holds no letter or digit"),
    ],
)
def test_a_term_that_is_none_is_named_with_its_line(
    config: Path, command: str, keywords: str, place: str, problem: str
) -> None:
    file = config / "watches" / "sea.yaml"
    if command == "try":
        file = config.parent / "sea.yaml"
    file.write_text(f"keywords:\n{keywords}")
    arguments = [str(file)] if command == "try" else []
    with pytest.raises(ConfigError) as caught:
        run("watches", command, *arguments, "--config", str(config))
    assert f"sea.yaml{place}" in str(caught.value)
    assert problem in str(caught.value)


def test_every_mistake_of_every_file_comes_at_once(config: Path) -> None:
    watches = config / "watches"
    (watches / "talks.yaml").write_text('keywords:\n  en: [sea, "/fire (at/", "/(/"]\n')
    (watches / "other.yaml").write_text('keywords: {en: ["/fire (at/"]}\nexclude: {any: ["/[/"]}\n')
    (watches / "third.yaml").write_text('minimum_severity: coercion\nrequire: [{en: ["/)/"]}]\n')
    (config / "monitor.yaml").write_text("database: mysql://x\n")
    with pytest.raises(ConfigError) as refused:
        run("config", "check", "--config", str(config))
    named = [problem.removeprefix(f"{config}/") for problem in refused.value.problems]
    assert [problem.partition(": ")[0] for problem in named] == [
        "monitor.yaml:1:11",
        "watches/third.yaml:1:19",
        "watches/other.yaml:1:17",
        "watches/other.yaml:2:17",
        "watches/talks.yaml:2:13",
        "watches/talks.yaml:2:27",
        "watches/third.yaml:2:17",
    ]
    assert named[1].endswith(
        "'coercion' is no severity; write its number: 1 cooperation, 2 verbal, 3 coercion, 4 force"
    )


def test_many_needless_terms_of_a_watch_are_one_warning(config: Path) -> None:
    words = ", ".join(f"{word} leader" for word in ("old", "new", "big", "small"))
    (config / "watches" / "talks.yaml").write_text(f"keywords:\n  en: [leader, {words}]\n")
    said = run("watches", "check", "--config", str(config))
    assert "talks.yaml:2:16: 'old leader' adds nothing to 'leader'" in said
    assert "so do 3 further terms" in said
    assert "1 watches are right, 1 warnings" in said
    assert run("watches", "check", "--each", "--config", str(config)).count("adds nothing") == 4


def test_a_term_is_shown_as_it_was_typed(config: Path) -> None:
    (config / "watches" / "talks.yaml").write_text("keywords: {fa: [هسته‌ای, برنامه هسته‌ای]}\n")
    assert "'برنامه هسته‌ای' adds nothing to 'هسته‌ای'" in run(
        "watches", "check", "--config", str(config)
    )

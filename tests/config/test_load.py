"""The files of a folder are checked as a whole."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from errno import EACCES
from pathlib import Path

import pytest

from monitor.config.load import Config, find_directory, load_config
from monitor.config.secrets import Secrets
from monitor.config.settings import Settings
from monitor.domain import Feed, Outlet
from monitor.errors import ConfigError
from monitor.resources import bundled
from tests.config.conftest import Write

WATCH = "title: Russia and Ukraine\nkeywords: {en: [Ukraine]}\n"


@pytest.fixture
def load(tmp_path: Path) -> Callable[[], Config]:
    """Load the test's folder with no secrets set."""
    return lambda: load_config(tmp_path, Secrets({}))


@pytest.fixture
def problems(tmp_path: Path, load: Callable[[], Config]) -> Callable[[], list[str]]:
    """Return the problems of the test's folder, each beginning with the file's name."""

    def problems() -> list[str]:
        with pytest.raises(ConfigError) as refused:
            load()
        return [problem.replace(f"{tmp_path}/", "") for problem in refused.value.problems]

    return problems


def test_an_empty_folder_has_the_defaults(load: Callable[[], Config], tmp_path: Path) -> None:
    assert load() == Config(tmp_path, Settings(), (), (), ())


def test_a_whole_configuration(load: Callable[[], Config], write: Write) -> None:
    write("monitor.yaml", "email: {host: h, sender: a@example.org}\noperator: {subscriber: desk}\n")
    write(
        "feeds.yaml",
        """\
        outlets:
          - name: Interfax
            country: RU
            kind: agency
            state_controlled: false
            feeds:
              - {name: ru, url: "https://example.org/ru?a=b", language: ru, interval: 2m}
              - {name: en, url: "https://example.org/en", language: en, enabled: false, site: x}
        """,
    )
    write("watches/russia-ukraine.yaml", WATCH)
    write(
        "subscribers.yaml",
        """\
        subscribers:
          - name: desk
            watches: [russia-ukraine]
            outlets: [Interfax]
            directions: [up]
            minimum_score: 0.7
            channels:
              - email: desk@example.org
              - slack: https://hooks.example.org/a
          - name: all
            watches: all
            channels: [{console: true}]
        """,
    )
    config = load()
    outlet = Outlet("Interfax", "RU", "agency", False)
    assert [feed.feed for feed in config.feeds] == [
        Feed("ru", "https://example.org/ru?a=b", outlet, "ru"),
        Feed("en", "https://example.org/en", outlet, "en"),
    ]
    assert [feed.interval for feed in config.feeds] == [timedelta(minutes=2), None]
    assert [(feed.enabled, feed.site) for feed in config.feeds] == [(True, None), (False, "x")]
    assert [watch.name for watch in config.watches] == ["russia-ukraine"]
    desk, everyone = config.subscribers
    assert desk.watches == ("russia-ukraine",)
    assert everyone.watches == ()
    assert [channel.kind for channel in desk.channels] == ["email", "slack"]


def test_what_files_must_agree_on(problems: Callable[[], list[str]], write: Write) -> None:
    write("monitor.yaml", "operator:\n  subscriber: night-desk\nmodel: ./absent\n")
    write(
        "feeds.yaml",
        """\
        outlets:
          - name: Interfax
            feeds: [{name: interfax, url: "https://example.org/", language: ru}]
          - name: TASS
            feeds: [{name: tass, url: "https://example.org/1", language: ru}]
          - name: Tass
            feeds: [{name: TASS, url: "https://example.org/2", language: ru}]
        """,
    )
    write("watches/russia-ukraine.yaml", WATCH)
    write(
        "subscribers.yaml",
        """\
        subscribers:
          - name: night-desks
            watches: [russia-ukrane]
            outlets: [Interfaks]
            channels:
              - console: true
              - email: a@example.org
              - console: true
          - name: night-desks
            channels: [{console: true}]
        """,
    )
    assert problems() == [
        "feeds.yaml:6:11: outlet 'Tass' again; give it another name, for feeds.yaml:4:11 has it",
        "feeds.yaml:7:20: feed 'TASS' again; give it another name, for feeds.yaml:5:20 has it",
        "subscribers.yaml:9:11: subscriber 'night-desks' again; give it another name, "
        "for subscribers.yaml:2:11 has it",
        "subscribers.yaml:3:15: unknown watch 'russia-ukrane'; did you mean 'russia-ukraine'?",
        "subscribers.yaml:4:15: unknown outlet 'Interfaks'; did you mean 'Interfax'?",
        "monitor.yaml:2:15: unknown subscriber 'night-desk'; did you mean 'night-desks'?",
        "monitor.yaml:3:8: model: './absent' is no folder; write builtin, hf:ORG/NAME or a folder",
        "subscribers.yaml:8:9: the same console channel as in line 6; delete one",
        "subscribers.yaml:7:16: e-mail needs a mail server; "
        "add an 'email:' section to monitor.yaml",
    ]


def test_a_model_that_cannot_be_looked_at_is_named(
    problems: Callable[[], list[str]], write: Write
) -> None:
    write("monitor.yaml", f"model: {'x' * 300}\n")
    (problem,) = problems()
    assert problem.startswith("monitor.yaml:1:8: model: 'xxx")
    assert problem.endswith("name a folder that the monitor's user may read")


def test_names_are_held_against_each_other_in_files_with_other_mistakes(
    problems: Callable[[], list[str]], write: Write
) -> None:
    write(
        "feeds.yaml",
        """\
        outlets:
          - {name: TASS, feeds: [], colour: red}
          - {name: TASS, feeds: []}
        """,
    )
    write("subscribers.yaml", "subscribers: [{name: desk, outlets: [TAS], watches: [x]}]\n")
    named = problems()
    assert "feeds.yaml:2:29: unknown key 'colour'; did you mean 'country'?" in named
    assert (
        "feeds.yaml:3:12: outlet 'TASS' again; give it another name, for feeds.yaml:2:12 has it"
        in named
    )
    assert "subscribers.yaml:1:38: unknown outlet 'TAS'; did you mean 'TASS'?" in named
    assert "subscribers.yaml:1:54: unknown watch 'x'; there are none" in named


def test_a_name_from_a_secret_is_known_and_not_shown(tmp_path: Path, write: Write) -> None:
    write("watches/russia.yaml", WATCH)
    write(
        "subscribers.yaml",
        """\
        subscribers: [{name: desk, watches: ["${ONE}", "${TWO}"], channels: [{console: true}]}]
        """,
    )
    with pytest.raises(ConfigError) as refused:
        load_config(tmp_path, Secrets({"ONE": "russia", "TWO": "hidden"}))
    (problem,) = refused.value.problems
    assert problem.endswith(":1:48: unknown watch '${TWO}'; known are: russia")


def test_the_problems_of_all_files_come_at_once(
    problems: Callable[[], list[str]], write: Write
) -> None:
    write("monitor.yaml", "pol: 1\n")
    write("feeds.yaml", "outlets: [\n")
    write("watches/a.yaml", "keyword: {}\n")
    write("subscribers.yaml", "subscribers: [{name: a, channels: [{email: a@b}], watches: [b]}]\n")
    found = [problem.split(":")[0] for problem in problems()]
    assert set(found) == {"monitor.yaml", "feeds.yaml", "watches/a.yaml"}


def test_one_target_differs_from_another_and_stays_the_same(
    load: Callable[[], Config], write: Write
) -> None:
    channels = ["apprise: ntfy://a", "webhook: {url: https://example.org/}", "console: true"]
    targets = []
    for order in (channels, channels[::-1]):
        listed = ", ".join(f"{{{channel}}}" for channel in order)
        write("subscribers.yaml", f"subscribers: [{{name: a, channels: [{listed}]}}]\n")
        targets.append([channel.target for channel in load().subscribers[0].channels])
    assert targets[0] == targets[1][::-1]
    assert len(set(targets[0])) == 3


def test_the_folder_is_the_one_with_monitor_yaml_or_its_config(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(ConfigError) as refused:
        find_directory(tmp_path)
    assert refused.value.problems == [
        f"{tmp_path}/config: no monitor.yaml here; 'monitor init {tmp_path}' writes a configuration"
    ]
    (tmp_path / "config").mkdir()
    (tmp_path / "config" / "monitor.yaml").touch()
    assert find_directory(tmp_path) == tmp_path / "config"
    assert find_directory(tmp_path / "config") == tmp_path / "config"
    monkeypatch.chdir(tmp_path)
    assert find_directory(None) == Path("config")


def test_a_link_that_leads_nowhere_is_no_absent_file(
    problems: Callable[[], list[str]], tmp_path: Path
) -> None:
    (tmp_path / "feeds.yaml").symlink_to(tmp_path / "away" / "feeds.yaml")
    assert problems() == ["feeds.yaml: is no file; put one there, or delete it"]


@pytest.mark.parametrize("name", ["terms", "watches"])
def test_a_folder_that_is_a_link_to_nowhere_is_no_absent_folder(
    problems: Callable[[], list[str]], tmp_path: Path, name: str
) -> None:
    (tmp_path / name).symlink_to(tmp_path / "away")
    (problem,) = problems()
    assert problem.startswith(f"{name}: cannot be read: No such file")


@pytest.mark.parametrize("method", ["is_file", "iterdir"])
def test_a_folder_that_may_not_be_read_is_a_problem_of_the_configuration(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, method: str
) -> None:
    (tmp_path / "watches").mkdir()
    (tmp_path / "monitor.yaml").touch()

    def refuse(path: Path) -> None:
        raise PermissionError(EACCES, "Permission denied", str(path))

    monkeypatch.setattr(Path, method, refuse)
    with pytest.raises(ConfigError, match="cannot be read: Permission denied; let the monitor's"):
        load_config(find_directory(tmp_path))


def test_the_shipped_configuration_is_valid() -> None:
    config = load_config(bundled("config"), Secrets({}))
    outlets = {feed.feed.outlet for feed in config.feeds}
    assert len(outlets) >= 60
    assert len({feed.feed.language for feed in config.feeds}) >= 20
    assert {"Interfax", "TASS", "CNN"} <= {outlet.name for outlet in outlets}
    assert {outlet.kind for outlet in outlets if not outlet.country} <= {"organisation"}
    assert len(config.watches) >= 4
    assert config.subscribers == ()


def test_a_configuration_says_what_it_lacks_to_monitor_anything(
    write: Write, tmp_path: Path
) -> None:
    write("monitor.yaml", "")
    write("feeds.yaml", "outlets: []")
    (tmp_path / "watches").mkdir()
    no_feed, no_watch = load_config(tmp_path).lacks
    assert ("feeds.yaml" in no_feed, "watches/" in no_watch) == (True, True)
    assert load_config(bundled("config"), Secrets({})).lacks == ()

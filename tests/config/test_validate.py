"""Whatever is wrong in a file is said at once, with line, column and what would be right."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from monitor.config.feeds import FeedsFile, feeds_of
from monitor.config.settings import Settings
from monitor.config.subscribers import SubscribersFile
from monitor.config.validate import load_file, validate_file
from monitor.domain import Label, Outlet
from tests.config.conftest import Refusals

Write = Callable[[str, str], Path]

SECTION = "a section, 'key: value' on a line each"
LIST = "a list, '- item' on a line each"


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("pol: {}", "1:1: unknown key 'pol'; did you mean 'poll'?"),
        ("poll:\n  intervall: 5m", "2:3: unknown key 'intervall'; did you mean 'interval'?"),
        ("log:\n  xyz: 1", "2:3: unknown key 'xyz'; known are: format, level"),
        (
            "poll:\n  interval: 5 minutes",
            "2:13: interval: '5 minutes' is no duration; write e.g. 90s, 5m, 24h or 7d",
        ),
        (
            "poll: {interval: 300}",
            "1:18: interval: '300' is no duration; write e.g. 90s, 5m, 24h or 7d",
        ),
        ("poll: {interval: 1s}", "1:18: interval: '1s' is out of bounds; 10s to 30d"),
        ("poll: {interval: 90d}", "1:18: interval: '90d' is out of bounds; 10s to 30d"),
        (
            "poll: {interval: 99999999d99999999d}",
            "1:18: interval: '99999999d99999999d' is out of bounds; 10s to 30d",
        ),
        (
            "poll: {interval: 999999999d999999999d}",
            "1:18: interval: '999999999d999999999d' is no duration; write e.g. 90s, 5m, 24h or 7d",
        ),
        (
            "poll: {interval: [5m]}",
            "1:18: interval: expected a duration such as 5m; found a list",
        ),
        (
            "poll: {max_document: 20}",
            "1:22: max_document: '20' is no size; write e.g. 512kB, 20MB or 1GB",
        ),
        (
            "poll: {max_document: 1kB}",
            "1:22: max_document: '1kB' is out of bounds; 100kB to 500MB",
        ),
        (
            "poll: {concurrency: many}",
            "1:21: concurrency: expected a whole number; found 'many'",
        ),
        ("poll: {concurrency: 2.5}", "1:21: concurrency: expected a whole number; found '2.5'"),
        ("poll: {concurrency: 0}", "1:21: concurrency: '0' is too small; at least 1"),
        (
            "poll: {allow_private_addresses: maybe}",
            "1:33: allow_private_addresses: expected true or false; found 'maybe'",
        ),
        ("poll: fast", f"1:7: poll: expected {SECTION}; found text"),
        ("poll: [a]", f"1:7: poll: expected {SECTION}; found a list"),
        ("- poll", f"1:1: expected {SECTION}; found a list"),
        ("model: [a]", "1:8: model: expected text; found a list"),
        ("model: ''", "1:8: model: empty; write text"),
        ("model: 'hf:'", "1:8: model: 'hf:' is no model; write builtin, hf:ORG/NAME or a folder"),
        (
            "model_labels: {LABEL_0: forse}",
            "1:25: LABEL_0: 'forse' is not known; did you mean 'force'?",
        ),
        (
            "database: monitor.db",
            "1:11: database: no database URL; "
            "write e.g. postgresql+psycopg://monitor@db.example.org/monitor",
        ),
        ("log: {level: warn}", "1:14: level: 'warn' is not known; did you mean 'warning'?"),
        (
            "log: {level: 7}",
            "1:14: level: '7' is not known; known are: debug, error, info, warning",
        ),
        (
            "operator: {subscriber: Night Desk}",
            "1:24: subscriber: 'Night Desk' is no name; "
            "use letters, digits, '-', '_' and '.', e.g. night-desk",
        ),
        (
            "email: {host: h, sender: desk}",
            "1:26: sender: 'desk' is no e-mail address; write e.g. desk@example.org",
        ),
        (
            "email:\n  sender: a@example.org\n",
            "1:1: 'host' is missing; add 'host: mail.example.org'",
        ),
        (
            "email: {host: h, sender: a@b, username: u}",
            "1:8: email: 'password' is missing; signing in takes username and password",
        ),
        (
            "poll: {user_agent: Monitör}",
            "1:20: user_agent: 'Monitör' is no User-Agent; use up to 300 plain ASCII characters",
        ),
    ],
)
def test_a_mistake_in_monitor_yaml(refusals: Refusals, text: str, problem: str) -> None:
    assert refusals(Settings, text) == [problem]


FEED = "{name: a, url: 'https://example.org/', language: en}"


@pytest.mark.parametrize(
    ("outlet", "problem"),
    [
        ("{name: A}", "1:11: 'feeds' is missing; add it"),
        ("{name: A, feeds: []}", "1:28: feeds: a list has too few items; at least 1"),
        ("{name: A, feeds: {}}", f"1:28: feeds: expected {LIST}; found a section"),
        (
            "{name: A, feeds: [{name: a, language: en}]}",
            "1:29: 'url' is missing; add 'url: https://example.org/feed.xml'",
        ),
        (
            "{name: A, feeds: [{name: a, url: www.example.org, language: en}]}",
            "1:44: url: no address of the web; write e.g. https://example.org/feed.xml",
        ),
        (
            "{name: A, feeds: [{name: a, url: 'file:///etc/passwd', language: en}]}",
            "1:44: url: no address of the web; write e.g. https://example.org/feed.xml",
        ),
        (
            "{name: A, feeds: [{name: a, url: 'https://example.org/', language: English}]}",
            "1:78: language: 'English' is no language code (ISO 639); did you mean en?",
        ),
        (
            "{name: A, feeds: [{name: a, url: 'https://example.org/', language: xx}]}",
            "1:78: language: 'xx' is no language code (ISO 639); write e.g. en, ru or zh",
        ),
        (
            f"{{name: A, country: UK, feeds: [{FEED}]}}",
            "1:30: country: 'UK' is no two-letter country code (ISO 3166); "
            "did you mean GB (United Kingdom)?",
        ),
        (
            f"{{name: A, country: Russia, feeds: [{FEED}]}}",
            "1:30: country: 'Russia' is no two-letter country code (ISO 3166); "
            "did you mean RU (Russia)?",
        ),
        (
            f"{{name: A, country: Q1, feeds: [{FEED}]}}",
            "1:30: country: 'Q1' is no two-letter country code (ISO 3166); write e.g. RU or US",
        ),
        (
            f"{{name: A, kind: agencies, feeds: [{FEED}]}}",
            "1:27: kind: 'agencies' is not known; did you mean 'agency'?",
        ),
        (
            f"{{name: A, state_controlled: partly, feeds: [{FEED}]}}",
            "1:39: state_controlled: 'partly' is not known; write true, false or unknown",
        ),
        (
            f"{{name: A, state_control: true, feeds: [{FEED}]}}",
            "1:21: unknown key 'state_control'; did you mean 'state_controlled'?",
        ),
    ],
)
def test_a_mistake_in_feeds_yaml(refusals: Refusals, outlet: str, problem: str) -> None:
    assert refusals(FeedsFile, f"outlets: [{outlet}]") == [problem]


@pytest.mark.parametrize(
    ("subscriber", "problem"),
    [
        ("{name: a}", "1:15: 'channels' is missing; add it"),
        (
            "{name: a, channels: [{email: desk@}]}",
            "1:44: email: 'desk@' is no e-mail address; write e.g. desk@example.org",
        ),
        (
            "{name: a, channels: [{email: 'Desk <desk@example.org>'}]}",
            "1:44: email: 'Desk <desk@example.org>' has a name around the address; "
            "write the address alone",
        ),
        (
            "{name: a, channels: [{}]}",
            "1:36: channels: a channel of no kind; "
            "give each channel one of email, slack, webhook, apprise, console",
        ),
        (
            "{name: a, channels: [{email: a@b, console: true}]}",
            "1:36: channels: email and console in one channel; "
            "give each channel one of email, slack, webhook, apprise, console",
        ),
        (
            "{name: a, channels: [{console: false}]}",
            "1:36: channels: a channel of no kind; "
            "give each channel one of email, slack, webhook, apprise, console",
        ),
        (
            "{name: a, channels: [{sms: '+1'}]}",
            "1:37: unknown key 'sms'; known are: apprise, console, email, slack, webhook",
        ),
        (
            "{name: a, channels: [{webhook: {}}]}",
            "1:37: 'url' is missing; add 'url: https://example.org/alerts'",
        ),
        (
            "{name: a, channels: [{console: true}], minimum_severity: 5}",
            "1:72: minimum_severity: '5' is too large; at most 4",
        ),
        (
            "{name: a, channels: [{console: true}], minimum_score: nan}",
            "1:69: minimum_score: 'nan' is not a number to count with; write e.g. 0.5",
        ),
        (
            "{name: a, channels: [{console: true}], minimum_score: 60%}",
            "1:69: minimum_score: expected a number; found '60%'",
        ),
        (
            "{name: a, channels: [{console: true}], directions: [upp]}",
            "1:67: directions: 'upp' is not known; did you mean 'up'?",
        ),
        (
            "{name: a, channels: [{console: true}], direction: [up]}",
            "1:54: unknown key 'direction'; did you mean 'directions'?",
        ),
        (
            "{name: a, channels: [{console: true}], watches: russia}",
            f"1:63: watches: expected {LIST}; found text",
        ),
        (
            "{name: a, channels: [{console: true}], outlets: [TASS, ]}",
            None,
        ),
        (
            "{name: a, channels: [{console: true}], outlets: [~]}",
            "1:64: outlets: empty; write text, in quotes if it begins with '#'",
        ),
    ],
)
def test_a_mistake_in_subscribers_yaml(
    refusals: Refusals, write: Write, subscriber: str, problem: str | None
) -> None:
    text = f"subscribers: [{subscriber}]"
    if problem is None:
        assert validate_file(write("file.yaml", text), SubscribersFile).subscribers
    else:
        assert refusals(SubscribersFile, text) == [problem]


def test_all_mistakes_of_a_file_are_told_in_the_order_of_its_lines(refusals: Refusals) -> None:
    text = """\
        log:
          level: loud
        poll:
          interval: soon
          timeouts: 5s
        """
    assert refusals(Settings, text) == [
        "2:10: level: 'loud' is not known; known are: debug, error, info, warning",
        "4:13: interval: 'soon' is no duration; write e.g. 90s, 5m, 24h or 7d",
        "5:3: unknown key 'timeouts'; did you mean 'timeout'?",
    ]


def test_a_long_value_is_cut_in_the_error(refusals: Refusals) -> None:
    (problem,) = refusals(Settings, f"poll: {{concurrency: {'9x' * 5000}}}")
    assert len(problem) < 150


@pytest.mark.parametrize("text", ["", "# nothing\n", "poll:\nemail:\nlog: {level: }\n"])
def test_what_is_empty_takes_its_default(write: Write, text: str) -> None:
    assert validate_file(write("file.yaml", text), Settings) == Settings()


def test_norway_and_other_traps_of_old_yaml(write: Write) -> None:
    text = """\
        outlets:
          - name: 1984
            country: NO
            kind: online
            state_controlled: no
            feeds:
              - {name: 007, url: https://example.org/, language: no, enabled: off}
        """
    (feed,) = feeds_of(validate_file(write("file.yaml", text), FeedsFile))
    assert feed.feed.outlet == Outlet("1984", "NO", "online", False)
    assert (feed.feed.name, feed.feed.language, feed.enabled) == ("007", "no", False)


@pytest.mark.parametrize(
    ("typed", "judgement"), [("true", True), ("false", False), ("unknown", None), ("", None)]
)
def test_state_control(write: Write, typed: str, judgement: bool | None) -> None:
    text = f"outlets: [{{name: A, state_controlled: {typed}, feeds: [{FEED}]}}]"
    (feed,) = feeds_of(validate_file(write("file.yaml", text), FeedsFile))
    assert feed.feed.outlet.state_controlled is judgement


def test_a_full_monitor_yaml_is_read(write: Write) -> None:
    text = """\
        model: hf:org/name
        model_labels: {LABEL_1: force}
        poll: {interval: 1h30m, max_document: 5MiB, first_poll_window: 0s}
        email: {host: h, security: tls, sender: "Desk, Night <a@example.org>"}
        """
    with pytest.raises(Exception, match="no e-mail address"):
        validate_file(write("file.yaml", text), Settings)
    settings = validate_file(write("file.yaml", text.replace("Desk, Night", "Desk")), Settings)
    assert settings.model_labels == {"LABEL_1": Label.FORCE}
    assert settings.poll.interval == timedelta(minutes=90)
    assert settings.poll.max_document == 5 * 2**20
    assert settings.email
    assert settings.email.effective_port == 465


def test_a_loaded_file_can_place_further_problems(write: Write) -> None:
    path = write("file.yaml", "poll:\n  interval: 5m\n")
    loaded = load_file(path, Settings)
    assert loaded.problem(("poll", "interval"), "too eager") == f"{path}:2:13: too eager"


@pytest.mark.parametrize(
    "address",
    ["desk@example.org", "desk@localhost", "first.last+tag@mail.example.org", "desk@пример.рф"],
)
def test_addresses_that_mail_servers_take(write: Write, address: str) -> None:
    text = f"subscribers: [{{name: a, channels: [{{email: {address}}}]}}]"
    (item,) = validate_file(write("file.yaml", text), SubscribersFile).subscribers
    assert item.channels[0].email == address


@pytest.mark.parametrize(
    "address",
    [
        "desk",
        "@example.org",
        "a@b@example.org",
        "a@example.org, b@example.org",
        "a@exa mple.org",
        "a@b..org",
        "a@example.org\\nBcc: b@example.org",
        "=?utf-8?q?a?=@example.org",
        "a@example.org (desk)",
        f"{'a' * 250}@example.org",
    ],
)
def test_what_is_no_address(refusals: Refusals, address: str) -> None:
    text = f'subscribers: [{{name: a, channels: [{{email: "{address}"}}]}}]'
    (problem,) = refusals(SubscribersFile, text)
    assert "is no e-mail address" in problem

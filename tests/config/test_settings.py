"""monitor.yaml: what is read from it, and every mistake with its mend."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from monitor.config.load import load_config
from monitor.config.settings import Settings
from monitor.config.validate import validate_file
from monitor.domain import Label
from tests.config.conftest import Refusals, Write

SECTION = "a section, 'key: value' on a line each"


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
        ("database: ''", "1:11: database: empty; write text"),
        ("model: 'hf:'", "1:8: model: 'hf:' is no model; write builtin, hf:ORG/NAME or a folder"),
        (
            "model_labels: {LABEL_0: forse}",
            "1:25: LABEL_0: 'forse' is not known; did you mean 'force'?",
        ),
        *(
            (
                f"database: {typed}",
                "1:11: database: no URL of a SQLite or PostgreSQL database; "
                "write e.g. postgresql+psycopg://monitor@db.example.org/monitor",
            )
            for typed in (
                "monitor.db",
                "mysql://x",
                "postgres://db/monitor",
                "postgresql://db:no/x",
            )
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


def test_labels_of_another_model_beside_the_builtin_one_are_a_doubt(tmp_path: Path) -> None:
    (tmp_path / "monitor.yaml").write_text("model_labels: {LABEL_1: force}\n")
    (doubt,) = load_config(tmp_path).doubts
    assert doubt.startswith("monitor.yaml: model_labels says what another model's labels mean")
    (tmp_path / "monitor.yaml").write_text("model: hf:org/news\nmodel_labels: {LABEL_1: force}\n")
    assert load_config(tmp_path).doubts == ()

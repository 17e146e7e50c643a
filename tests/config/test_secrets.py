"""Secrets come from outside the files, and stay out of what is said about them."""

from __future__ import annotations

from pathlib import Path
from traceback import format_exception

import pytest

from monitor.config.load import load_config
from monitor.config.secrets import Secrets
from monitor.config.settings import Settings
from monitor.config.subscribers import SubscribersFile
from monitor.config.validate import validate_file
from monitor.errors import ConfigError
from tests.config.conftest import Refusals

VALUE = "correct horse battery staple"


def test_the_environment_goes_before_the_credentials(tmp_path: Path) -> None:
    (tmp_path / "A").write_text("from a file\n")
    (tmp_path / "B").write_text("from a file\n")
    secrets = Secrets({"A": "from the environment"}, tmp_path)
    assert secrets.fill_in("${A}, ${B}") == "from the environment, from a file"
    assert secrets.revealed == {"from the environment", "from a file"}


def test_a_dollar_can_be_escaped_and_what_is_filled_in_is_not_searched_again() -> None:
    secrets = Secrets({"A": "${B}", "B": "b"})
    assert secrets.fill_in("$${A} $A ${A}$") == "${A} $A ${B}$"


def test_the_process_names_its_credentials(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "SMTP_PASSWORD").write_text(VALUE)
    monkeypatch.setenv("CREDENTIALS_DIRECTORY", str(tmp_path))
    assert Secrets.of_process().fill_in("${SMTP_PASSWORD}") == VALUE


def test_without_secrets_a_reference_is_plain_text(tmp_path: Path) -> None:
    path = tmp_path / "file.yaml"
    path.write_text("model: ${X}\n")
    assert validate_file(path, Settings).model == "${X}"


@pytest.mark.parametrize("environment", [{}, {"SMTP_PASSWORD": ""}])
def test_a_missing_secret_says_where_and_how_to_set_it(
    refusals: Refusals, environment: dict[str, str]
) -> None:
    text = """\
        email:
          host: mail.example.org
          sender: monitor@example.org
          username: monitor
          password: ${SMTP_PASSWORD}
        """
    assert refusals(Settings, text, Secrets(environment)) == [
        "5:13: ${SMTP_PASSWORD} is not set; set it in the environment (export SMTP_PASSWORD=...) "
        "or as a systemd credential (LoadCredential=SMTP_PASSWORD:/path/to/file)"
    ]


@pytest.mark.parametrize("typed", ["${}", "${A B}", "${A", "${../A}", "${A/../B}", "${1}"])
def test_a_malformed_reference_is_refused(refusals: Refusals, typed: str) -> None:
    assert refusals(Settings, f"model: '{typed}'", Secrets({"A": "a"})) == [
        "1:8: '${' begins a secret; write ${NAME}, or $${ for a plain ${"
    ]


def test_an_unreadable_credential_is_named(refusals: Refusals, tmp_path: Path) -> None:
    (tmp_path / "A").write_bytes(b"\xff")
    (problem,) = refusals(Settings, "model: ${A}", Secrets({}, tmp_path))
    assert problem == f"1:8: ${{A}}: the credential {tmp_path / 'A'} cannot be read as text"


def test_a_secret_is_in_no_error_wherever_it_is_put(refusals: Refusals) -> None:
    text = """\
        database: ${S}
        model_labels: {a: "${S}"}
        poll: {interval: "${S}", concurrency: "${S}", max_document: "${S}", user_agent: "${S}\\n"}
        email: {host: h, port: "${S}", security: "${S}", sender: "${S}", username: "${S}"}
        operator: {subscriber: "${S}"}
        log: ${S}
        """
    problems = refusals(Settings, text, Secrets({"S": VALUE}))
    assert len(problems) == 11
    assert VALUE not in str(problems)
    assert "4:24: port: expected a whole number; found '${S}'" in problems


def test_a_secret_typed_into_the_file_is_in_no_error(refusals: Refusals) -> None:
    text = f"""\
        subscribers:
          - name: a
            channels:
              - slack: {VALUE}
              - webhook: {VALUE}
              - webhook: {{url: {VALUE}, sekret: {VALUE}}}
        """
    problems = refusals(SubscribersFile, text)
    assert problems == [
        "4:16: slack: no Slack address; write an incoming webhook's URL, a channel as '#alerts' in "
        "quotes, or its id as C0123ABCD",
        "5:18: webhook: expected a section, 'key: value' on a line each; found text",
        "6:24: url: no address of the web; write e.g. https://example.org/feed.xml",
        "6:54: unknown key 'sekret'; did you mean 'secret'?",
    ]


def test_a_whole_configuration_does_not_show_its_secrets(tmp_path: Path) -> None:
    (tmp_path / "monitor.yaml").write_text("database: 'postgresql://me:${S}@host/db'\n")
    (tmp_path / "subscribers.yaml").write_text(
        "subscribers: [{name: a, channels: [{apprise: 'ntfy://${S}/topic'}, "
        "{webhook: {url: 'https://example.org/${S}', secret: '${K}'}}]}]\n"
    )
    signing = "whsec_aHVudGVyMmh1bnRlcjJodW50ZXIyaHVudGVyMg=="
    config = load_config(tmp_path, Secrets({"S": "hunter2", "K": signing}))
    assert "hunter2" not in repr(config)
    assert signing not in repr(config)
    assert config.settings.database
    assert config.settings.database.get_secret_value() == "postgresql://me:hunter2@host/db"
    assert config.secret_values == {"hunter2", signing}
    assert all("hunter2" not in channel.target for channel in config.subscribers[0].channels)


def test_a_secret_is_not_in_the_trace_of_an_error(tmp_path: Path) -> None:
    path = tmp_path / "file.yaml"
    path.write_text("poll: {interval: '${S}'}\n")
    with pytest.raises(ConfigError) as refused:
        validate_file(path, Settings, Secrets({"S": VALUE}))
    assert VALUE not in "".join(format_exception(refused.value))
    assert refused.value.__context__ is None

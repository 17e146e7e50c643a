"""What channels need of the configuration is checked where it is written, with the mend."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from monitor.app.convert import channel_settings_of, credentials_of, reach_of, targets_of
from monitor.config.load import load_config
from monitor.config.secrets import Secrets
from monitor.config.settings import Settings
from monitor.config.subscribers import SubscribersFile
from monitor.errors import ConfigError
from tests.config.conftest import Refusals, Write

MAIL = "email: {{host: h, sender: m@example.org, {}}}\n"
DKIM = "dkim: {{domain: example.org, selector: mon, {}}}"
SLACK_REFUSED = (
    "no Slack address; write an incoming webhook's URL, a channel as '#alerts' in quotes, "
    "or its id as C0123ABCD"
)


@pytest.fixture(scope="module")
def pem() -> str:
    key = rsa.generate_private_key(public_exponent=65537, key_size=1024)
    return key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    ).decode()


def problems(folder: Path, **secrets: str) -> list[str]:
    with pytest.raises(ConfigError) as refused:
        load_config(folder, Secrets(secrets))
    return [problem.replace(f"{folder}/", "") for problem in refused.value.problems]


def desk(channel: str) -> str:
    return f"subscribers: [{{name: desk, channels: [{{{channel}}}]}}]\n"


@pytest.mark.parametrize("address", ["#alerts", "#einsätze-nacht", "C0123ABCD", "U0123ABCD"])
def test_where_a_bot_posts(write: Write, tmp_path: Path, address: str) -> None:
    write("monitor.yaml", "slack: {bot_token: xoxb-1}\n")
    write("subscribers.yaml", desk(f'slack: "{address}"'))
    (target,) = targets_of(load_config(tmp_path, Secrets({}))).values()
    assert (target.address, target.secret) == (address, "xoxb-1")


@pytest.mark.parametrize("address", ["alerts", "#Alerts", "#two words", "#a|b", "c0123abcd"])
def test_what_is_no_place_to_post(refusals: Refusals, address: str) -> None:
    assert refusals(SubscribersFile, desk(f'slack: "{address}"')) == [
        f"1:47: slack: {SLACK_REFUSED}"
    ]


def test_a_channels_name_needs_a_bot(write: Write, tmp_path: Path) -> None:
    write("subscribers.yaml", desk('slack: "#alerts"'))
    (problem,) = problems(tmp_path)
    assert problem.startswith("subscribers.yaml:1:47: a channel's name needs a bot")


@pytest.mark.parametrize(
    ("slack", "said"),
    [
        ("bot_token: xapp-1", "bot_token: no bot token; it begins with xoxb-"),
        ("bot_token: xoxb-1, app_token: xoxb-1", "no app-level token; it begins with xapp-"),
        ("app_token: xapp-1", "'bot_token' is missing"),
    ],
)
def test_tokens_in_each_others_place(refusals: Refusals, slack: str, said: str) -> None:
    (problem,) = refusals(Settings, f"slack: {{{slack}}}")
    assert said in problem


@pytest.mark.parametrize("secret", ["plain", "whsec_", "whsec_c2hvcnQ=", "whsec_" + "!" * 40])
def test_a_signing_secret_that_is_none(refusals: Refusals, secret: str) -> None:
    text = desk(f"webhook: {{url: 'https://example.org/', secret: '{secret}'}}")
    (problem,) = refusals(SubscribersFile, text)
    assert "whsec_ and at least 24 bytes" in problem
    assert secret not in problem.replace("whsec_ and", "")


def test_apprise_that_is_not_installed(
    write: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("monitor.config.channels.find_spec", lambda _: None)
    write("subscribers.yaml", desk("apprise: 'ntfy://topic'"))
    assert "pip install 'escalation-monitor[apprise]'" in problems(tmp_path)[0]


@pytest.mark.parametrize("address", ["hello", "tgram://s3cret", "nonsense://s3cret/1"])
def test_an_address_that_apprise_does_not_know(
    write: Write, tmp_path: Path, capfd: pytest.CaptureFixture[str], address: str
) -> None:
    write("subscribers.yaml", desk(f"apprise: '{address}'"))
    (problem,) = problems(tmp_path)
    assert problem.startswith("subscribers.yaml:1:49: no address that Apprise knows")
    assert "s3cret" not in problem + "".join(capfd.readouterr())


def test_a_key_in_a_file_or_as_a_secret(write: Write, tmp_path: Path, pem: str) -> None:
    write("keys/dkim.pem", pem)
    for given in ("key_file: keys/dkim.pem", "key: '${DKIM_KEY}'"):
        write("monitor.yaml", MAIL.format(DKIM.format(given)))
        config = load_config(tmp_path, Secrets({"DKIM_KEY": pem}))
        smtp = channel_settings_of(config).smtp
        assert smtp
        assert smtp.dkim
        assert smtp.dkim.private_key.decode().strip() == pem.strip()
        assert pem not in repr(smtp)


@pytest.mark.parametrize(
    ("given", "problem"),
    [
        ("key: '${K}'", "monitor.yaml:1:89: key: no private RSA key in PEM form"),
        ("key_file: absent.pem", "monitor.yaml:1:94: key_file: the file cannot be read: No such"),
        ("key_file: .", "monitor.yaml:1:94: key_file: the file cannot be read: Is a directory"),
    ],
)
def test_a_key_that_is_none(write: Write, tmp_path: Path, given: str, problem: str) -> None:
    write("monitor.yaml", MAIL.format(DKIM.format(given)))
    (found,) = problems(tmp_path, K="s3cret words")
    assert found.startswith(problem)
    assert "s3cret" not in found


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (DKIM.format("key: a, key_file: b"), "give the private key as"),
        (DKIM.format("").replace(", }", "}"), "give the private key as"),
        ("dkim: {domain: nowhere, selector: mon, key: a}", "'nowhere' is no domain"),
        ("dkim: {domain: example.org, selector: 'a b', key: a}", "'a b' is no selector"),
        ("per_minute: 0", "per_minute"),
        ("unsubscribe: nobody", "no e-mail address"),
    ],
)
def test_a_mistake_in_the_mail_section(refusals: Refusals, given: str, said: str) -> None:
    (problem,) = refusals(Settings, MAIL.format(given))
    assert said in problem


def test_mails_a_minute_are_the_pace_of_the_lane(write: Write, tmp_path: Path) -> None:
    write("monitor.yaml", MAIL.format("per_minute: 30, unsubscribe: stop@example.org"))
    smtp = channel_settings_of(load_config(tmp_path, Secrets({}))).smtp
    assert smtp
    assert smtp.pace.interval == timedelta(seconds=2)
    assert smtp.unsubscribe == "stop@example.org"


def test_one_click_is_offered_only_with_a_public_address(write: Write, tmp_path: Path) -> None:
    write("subscribers.yaml", desk("email: d@example.org"))
    write("monitor.yaml", MAIL.format("port: 25"))
    (target,) = reach_of(load_config(tmp_path, Secrets({})), b"k").targets.values()
    assert target.unsubscribe_url == ""
    public = "public_url: https://monitor.example.org/\n"
    write("monitor.yaml", MAIL.format("port: 25") + public)
    (target,) = reach_of(load_config(tmp_path, Secrets({})), b"k").targets.values()
    assert target.unsubscribe_url.startswith("https://monitor.example.org/unsubscribe/")


def test_a_public_address_is_https(refusals: Refusals) -> None:
    (problem,) = refusals(Settings, "public_url: http://monitor.example.org")
    assert "is no https address" in problem


def test_another_token_is_another_credential(write: Write, tmp_path: Path) -> None:
    write("subscribers.yaml", desk('slack: "#alerts"'))
    found = []
    for token in ("xoxb-1", "xoxb-2"):
        write("monitor.yaml", f"slack: {{bot_token: {token}}}\n")
        found.append(credentials_of(load_config(tmp_path, Secrets({}))))
    assert found[0].keys() == found[1].keys()
    assert found[0] != found[1]
    assert "xoxb" not in str(found)

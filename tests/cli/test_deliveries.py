"""The outbox and the channels, as their operator sees and mends them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from monitor.app.convert import targets_of
from monitor.app.opening import open_migrated
from monitor.cli.commands import app
from monitor.config.load import Config, load_config
from monitor.errors import MonitorError
from monitor.store import deliveries, threads
from monitor.store.disabled import disable_target, load_disabled
from monitor.store.engine import Store
from tests.support.examples import NOW
from tests.support.outbox import listed, owe, states

LATER = NOW + timedelta(minutes=5)


@pytest.fixture
def config(tmp_path: Path) -> Config:
    (tmp_path / "monitor.yaml").write_text(f"database: 'sqlite:///{tmp_path}/monitor.db'\n")
    hook = "{slack: 'https://hooks.example.org/T0/s3cret'}"
    (tmp_path / "subscribers.yaml").write_text(
        f"subscribers: [{{name: desk, channels: [{hook}, {{console: true}}]}}]\n"
    )
    return load_config(tmp_path)


@pytest.fixture
def store(config: Config) -> Iterator[Store]:
    """Owe two alerts to the desk's Slack: the first is dead after two attempts."""
    with open_migrated(config) as opened:
        recipient = next(iter(targets_of(config)))
        owe(opened, recipient)
        owe(opened, recipient)
        with opened.write() as connection:
            deliveries.record_retry(connection, 1, NOW, "Slack answered 500: busy", LATER, True)
            deliveries.record_dead(connection, 1, LATER, "Slack answered 404: no_service")
        yield opened


def run(config: Config, *arguments: str) -> Result:
    return CliRunner().invoke(app, [*arguments, "--config", str(config.directory)])


def said(config: Config, *arguments: str) -> str:
    result = run(config, *arguments)
    if result.exception:
        raise result.exception
    return " ".join(result.output.split())


def as_json(config: Config, *arguments: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in run(config, *arguments, "--json").stdout.splitlines()]


def test_every_attempt_is_shown(config: Config, store: Store) -> None:
    (dead,) = [item for item in as_json(config, "deliveries", "list") if item["state"] == "dead"]
    errors = [attempt["error"] for attempt in dead["attempts"]]
    assert errors == ["Slack answered 500: busy", "Slack answered 404: no_service"]
    shown = said(config, "deliveries", "show", "1")
    for part in (*errors, "desk, slack", "Story 1, alert 1", dead["message_id"], "dead"):
        assert part in shown, part
    with store.write() as connection:
        threads.add_note(connection, 2, "16:00 UTC Acknowledged by ann")
    assert "Acknowledged by ann" in said(config, "deliveries", "show", "2")
    rows = run(config, "deliveries", "list", "--attempts").output
    assert rows.count("failed") == 1
    assert "not tried" in rows


def test_dead_letters_are_put_back_and_given_up(config: Config, store: Store) -> None:
    assert "1 will be tried again" in said(config, "deliveries", "retry", "--all")
    assert states(store) == ["pending", "pending"]
    assert listed(store)[0].owed_since > NOW
    assert "no dead letter" in said(config, "deliveries", "retry", "--all")
    said(config, "deliveries", "drop", "1", "2", "1")
    assert states(store) == ["dropped", "dropped"]
    said(config, "deliveries", "retry", "2", "2")
    assert states(store) == ["dropped", "pending"]


def test_a_channel_that_is_off_keeps_no_other_dead_letter(config: Config, store: Store) -> None:
    slack, console = targets_of(config)
    owe(store, console)
    with store.write() as connection:
        deliveries.record_dead(connection, 3, LATER, "the terminal was away")
        disable_target(connection, slack, "Slack answered 404: no_service", NOW, "")
    shown = said(config, "deliveries", "retry", "--all")
    assert "delivery 3 will be tried again" in shown
    assert "monitor channels enable desk" in shown
    assert states(store) == ["dead", "pending", "pending"]


def test_what_went_to_an_address_that_is_gone_is_not_said_to_be_tried_again(
    config: Config, store: Store
) -> None:
    owe(store, ("desk", "email", "email:gone"))
    with store.write() as connection:
        deliveries.record_dead(connection, 3, LATER, "552 too big")
    with pytest.raises(MonitorError, match="desk has no email address email:gone any more"):
        said(config, "deliveries", "retry", "3")
    assert "delivery 1 will be tried again" in said(config, "deliveries", "retry", "--all")
    assert states(store) == ["dead", "pending", "pending"]


def test_what_went_to_an_address_that_is_gone_can_go_to_the_one_in_its_place(
    config: Config, store: Store
) -> None:
    present = next(iter(targets_of(config)))
    story = owe(store, ("desk", "slack", "slack:gone"))
    with store.write() as connection:
        deliveries.record_dead(connection, 3, LATER, "desk has no such address any more")
    with pytest.raises(MonitorError, match="add --readdress"):
        said(config, "deliveries", "retry", "3")
    assert "will be tried again" in said(config, "deliveries", "retry", "3", "--readdress")
    moved = listed(store)[2]
    assert (moved.state, moved.delivery.target, moved.story_id) == ("pending", present[2], story)
    with store.write() as connection:
        deliveries.enqueue(connection, moved.delivery.alert_id, story,
                           ("desk", "slack", "slack:gone"), moved.delivery.message, "<twin>",
                           LATER)  # fmt: skip
        deliveries.record_dead(connection, 4, LATER, "desk has no such address any more")
    with pytest.raises(MonitorError, match="has been told of it already"):
        said(config, "deliveries", "retry", "4", "--readdress")


@pytest.mark.parametrize(
    ("arguments", "mend"),
    [
        (["show", "9"], "no delivery 9"),
        (["retry", "9"], "no delivery 9"),
        (["retry", "2"], "delivery 2 is pending"),
        (["retry"], "--all"),
        (["retry", "1", "--all"], "--all"),
        (["drop", "9"], "no delivery 9"),
    ],
)
def test_what_cannot_be_done_is_said(
    config: Config, store: Store, arguments: list[str], mend: str
) -> None:
    with pytest.raises(MonitorError, match=mend):
        said(config, "deliveries", *arguments)
    assert states(store) == ["dead", "pending"]


def test_a_channel_that_is_off_is_shown_and_switched_on(config: Config, store: Store) -> None:
    recipient = next(iter(targets_of(config)))
    with store.write() as connection:
        disable_target(connection, recipient, "Slack answered 404: no_service", NOW, "")
    slack, console = as_json(config, "channels", "list")
    assert (slack["off_because"], slack["dead"], slack["pending"]) == (
        "Slack answered 404: no_service",
        1,
        1,
    )
    assert console["off_because"] is None
    shown = said(config, "channels", "list")
    assert f"desk's slack {recipient[2]} is off since 2021-12-07 15:30 UTC" in shown
    assert "s3cret" not in shown
    with pytest.raises(MonitorError, match="monitor channels enable desk"):
        said(config, "deliveries", "retry", "1")
    assert states(store) == ["dead", "pending"]
    with pytest.raises(MonitorError, match="no console channel of desk is off"):
        said(config, "channels", "enable", "desk", "--channel", "console")
    said(config, "channels", "enable", "desk")
    with store.read() as connection:
        assert load_disabled(connection) == {}


def test_templates_are_copied_and_a_broken_one_is_refused(config: Config) -> None:
    said(config, "templates", "copy", "notice.txt.j2")
    used = {item["name"]: item["used"] for item in as_json(config, "templates", "list")}
    assert used.pop("notice.txt.j2") == "own"
    assert set(used.values()) == {"shipped"}
    assert "is right" in said(config, "config", "check")
    file = config.directory / "templates" / "notice.txt.j2"
    file.write_text("one\n{{ notice.titel }}\n")
    assert f"{file}:2: there is no 'titel' here" in said(config, "templates", "list")
    with pytest.raises(MonitorError, match=r"notice\.txt\.j2:2"):
        said(config, "config", "check")
    for name, mend in (("notice.txt.j2", "exists already"), ("notce.txt.j2", "did you mean")):
        with pytest.raises(MonitorError, match=mend):
            said(config, "templates", "copy", name)

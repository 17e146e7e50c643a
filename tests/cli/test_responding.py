"""Answers to alerts, and what waits for whom, as a user types and reads them."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml
from typer.testing import CliRunner, Result

from monitor.app import open_store_of, utc_now
from monitor.app.convert import audience_of, feeds_of
from monitor.cli.commands import app
from monitor.config.load import load_config
from monitor.config.timing import WEEK
from monitor.domain import Digest
from monitor.errors import MonitorError
from monitor.pipeline.audience import Audience
from monitor.store import deliveries, entries, feeds
from monitor.store.standings import Standing, save_standing
from tests.support.duty import raise_in
from tests.support.examples import an_entry


@pytest.fixture
def config(tmp_path: Path) -> Path:
    """Return a configuration with a desk that escalates and an analyst that is never disturbed."""
    folder = tmp_path / "config"
    (folder / "watches").mkdir(parents=True)
    feed = {"name": "wire-en", "url": "https://wire.example/rss", "language": "en"}
    outlet = {"name": "Example Wire", "country": "GB", "kind": "agency", "feeds": [feed]}
    quiet = [{"start": "00:00", "end": "24:00", "days": _days_around_today()}]
    subscribers = [
        {
            "name": "desk",
            "minimum_severity": 2,
            "cap": {"alerts": 5, "per": "1h"},
            "escalation": {"contacts": ["officer"], "after": "10m"},
            "channels": [{"console": True}],
        },
        {
            "name": "analyst",
            "time_zone": "Europe/Kyiv",
            "quiet_hours": [{**quiet[0], "except_severity": 5}],
            "digest": {"times": ["07:00"]},
            "delivery": "digest",
            "channels": [{"console": True}],
        },
        {"name": "officer", "escalations_only": True, "channels": [{"console": True}]},
    ]
    for name, content in {
        "monitor.yaml": {},
        "feeds.yaml": {"outlets": [outlet]},
        "watches/talks.yaml": {"title": "Talks", "keywords": {"en": ["army"]}},
        "subscribers.yaml": {"subscribers": subscribers},
    }.items():
        (folder / name).write_text(yaml.safe_dump(content), "utf-8")
    return folder


def _days_around_today() -> list[str]:
    names = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
    today = utc_now().weekday()
    return [names[(today + ahead) % 7] for ahead in (-1, 0, 1)]


@pytest.fixture
def alert(config: Path) -> int:
    """Raise an alert of armed force, story 1, and return its number."""
    return raise_alert(config, 1)


def raise_alert(config: Path, story: int) -> int:
    loaded = load_config(config)
    audience: Audience = audience_of(loaded)
    with open_store_of(config) as store, store.write() as connection:
        feeds.sync_feeds(connection, feeds_of(loaded), utc_now())
        feed_id = feeds.list_feeds(connection)[0].id
        return raise_in(connection, feed_id, audience, story, 4, "talks", utc_now())


def run(config: Path, *arguments: str) -> Result:
    return CliRunner().invoke(app, [*arguments, "--config", str(config)], catch_exceptions=True)


def objects(result: Result) -> list[dict[str, Any]]:
    assert result.exit_code == 0, result.output
    return [json.loads(line) for line in result.stdout.splitlines()]


def test_an_alert_is_acknowledged(config: Path, alert: int) -> None:
    result = run(config, "ack", str(alert), "--by", "ann")
    assert result.exit_code == 0, result.output
    assert "Alert 1 is acknowledged by ann. officer will not be told." in result.output
    again = run(config, "ack", str(alert), "--by", "bob")
    assert "was acknowledged by ann" in again.output
    assert "was acknowledged by ann" in run(config, "ack", f"alert:{alert}").output
    missing = run(config, "ack", "77")
    assert isinstance(missing.exception, MonitorError)
    assert str(missing.exception) == "there is no alert 77; see 'monitor alerts list'"
    wrong = run(config, "ack", "entry:1")
    assert wrong.exit_code == 2
    assert "'entry:1' is no alert; write 12 or alert:12" in wrong.output


def test_control_characters_in_the_name_of_who_answers_are_left_out(
    config: Path, alert: int
) -> None:
    muted = run(config, "mute", "story", "1", "--by", " \x1b[31mann\n")
    assert muted.exit_code == 0, muted.output
    (mute,) = objects(run(config, "mutes", "--json"))
    assert mute["muted_by"] == "[31mann"
    said = run(config, "ack", str(alert), "--by", "\x1b]0;ben").output
    assert "acknowledged by ]0;ben" in said
    assert "\x1b" not in said


def test_stories_and_watches_are_muted_listed_and_unmuted(config: Path, alert: int) -> None:
    assert "until" in run(config, "mute", "story", "1", "--for", "2h", "--by", "ann").output
    said = run(config, "mute", "watch", "talks", "--subscriber", "desk", "--by", "ann").output
    assert "Watch talks is muted for desk, for good" in said
    story, watch = objects(run(config, "mutes", "--json"))
    assert (story["story_id"], story["subscriber"], story["muted_by"]) == (1, None, "ann")
    assert (watch["watch"], watch["subscriber"], watch["until"]) == ("talks", "desk", None)
    assert "story 1" in run(config, "mutes").output
    assert "no longer muted" in run(config, "unmute", "story", "1").output
    assert "is not muted" in run(config, "unmute", "story", "1").output
    assert "no longer" in run(config, "unmute", "watch", "talks", "--subscriber", "desk").output
    assert run(config, "mutes", "--json").output == ""
    assert "Nothing is muted." in run(config, "mutes").output


NOTHING_FOR = (
    "nothing can be muted for '{}'; write 1s to 3650d, or leave --for out to mute it for good"
)


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        (["mute", "watch", "talk"], "no watch is called 'talk'; did you mean 'talks'?"),
        (["mute", "story", "9"], "there is no story 9; see 'monitor stories list'"),
        (["mute", "story", "1", "--for", "2"], "'2' is no duration; write e.g. 90s, 5m, 2h or 7d"),
        (["mute", "story", "1", "--for", "0s"], NOTHING_FOR.format("0s")),
        (["mute", "watch", "talks", "--for", "9999999d"], NOTHING_FOR.format("9999999d")),
        (
            ["mute", "story", "1", "--subscriber", "dsk"],
            "no subscriber is called 'dsk'; did you mean 'desk'?",
        ),
        (["subscribers", "show", "dsk"], "no subscriber is called 'dsk'; did you mean 'desk'?"),
        (["digest", "dsk"], "no subscriber is called 'dsk'; did you mean 'desk'?"),
    ],
)
def test_what_is_named_must_be_there(
    config: Path, alert: int, arguments: list[str], problem: str
) -> None:
    result = run(config, *arguments)
    assert isinstance(result.exception, MonitorError)
    assert str(result.exception) == problem


@pytest.mark.parametrize(
    "command",
    [
        ["ack"],
        ["mute", "story"],
        ["unmute", "story"],
        ["stories", "show"],
        ["deliveries", "show"],
        ["deliveries", "retry"],
        ["deliveries", "drop"],
        ["alerts", "list", "--limit"],
    ],
)
@pytest.mark.parametrize("number", ["9" * 23, "2147483648"])
def test_a_number_that_no_database_takes_is_refused(
    config: Path, command: list[str], number: str
) -> None:
    result = run(config, *command, number)
    assert result.exit_code == 2
    said = " ".join(result.output.replace("│", "").split())
    assert f"{number} is more than there can be" in said


def test_what_waits_for_whom_is_shown(config: Path, alert: int) -> None:
    desk, analyst, officer = objects(run(config, "subscribers", "list", "--json"))
    assert (desk["cap_used"], desk["waiting"], desk["quiet_until"]) == (1, [], None)
    assert officer["wants"] == ["only what others have not acknowledged"]
    (waits,) = analyst["waiting"]
    assert (waits["alert"], waits["held_by"]) == (alert, "digest")
    assert analyst["next_digest"] == waits["release_at"]
    assert analyst["quiet_until"] is not None
    assert objects(run(config, "subscribers", "show", "analyst", "--json")) == [analyst]
    shown = run(config, "subscribers", "show", "analyst").output
    assert "Quiet now: until" in shown
    assert "Headline 1" in shown
    yesterday, today, tomorrow = sorted(_days_around_today(), key=WEEK.index)
    assert f"quiet from 00:00 to 24:00 on {yesterday}, {today}, {tomorrow}" in shown
    assert "gathered in digests at 07:00\n" in shown
    assert "Nothing waits." in run(config, "subscribers", "show", "officer").output
    assert "analyst" in run(config, "subscribers", "list").output


def test_a_list_shows_what_is_high_enough_however_old_it_is(config: Path, alert: int) -> None:
    with open_store_of(config) as store, store.write() as connection:
        feed_id = feeds.list_feeds(connection)[0].id
        raise_in(connection, feed_id, Audience((), "x"), 2, 0, "talks", utc_now())
        grave = Standing(4, None, False, None, ("wire",), (), (), (), (), "both", utc_now())
        save_standing(connection, 1, grave)
    for option in (("--min-score", "0.5"), ("--min-rung", "4")):
        (found,) = objects(run(config, "stories", "list", "--json", "--limit", "1", *option))
        assert found["id"] == 1
    (newest,) = objects(run(config, "stories", "list", "--json", "--limit", "1"))
    assert newest["id"] == 2
    assert "No story is that high." in run(config, "stories", "list", "--min-rung", "5").output


def test_an_entry_that_was_held_back_is_listed_with_why(config: Path, alert: int) -> None:
    with open_store_of(config) as store, store.write() as connection:
        feed_id = feeds.list_feeds(connection)[0].id
        keys = entries.Keys("", "", "")
        entries.add_entry(connection, feed_id, an_entry("Old", "old"), keys, utc_now(), "stale")
    shown = run(config, "entries", "list", "--limit", "1").output
    assert "stale" in shown


def test_an_empty_list_says_what_there_is_none_of(config: Path, alert: int) -> None:
    for arguments, says in (
        (("alerts", "list", "--watch", "talk"), "No alerts of a watch talk yet."),
        (("entries", "list", "--feed", "wire"), "No such entries."),
        (("deliveries", "list", "--state", "dropped"), "No delivery is dropped."),
    ):
        assert says in run(config, *arguments).output


def test_a_digest_is_shown_and_sent_at_once(config: Path, alert: int) -> None:
    preview = run(config, "digest", "analyst").output
    assert "Headline 1" in preview
    assert "talks" in preview
    sent = run(config, "digest", "analyst", "--now").output
    assert "1 alert is in the outbox as one digest for analyst" in sent
    assert "when its quiet hours end" in sent
    assert "Nothing waits for analyst." in run(config, "digest", "analyst", "--now").output
    assert "Nothing waits for analyst." in run(config, "digest", "analyst").output
    told = run(config, "explain", f"alert:{alert}").output
    assert "digest 1 in delivery" in told
    assert "alert None" not in told
    with open_store_of(config) as store, store.read() as connection:
        newest = deliveries.list_deliveries(connection, 1)[0]
    assert isinstance(newest.delivery.message, Digest)
    assert newest.created_at - utc_now() < timedelta(minutes=1)

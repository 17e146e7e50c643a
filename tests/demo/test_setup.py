"""The demo gives the daemon a configuration like any other."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from demo.newsroom import read_newsrooms
from demo.servers import FeedServer, SlackSink, SmtpSink
from demo.servers.http import Request
from demo.setup import write_config
from demo.stage import Stage
from monitor.config.load import load_config
from monitor.resources import bundled


def test_its_configuration_is_right_and_holds_the_shipped_watches(tmp_path: Path) -> None:
    rooms = read_newsrooms()
    with FeedServer() as feeds, SmtpSink() as mail, SlackSink() as slack:
        write_config(tmp_path, rooms, feeds, mail, slack)
        config = load_config(tmp_path)
    assert {feed.feed.name for feed in config.feeds} == {room.feed for room in rooms}
    assert len(config.subscribers) == 2
    assert len(config.watches) == 8
    for file in (bundled("config") / "watches").iterdir():
        assert (tmp_path / "watches" / file.name).read_bytes() == file.read_bytes()


def test_a_round_counts_only_what_was_fetched_since_it_was_published() -> None:
    rooms = read_newsrooms()
    with FeedServer() as feeds, SmtpSink() as mail, SlackSink() as slack:
        stage = Stage(rooms, feeds, mail, slack)
        stage.publish([1])
        assert stage.progress().fetched == 0
        _fetch(feeds, rooms[0].path)
        _fetch(feeds, "/nothing-here")
        assert stage.progress().fetched == 1
        stage.publish([2, 3])
        assert stage.progress().fetched == 0


def _fetch(feeds: FeedServer, path: str) -> None:
    feeds.answer(Request("GET", path, {}, b""))


def test_dates_are_of_the_moment_of_running() -> None:
    rooms = read_newsrooms()
    with FeedServer() as feeds, SmtpSink() as mail, SlackSink() as slack:
        Stage(rooms, feeds, mail, slack).publish([1])
        answer = feeds.answer(Request("GET", rooms[0].path, {}, b""))
    year = str(datetime.now(UTC).year).encode()
    assert b" 2021 " not in answer.body
    assert year in answer.body

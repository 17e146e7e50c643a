"""What is wrong with one feed concerns it alone, and is told without secrets."""

from __future__ import annotations

from pathlib import Path

import pytest
from rich.console import Console

from demo.servers import FeedServer, SlackSink, SmtpSink
from monitor.app import open_house
from monitor.app.looking import check_feeds
from monitor.app.once import poll_once
from monitor.config.load import Config, load_config
from monitor.feeds.exchange import Fetched, FetchRequest, NotModified
from monitor.feeds.fetch import Fetcher
from monitor.store.feeds import list_feeds
from tests.support.house import Item, rss, write_config


@pytest.fixture
def config(
    tmp_path: Path,
    feed_server: FeedServer,
    smtp: SmtpSink,
    slack: SlackSink,
    monkeypatch: pytest.MonkeyPatch,
) -> Config:
    """Configure a feed that is not there, one that meets a fault of ours, and one that is well.

    The addresses of the first two hold a key.
    """
    monkeypatch.setenv("FEED_KEY", "hunter2")
    feed_server.publish("/well", rss(Item("Two presidents begin a video call")))
    folder = write_config(tmp_path, feed_server, smtp, slack, "/absent", "/faulty", "/well")
    file = folder / "feeds.yaml"
    text = file.read_text("utf-8")
    for path in ("/absent", "/faulty"):
        text = text.replace(path, path + "?key=${FEED_KEY}")
    file.write_text(text, "utf-8")
    return load_config(folder)


@pytest.fixture(autouse=True)
def _fault(monkeypatch: pytest.MonkeyPatch) -> None:
    fetch = Fetcher.fetch

    async def fail(fetcher: Fetcher, request: FetchRequest) -> Fetched | NotModified:
        if "/faulty" in request.url:
            raise OverflowError(request.url)
        return await fetch(fetcher, request)

    monkeypatch.setattr(Fetcher, "fetch", fail)


def test_feeds_are_checked_whatever_is_wrong_with_others(
    config: Config, feed_server: FeedServer
) -> None:
    absent, faulty, well = check_feeds(config, config.feeds, lambda: None)
    assert (absent.error or "").startswith(f"{feed_server.url('/absent')}?key=*** answered")
    assert (faulty.error or "").startswith("a fault of the monitor: OverflowError('http")
    assert "hunter2" not in f"{absent} {faulty}"
    assert (well.entries, well.error) == (1, None)


def test_feeds_are_polled_whatever_is_wrong_with_others(
    config: Config, feed_server: FeedServer
) -> None:
    with open_house(config) as house:
        (_, absent), (_, faulty), (_, well) = poll_once(house, None, Console(quiet=True))
        with house.store.read() as connection:
            stored = {item.feed.name: item.last_error for item in list_feeds(connection)}
    assert (absent.error or "").startswith(f"{feed_server.url('/absent')}?key=*** answered")
    assert stored["absent"] == absent.error
    assert (faulty.error or "").startswith("a fault of the monitor: OverflowError('http")
    assert "hunter2" not in f"{absent} {faulty} {stored}"
    assert (well.new, well.error) == (1, None)

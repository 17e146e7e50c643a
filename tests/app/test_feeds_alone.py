"""What is wrong with one feed concerns it alone, whichever command meets it."""

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
from tests.support.house import Item, rss, write_config


@pytest.fixture
def config(tmp_path: Path, feed_server: FeedServer, smtp: SmtpSink, slack: SlackSink) -> Config:
    """Configure a feed that is well and one that meets a fault of ours."""
    feed_server.publish("/well", rss(Item("Two presidents begin a video call")))
    return load_config(write_config(tmp_path, feed_server, smtp, slack, "/faulty", "/well"))


@pytest.fixture(autouse=True)
def _fault(monkeypatch: pytest.MonkeyPatch) -> None:
    fetch = Fetcher.fetch

    async def fail(fetcher: Fetcher, request: FetchRequest) -> Fetched | NotModified:
        if request.url.endswith("/faulty"):
            raise OverflowError("too much")
        return await fetch(fetcher, request)

    monkeypatch.setattr(Fetcher, "fetch", fail)


def test_a_fault_of_ours_with_one_feed_leaves_the_others_checked(config: Config) -> None:
    faulty, well = check_feeds(config, config.feeds, lambda: None)
    assert faulty.error == "a fault of the monitor: OverflowError('too much')"
    assert (well.entries, well.error) == (1, None)


def test_a_fault_of_ours_with_one_feed_leaves_the_others_polled(config: Config) -> None:
    with open_house(config) as house:
        (_, faulty), (_, well) = poll_once(house, None, Console(quiet=True))
    assert faulty.error == "a fault of the monitor: OverflowError('too much')"
    assert (well.new, well.error) == (1, None)

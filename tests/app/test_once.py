"""One round sends all that it owes, as fast as the lanes allow, and waits for nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from rich.console import Console

from demo.servers import FeedServer, Refusal, SlackSink, SmtpSink
from monitor.app import open_house
from monitor.app.once import poll_once
from monitor.config.load import Config, load_config
from monitor.store import deliveries
from tests.support.house import Item, rss, write_config


@pytest.fixture
def config(tmp_path: Path, feed_server: FeedServer, smtp: SmtpSink, slack: SlackSink) -> Config:
    """Configure a feed of two stories and a mail server that takes two mails a second."""
    feed_server.publish(
        "/wire",
        rss(
            Item("Army troops shell a fishing port, killing dozens"),
            Item("Rebel troops seize the northern airport after heavy shelling"),
        ),
    )
    folder = write_config(tmp_path, feed_server, smtp, slack, "/wire")
    file = folder / "monitor.yaml"
    settings = yaml.safe_load(file.read_text("utf-8"))
    settings["email"]["per_minute"] = 120
    file.write_text(yaml.safe_dump(settings), "utf-8")
    return load_config(folder)


def states(config: Config) -> list[str]:
    with open_house(config) as house:
        poll_once(house, None, Console(quiet=True))
        with house.store.read() as connection:
            return sorted(one.state for one in deliveries.list_deliveries(connection, 100))


def test_what_waits_for_the_pace_of_a_lane_is_sent(
    config: Config, smtp: SmtpSink, slack: SlackSink
) -> None:
    assert states(config) == ["sent"] * 4
    assert (len(smtp.mails), len(slack.posts)) == (2, 2)


def test_what_is_to_be_tried_again_is_not_waited_for(config: Config, smtp: SmtpSink) -> None:
    smtp.fail_next(Refusal(451))
    assert states(config) == ["pending", "sent", "sent", "sent"]

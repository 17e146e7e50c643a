"""The link in a mail, pressed: no further mail comes, and everything else goes on."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

import httpx2
import yaml

from demo.servers import FeedServer, SlackSink, SmtpSink
from monitor.app.house import House
from monitor.app.opening import open_migrated
from monitor.config.load import load_config
from monitor.store import feeds
from tests.support.house import rss, write_config
from tests.support.ports import free_port
from tests.system.test_duty import EVENING, SHELLING, ULTIMATUM, ByWords, Clock, a_second, run


def write_public(folder: Path, feed_server: FeedServer, smtp: SmtpSink, slack: SlackSink) -> Path:
    """Configure one reader of mail and one of Slack, and a public address."""
    config = write_config(folder, feed_server, smtp, slack, "/wire", "/other")
    listen = f"127.0.0.1:{free_port()}"
    file = config / "monitor.yaml"
    settings = yaml.safe_load(file.read_text("utf-8"))
    settings |= {"public_url": "https://desk.example.org/monitor", "web": {"listen": listen}}
    file.write_text(yaml.safe_dump(settings), "utf-8")
    readers = [
        {"name": "desk", "channels": [{"email": "desk@example.org"}]},
        {"name": "room", "channels": [{"slack": slack.url}]},
    ]
    (config / "subscribers.yaml").write_text(yaml.safe_dump({"subscribers": readers}), "utf-8")
    return config


async def test_one_click_stops_the_mails_to_its_reader_alone(
    tmp_path: Path, feed_server: FeedServer, smtp: SmtpSink, slack: SlackSink
) -> None:
    config = write_public(tmp_path, feed_server, smtp, slack)
    feed_server.publish("/wire", rss(SHELLING, now=EVENING))
    feed_server.publish("/other", rss(ULTIMATUM, now=EVENING))
    loaded, clock = load_config(config), Clock(EVENING)
    with open_migrated(loaded) as store:
        async with House(loaded, store, ByWords(), clock) as house:
            await house.listen()
            with store.read() as connection:
                first, second = feeds.due_feeds(connection, clock.now)
            await house.parts.poll(first)
            await a_second(house)
            (mail,) = smtp.mails
            link = mail.message["List-Unsubscribe"].partition("<")[2].partition(">")[0]
            assert link.startswith("https://desk.example.org/monitor/unsubscribe/")
            async with httpx2.AsyncClient() as client:
                here = f"http://{loaded.settings.web.listen}{urlsplit(link).path}"
                body = {"List-Unsubscribe": mail.message["List-Unsubscribe-Post"].split("=")[1]}
                assert (await client.post(here, data=body)).status_code == 200
            clock.now += timedelta(seconds=2)
            await house.parts.poll(second)
            await a_second(house)
            assert (len(smtp.mails), len(slack.accepted)) == (1, 2)
    assert "dropped" in run(config, "deliveries", "list")
    assert "unsubscribed by the link in a mail" in run(config, "channels", "list")

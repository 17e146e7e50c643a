"""The daemon as a Slack bot, from outside: an alert, a button pressed, a template saved."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from demo.servers import FeedServer, SlackSink, SmtpSink
from tests.support.house import Item, ask, rss, running, write_config

CALL = Item("Two presidents begin video call as troops mass at border", "Sanctions are weighed.")
STRIKE = Item("Troops shell border town, several soldiers killed", "Artillery fire is reported.")


def edit(file: Path, **changes: Any) -> None:
    file.write_text(yaml.safe_dump({**yaml.safe_load(file.read_text("utf-8")), **changes}), "utf-8")


def test_a_button_is_heard_and_a_saved_template_used(
    tmp_path: Path, feed_server: FeedServer, smtp: SmtpSink, slack: SlackSink
) -> None:
    config = write_config(tmp_path, feed_server, smtp, slack, "/wire")
    tokens = {"bot_token": slack.token, "app_token": slack.app_token, "api": slack.api}
    edit(config / "monitor.yaml", slack=tokens)
    desk = {"name": "desk", "channels": [{"email": "desk@example.org"}, {"slack": "#alerts"}]}
    edit(config / "subscribers.yaml", subscribers=[desk])
    feed_server.publish("/wire", rss(CALL))
    with running(config) as daemon:
        daemon.await_that(lambda: slack.messages and smtp.mails and slack.socket.open)
        slack.press("relevant", person="ann")
        daemon.await_that(lambda: "Judged relevant by ann" in str(slack.messages))
        assert slack.socket.acknowledged == ["envelope-1"]
        (config / "templates").mkdir()
        for name, source in {
            "alert.subject.txt.j2": "MINE: {{ alert.headline }}",
            "alert.txt.j2": "{{ alert.nothing }}",
        }.items():
            (config / "templates" / name).write_text(source, "utf-8")
        daemon.await_that(
            lambda: any("template was refused" in mail.message["Subject"] for mail in smtp.mails)
        )
        feed_server.publish("/wire", rss(CALL, STRIKE))
        daemon.await_that(lambda: any("MINE" in mail.message["Subject"] for mail in smtp.mails))
        assert daemon.stop() < 10
    (mine,) = [mail.message for mail in smtp.mails if "MINE" in mail.message["Subject"]]
    assert "Why:" in mine.get_body(("plain",)).get_content()
    assert slack.token not in daemon.log
    assert slack.app_token not in daemon.log
    (first, *_) = [item for item in ask(config, "deliveries", "list") if item["notes"]]
    assert "Judged relevant by ann" in first["notes"][0]

"""The daemon does its job from outside: feeds in, one message an alert out, nothing lost."""

from __future__ import annotations

import os
import re
import signal
import socket
import sqlite3
import sys
import time
from contextlib import closing
from pathlib import Path

from demo.servers import FeedServer, Refusal, SlackSink, SmtpSink
from tests.support.house import Item, ask, rss, running, write_config

CALL = Item(
    "Two presidents begin video call as troops mass at border",
    "Sanctions are weighed and an offensive is warned of, two agencies report.",
)
STRIKE = Item("Troops shell border town, several soldiers killed", "Artillery fire is reported.")
OLD = Item("Troops withdraw after talks between presidents", minutes_old=60 * 24 * 3)
GARDEN = Item("Garden show opens with record number of roses")
# Python runs this at its start, where it stands in a folder of PYTHONPATH.
RESOLVER_THAT_HANGS = """
import socket, time
answer = socket.getaddrinfo
def getaddrinfo(host, *args, **kwargs):
    if ".test" in str(host):
        time.sleep(300)
    return answer(host, *args, **kwargs)
socket.getaddrinfo = getaddrinfo
"""


def test_each_alert_goes_out_once_over_each_channel_and_survives_a_kill(
    tmp_path: Path, feed_server: FeedServer, smtp: SmtpSink, slack: SlackSink
) -> None:
    config = write_config(tmp_path, feed_server, smtp, slack, "/wire")
    feed_server.publish("/wire", rss(OLD, GARDEN, CALL))
    with running(config) as daemon:
        daemon.await_that(lambda: smtp.mails and slack.accepted)
        assert "Two presidents begin video call" in smtp.mails[0].message["Subject"]
        daemon.stop(signal.SIGKILL)
    feed_server.publish("/wire", rss(OLD, GARDEN, CALL, STRIKE))
    with running(config) as daemon:
        daemon.await_that(lambda: len(smtp.mails) > 1 and len(slack.accepted) > 1)
        polls = len(feed_server.requests)
        daemon.await_that(lambda: len(feed_server.requests) > polls)
        assert daemon.stop() < 10
        assert daemon.process.returncode == 0
    assert len(smtp.mails) == len(slack.accepted) == 2
    assert "shell border town" in smtp.mails[1].message["Subject"]
    entries = ask(config, "entries", "list")
    assert {entry["title"] for entry in entries} == {
        item.title for item in (OLD, GARDEN, CALL, STRIKE)
    }
    assert [item["state"] for item in ask(config, "deliveries", "list")] == ["sent"] * 4


def test_a_bad_feed_and_a_bad_mail_server_stop_nothing_else(
    tmp_path: Path, feed_server: FeedServer, smtp: SmtpSink, slack: SlackSink
) -> None:
    config = write_config(tmp_path, feed_server, smtp, slack, "/wire", "/page", "/gone")
    feed_server.publish("/wire", rss(CALL))
    feed_server.publish("/page", "<html><body>Please log in</body></html>", "text/html")
    smtp.fail_always(Refusal(451))
    with running(config) as daemon:
        daemon.await_that(lambda: slack.accepted)
        daemon.await_that(lambda: "delivery failed" in daemon.log)
        daemon.stop()
    states = {feed["name"]: feed for feed in ask(config, "feeds", "list")}
    assert states["wire"]["error"] is None
    assert "HTML" in states["page"]["error"]
    assert "404" in states["gone"]["error"]
    owed = {item["channel"]: item["state"] for item in ask(config, "deliveries", "list")}
    assert owed == {"email": "pending", "slack": "sent"}


def test_names_that_hang_in_dns_hold_up_neither_other_feeds_nor_the_stop(
    tmp_path: Path, feed_server: FeedServer, smtp: SmtpSink, slack: SlackSink
) -> None:
    paths = ("/wire", *(f"/slow{number}" for number in range(12)))
    config = write_config(tmp_path, feed_server, smtp, slack, *paths)
    feed_server.publish("/wire", rss(CALL))
    file = config / "feeds.yaml"
    file.write_text(
        re.sub(r"http://[^/]+/(slow\d+)", r"http://\1.test/", file.read_text("utf-8")), "utf-8"
    )
    (tmp_path / "sitecustomize.py").write_text(RESOLVER_THAT_HANGS, "utf-8")
    with running(config, {"PYTHONPATH": os.pathsep.join([str(tmp_path), *sys.path])}) as daemon:
        daemon.await_that(lambda: slack.accepted, 20)
        assert daemon.stop() < 10


def test_an_impatient_user_who_presses_again_and_again_sees_it_end_quietly(
    tmp_path: Path, feed_server: FeedServer, smtp: SmtpSink, slack: SlackSink
) -> None:
    config = write_config(tmp_path, feed_server, smtp, slack, "/wire")
    feed_server.publish("/wire", rss(GARDEN))
    with running(config) as daemon:
        daemon.await_that(lambda: "feed polled" in daemon.log)
        while daemon.process.poll() is None:
            daemon.process.send_signal(signal.SIGINT)
            time.sleep(0.005)
        assert daemon.process.returncode == 0
        assert "stopping" in daemon.log
        assert "Traceback" not in daemon.log


def test_a_database_that_another_program_holds_does_not_hold_up_the_stop(
    tmp_path: Path, feed_server: FeedServer, smtp: SmtpSink, slack: SlackSink
) -> None:
    config = write_config(tmp_path, feed_server, smtp, slack, "/wire")
    feed_server.publish("/wire", rss(GARDEN))
    with running(config) as daemon:
        daemon.await_that(lambda: "feed polled" in daemon.log)
        file = tmp_path / "data" / "monitor.db"
        with closing(sqlite3.connect(file, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            asked = len(feed_server.requests)
            feed_server.publish("/wire", rss(GARDEN, CALL))
            daemon.await_that(lambda: len(feed_server.requests) > asked)
            assert daemon.stop() < 10
            assert daemon.process.returncode == 0
    with running(config) as daemon:
        daemon.await_that(lambda: smtp.mails and slack.accepted)
        daemon.stop()
    assert len(smtp.mails) == len(slack.accepted) == 1


def test_a_saved_watch_takes_effect_and_a_broken_one_is_refused(
    tmp_path: Path, feed_server: FeedServer, smtp: SmtpSink, slack: SlackSink
) -> None:
    config = write_config(tmp_path, feed_server, smtp, slack, "/wire")
    feed_server.publish("/wire", rss(GARDEN))
    notified = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
    notified.bind(str(tmp_path / "notify"))
    notified.settimeout(60)
    with notified, running(config, {"NOTIFY_SOCKET": str(tmp_path / "notify")}) as daemon:
        assert notified.recv(100) == b"READY=1"
        assert notified.recv(100).startswith(b"STATUS=1 feeds, 0 failing; 0 messages owed")
        watch = config / "watches" / "talks.yaml"
        watch.write_text("keywords: {en: [garden]}\nminimum_scor: 0.1\n", "utf-8")
        daemon.await_that(lambda: "configuration refused" in daemon.log)
        assert "minimum_score" in daemon.log
        assert "talks.yaml:2" in daemon.log
        daemon.await_that(lambda: len(smtp.mails) == 1)
        assert "refused" in smtp.mails[0].message["Subject"]
        watch.write_text("keywords: {en: [garden, ceasefire]}\n", "utf-8")
        daemon.process.send_signal(signal.SIGHUP)
        daemon.await_that(lambda: "configuration taken over" in daemon.log)
        feed_server.publish("/wire", rss(GARDEN, Item("Ceasefire agreed at the border")))
        for wanted in ("Ceasefire agreed", "Over"):
            daemon.await_that(
                lambda wanted=wanted: any(wanted in mail.message["Subject"] for mail in smtp.mails)
            )
        daemon.stop()

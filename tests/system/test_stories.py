"""A story is told once and again when it is denied, in one thread, seen from outside."""

from __future__ import annotations

from pathlib import Path

from demo.servers import FeedServer, SlackSink, SmtpSink
from tests.support.house import Item, ask, rss, running, write_config

STRIKE = Item("Russian troops cross the border near Kharkiv, president of Ukraine says")
COPY = Item("Russian troops cross the border near Kharkiv, president of Ukraine says!")
DENIAL = Item("Kremlin denies that Russian troops crossed the border near Kharkiv", minutes_old=1)


def test_a_denial_is_told_in_the_thread_of_the_story(
    tmp_path: Path, feed_server: FeedServer, smtp: SmtpSink, slack: SlackSink
) -> None:
    config = write_config(tmp_path, feed_server, smtp, slack, "/wire", "/other")
    feed_server.publish("/wire", rss(STRIKE))
    feed_server.publish("/other", rss())
    with running(config) as daemon:
        daemon.await_that(lambda: smtp.mails and slack.accepted)
        feed_server.publish("/other", rss(COPY, DENIAL))
        daemon.await_that(lambda: len(smtp.mails) > 1 and len(slack.accepted) > 1)
        daemon.stop()
    first, update = (mail.message for mail in smtp.mails)
    assert update["Subject"].startswith("Update: ")
    assert update["References"] == f"{first['References']} {first['Message-ID']}"
    assert update["In-Reply-To"] == first["Message-ID"]
    assert first["In-Reply-To"] is None
    text = update.get_body(("plain",)).get_content()
    assert "denial reported by Outlet other" in text
    assert DENIAL.title in text
    (shown,) = ask(config, "stories", "show", "1")
    assert (shown["rung"], shown["official"]) == (5, "denied")
    assert [alert["kind"] for alert in shown["alerts"]] == ["raise", "update"]
    (way,) = ask(config, "explain", "2")
    assert any("adds nothing new" in watch["outcome"] for watch in way["watches"])

"""A night on duty, seen from the outside: feeds in, mails and posts out, the clock in our hands."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import yaml
from typer.testing import CliRunner

from demo.servers import FeedServer, SlackSink, SmtpSink
from monitor.app.house import House
from monitor.app.opening import open_migrated
from monitor.cli.commands import app
from monitor.config.load import load_config
from monitor.domain import Label, Score
from monitor.scoring.classifier import Headline
from monitor.store import feeds
from tests.support.examples import a_score
from tests.support.house import Item, rss, write_config

EVENING = datetime(2021, 12, 7, 20, 30, tzinfo=UTC)
SHELLING = Item("Troops shell border town, several soldiers killed")
SUMMIT = Item("Two presidents call off their summit")
ULTIMATUM = Item("President gives neighbours one day to withdraw troops")


class Clock:
    """A clock that stands until it is set."""

    def __init__(self, now: datetime) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now


class ByWords:
    """A classifier that knows armed force when it reads of shelling."""

    name = "words@1"

    def score(self, texts: Sequence[Headline]) -> list[Score]:
        return [a_score(Label.FORCE if "shell" in text.title else Label.VERBAL) for text in texts]


def write_duty(folder: Path, feed_server: FeedServer, smtp: SmtpSink, slack: SlackSink) -> Path:
    """Configure a desk that sleeps from 22:00 in Kyiv, and an officer behind it."""
    config = write_config(folder, feed_server, smtp, slack, "/wire")
    desk = {
        "name": "desk",
        "time_zone": "Europe/Kyiv",
        "quiet_hours": [{"start": "22:00", "end": "07:00"}],
        "escalation": {"contacts": ["officer"], "after": "10m"},
        "channels": [{"email": "desk@example.org"}],
    }
    officer = {"name": "officer", "escalations_only": True, "channels": [{"slack": slack.url}]}
    text = yaml.safe_dump({"subscribers": [desk, officer]})
    (config / "subscribers.yaml").write_text(text, "utf-8")
    return config


async def a_second(house: House) -> None:
    """Do what the daemon does every second, until all of it is done."""
    await house.assess()
    await house.measure()
    await house.release()
    await house.escalate()
    await house.deliver()
    await house.drain(10)


async def test_a_night_with_force_that_nobody_acknowledges_and_words_that_wait(
    tmp_path: Path, feed_server: FeedServer, smtp: SmtpSink, slack: SlackSink
) -> None:
    config = write_duty(tmp_path, feed_server, smtp, slack)
    feed_server.publish("/wire", rss(SHELLING, SUMMIT, ULTIMATUM, now=EVENING))
    loaded, clock = load_config(config), Clock(EVENING)
    with open_migrated(loaded) as store:
        async with House(loaded, store, ByWords(), clock) as house:
            with store.read() as connection:
                (stored,) = feeds.due_feeds(connection, clock.now)
            await house.parts.poll(stored)
            await a_second(house)
            (mail,) = smtp.mails
            assert mail.message["Subject"].startswith(f"[Armed force 4/4] {SHELLING.title} - ")
            body = mail.message.get_body(("plain",)).get_content()
            assert "Acknowledge it by 20:40 UTC, or officer is told next (monitor ack" in body

            clock.now = EVENING + timedelta(minutes=10)
            await a_second(house)
            (post,) = slack.accepted
            assert "Not acknowledged" in post.payload["text"]
            assert "not acknowledged by desk within 10 minutes" in str(post.payload["blocks"])
            number = body.split("monitor ack ")[1].split(")")[0]
            said = run(config, "ack", number, "--by", "officer")
            assert f"Alert {number} is acknowledged by officer" in said

            clock.now = datetime(2021, 12, 8, 4, 59, tzinfo=UTC)
            await a_second(house)
            assert len(smtp.mails) == 1
            clock.now = datetime(2021, 12, 8, 5, 0, tzinfo=UTC)
            await a_second(house)
            await a_second(house)
            digest = smtp.mails[1].message
            assert len(smtp.mails) == 2
            assert digest["Subject"] == "What waited through quiet hours: 2 stories"
            text = digest.get_body(("plain",)).get_content()
            assert SUMMIT.title in text
            assert ULTIMATUM.title in text
            assert "Intensity:" in text
    told = run(config, "explain", f"alert:{number}")
    assert "officer was told" in told
    assert "acknowledged by officer" in told
    waited = run(config, "explain", f"alert:{int(number) + 1}")
    assert "desk was told 2021-12-08 05:00:00 UTC, having waited: quiet hours" in waited
    assert "digest 1 in delivery" in waited
    assert "officer was not told: it is told only of what others have not" in waited


def run(config: Path, *arguments: str) -> str:
    result = CliRunner().invoke(app, [*arguments, "--config", str(config)])
    assert result.exit_code == 0, result.output
    return result.output

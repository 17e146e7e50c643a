"""The outbox reaches real sinks on loopback, once, whatever fails on the way."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from demo.servers import Refusal, Reply, SlackSink, SmtpSink
from monitor.delivery.channels import ChannelSettings, open_channels
from monitor.delivery.content import Target
from monitor.delivery.mail import SmtpSettings
from monitor.delivery.retry import RetryRule
from monitor.delivery.templates import Templates
from monitor.pipeline.deliver import Postman, Reach
from monitor.store import alerts, deliveries, entries, feeds, stories
from monitor.store.engine import Store
from tests.support.examples import FEED, NOW, a_message, an_alert, an_entry

MAIL = ("desk", "email", "email:1")
SLACK = ("desk", "slack", "slack:1")


class Clock:
    """A clock that stands until it is set."""

    def __init__(self, now: datetime) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock(NOW)


@pytest.fixture
async def reach(smtp: SmtpSink, slack: SlackSink) -> AsyncIterator[Reach]:
    settings = ChannelSettings(
        templates=Templates(),
        smtp=SmtpSettings(
            host=smtp.host, port=smtp.port, security="none", sender="monitor@example.org"
        ),
    )
    channels = open_channels(settings)
    targets = {
        MAIL: Target("email:1", "desk@example.org"),
        SLACK: Target("slack:1", slack.url),
    }
    yield Reach(channels, targets, RetryRule(max_attempts=3))
    for channel in channels.values():
        await channel.close()


@pytest.fixture
def postman(sqlite_store: Store, clock: Clock) -> Postman:
    return Postman(sqlite_store, clock, jitter=lambda: 0.5)


@pytest.fixture
def owe(sqlite_store: Store) -> Callable[..., None]:
    """Return a function that owes one alert of a new story to recipients."""

    def owe(*recipients: tuple[str, str, str]) -> None:
        with sqlite_store.write() as connection:
            feeds.sync_feeds(connection, [(FEED, "wire.example", True)], NOW)
            (feed,) = feeds.list_feeds(connection)
            story_id = stories.next_story_id(connection)
            entry = an_entry(identity=f"entry-{story_id}")
            keys = entries.Keys("", "", "")
            entry_id = entries.add_entry(connection, feed.id, entry, keys, NOW, None)
            stories.open_story(connection, story_id, entry, NOW)
            alert = replace(an_alert(), story_id=story_id, entry_id=entry_id)
            alert_id = alerts.save_alert(connection, alert, "first")
            message = replace(a_message(alert_id), story_id=story_id)
            for recipient in recipients:
                message_id = f"<{alert_id}-{recipient[1]}@example.org>"
                deliveries.enqueue(
                    connection, alert_id, story_id, recipient, message, message_id, NOW
                )

    return owe


def states(store: Store) -> list[str]:
    with store.read() as connection:
        return sorted(item.state for item in deliveries.list_deliveries(connection, 100))


async def rounds(postman: Postman, reach: Reach, clock: Clock, count: int = 1) -> None:
    """Deliver, wait for what was started, and let an hour pass, some times."""
    for _ in range(count):
        await postman.deliver(reach)
        await postman.finish(10)
        clock.now += timedelta(hours=1)


async def test_each_recipient_gets_an_alert_once(
    owe: Callable[..., None],
    postman: Postman,
    reach: Reach,
    clock: Clock,
    smtp: SmtpSink,
    slack: SlackSink,
) -> None:
    owe(MAIL, SLACK)
    await rounds(postman, reach, clock, 3)
    assert states(postman.store) == ["sent", "sent"]
    assert [mail.recipients for mail in smtp.mails] == [("desk@example.org",)]
    assert len(slack.posts) == 1


async def test_a_failing_channel_holds_up_no_other_and_is_tried_again(
    owe: Callable[..., None],
    postman: Postman,
    reach: Reach,
    clock: Clock,
    smtp: SmtpSink,
    slack: SlackSink,
) -> None:
    smtp.fail_next(Refusal(451))
    owe(MAIL, SLACK)
    await rounds(postman, reach, clock)
    assert (len(smtp.mails), len(slack.posts)) == (0, 1)
    assert states(postman.store) == ["pending", "sent"]
    await rounds(postman, reach, clock)
    assert (len(smtp.mails), len(slack.posts)) == (1, 1)


async def test_a_refusal_for_good_is_a_dead_letter_with_its_reason(
    owe: Callable[..., None], postman: Postman, reach: Reach, clock: Clock, smtp: SmtpSink
) -> None:
    smtp.fail_always(Refusal(550, text="no such user"))
    owe(MAIL)
    await rounds(postman, reach, clock, 3)
    with postman.store.read() as connection:
        (dead,) = deliveries.list_deliveries(connection, 10)
        tries = deliveries.attempts_of(connection, dead.delivery.delivery_id)
    assert dead.state == "dead"
    assert "550" in (dead.last_error or "")
    assert len(tries) == 1


async def test_a_webhook_that_is_gone_is_disabled(
    owe: Callable[..., None], postman: Postman, reach: Reach, clock: Clock, slack: SlackSink
) -> None:
    slack.reply_always(Reply(410, "gone"))
    owe(SLACK)
    owe(SLACK)
    await rounds(postman, reach, clock, 3)
    with postman.store.read() as connection:
        assert SLACK in deliveries.load_disabled(connection)
    assert states(postman.store) == ["dead", "dead"]


async def test_what_can_no_longer_be_reached_is_a_dead_letter(
    owe: Callable[..., None], postman: Postman, reach: Reach, clock: Clock
) -> None:
    owe(("former", "email", "email:9"))
    await rounds(postman, reach, clock)
    with postman.store.read() as connection:
        (dead,) = deliveries.list_deliveries(connection, 10)
    assert dead.last_error == "subscriber former has no email address email:9 any more"


async def test_what_was_leased_by_a_daemon_that_died_goes_out_after_a_while(
    owe: Callable[..., None], postman: Postman, reach: Reach, clock: Clock, smtp: SmtpSink
) -> None:
    owe(MAIL)
    with postman.store.write() as connection:
        (owed,) = deliveries.open_deliveries(connection)
        until = NOW + timedelta(minutes=5)
        deliveries.lease(connection, [owed.delivery.delivery_id], NOW, until)
    await postman.deliver(reach)
    await postman.finish(10)
    assert smtp.mails == []
    clock.now = until
    await rounds(postman, reach, clock)
    assert len(smtp.mails) == 1

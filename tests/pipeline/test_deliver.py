"""The outbox reaches real sinks on loopback, once, whatever fails on the way."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from threading import Event

import pytest
from sqlalchemy.exc import OperationalError

from demo.servers import Refusal, Reply, SlackSink, SmtpSink
from demo.servers.http import Request, Response
from monitor.delivery.channels import ChannelSettings, open_channels
from monitor.delivery.content import Target
from monitor.delivery.mail import SmtpSettings
from monitor.delivery.templates import Templates
from monitor.pipeline.deliver import LEASE, Postman, Reach
from monitor.store import deliveries
from monitor.store.disabled import forget_changed, load_disabled
from monitor.store.engine import Store
from tests.support.examples import NOW
from tests.support.outbox import Clock, owe, reach_of, rounds, states

MAIL = ("desk", "email", "email:1")
SLACK = ("desk", "slack", "slack:1")


@pytest.fixture
def clock() -> Clock:
    return Clock()


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
    yield reach_of(channels, targets)
    for channel in channels.values():
        await channel.close()


@pytest.fixture
def postman(sqlite_store: Store, clock: Clock) -> Postman:
    return Postman(sqlite_store, clock, jitter=lambda: 0.5)


async def test_each_recipient_gets_an_alert_once(
    postman: Postman,
    reach: Reach,
    clock: Clock,
    smtp: SmtpSink,
    slack: SlackSink,
) -> None:
    owe(postman.store, MAIL, SLACK)
    await rounds(postman, reach, clock, 3)
    assert states(postman.store) == ["sent", "sent"]
    assert [mail.recipients for mail in smtp.mails] == [("desk@example.org",)]
    assert len(slack.posts) == 1


async def test_a_failing_channel_holds_up_no_other_and_is_tried_again(
    postman: Postman,
    reach: Reach,
    clock: Clock,
    smtp: SmtpSink,
    slack: SlackSink,
) -> None:
    smtp.fail_next(Refusal(451))
    owe(postman.store, MAIL, SLACK)
    await rounds(postman, reach, clock)
    assert (len(smtp.mails), len(slack.posts)) == (0, 1)
    assert states(postman.store) == ["pending", "sent"]
    await rounds(postman, reach, clock)
    assert (len(smtp.mails), len(slack.posts)) == (1, 1)


async def test_a_refusal_for_good_is_a_dead_letter_with_its_reason(
    postman: Postman, reach: Reach, clock: Clock, smtp: SmtpSink
) -> None:
    smtp.fail_always(Refusal(550, text="no such user"))
    owe(postman.store, MAIL)
    await rounds(postman, reach, clock, 3)
    with postman.store.read() as connection:
        (dead,) = deliveries.list_deliveries(connection, 10)
        tries = deliveries.attempts_of(connection, dead.delivery.delivery_id)
    assert dead.state == "dead"
    assert "550" in (dead.last_error or "")
    assert len(tries) == 1


async def test_a_webhook_that_is_gone_is_disabled(
    postman: Postman, reach: Reach, clock: Clock, slack: SlackSink
) -> None:
    slack.reply_always(Reply(410, "gone"))
    owe(postman.store, SLACK)
    owe(postman.store, SLACK)
    await rounds(postman, reach, clock, 3)
    with postman.store.read() as connection:
        assert SLACK in load_disabled(connection)
    assert states(postman.store) == ["dead", "dead"]


async def test_what_can_no_longer_be_reached_is_a_dead_letter(
    postman: Postman, reach: Reach, clock: Clock
) -> None:
    owe(postman.store, ("former", "email", "email:9"))
    await rounds(postman, reach, clock)
    with postman.store.read() as connection:
        (dead,) = deliveries.list_deliveries(connection, 10)
    assert dead.last_error == "subscriber former has no email address email:9 any more"


async def test_what_was_leased_by_a_daemon_that_died_goes_out_after_a_while(
    postman: Postman, reach: Reach, clock: Clock, smtp: SmtpSink
) -> None:
    owe(postman.store, MAIL)
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


async def test_what_is_being_sent_is_not_sent_beside_itself_where_the_clock_jumps(
    postman: Postman,
    reach: Reach,
    clock: Clock,
    slack: SlackSink,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    begun, over, answer = Event(), Event(), slack.answer

    def slowly(request: Request) -> Response:
        begun.set()
        over.wait(10)
        return answer(request)

    monkeypatch.setattr(slack, "answer", slowly)
    owe(postman.store, SLACK)
    assert await postman.deliver(reach) == 1
    assert await asyncio.to_thread(begun.wait, 10)
    clock.now += 2 * LEASE
    assert await postman.deliver(reach) == 0
    over.set()
    await postman.finish(10)
    assert (states(postman.store), len(slack.posts)) == (["sent"], 1)


async def test_an_update_waits_for_its_first_alert_and_goes_once_that_is_dead(
    postman: Postman, reach: Reach, clock: Clock, smtp: SmtpSink
) -> None:
    smtp.fail_next(Refusal(451), Refusal(550))
    story = owe(postman.store, MAIL)
    owe(postman.store, MAIL, story=story)
    await rounds(postman, reach, clock)
    assert states(postman.store) == ["pending", "pending"]
    await rounds(postman, reach, clock)
    assert states(postman.store) == ["dead", "pending"]
    assert smtp.mails == []
    await rounds(postman, reach, clock)
    assert [mail.message["Subject"] for mail in smtp.mails] == [
        "Update: [Cooperation 1/4] Story 1, alert 2 - Example Wire (United Kingdom)"
    ]


async def test_an_update_is_threaded_to_the_mail_that_went_out(
    postman: Postman, reach: Reach, clock: Clock, smtp: SmtpSink
) -> None:
    story = owe(postman.store, MAIL)
    await rounds(postman, reach, clock)
    owe(postman.store, MAIL, story=story)
    await rounds(postman, reach, clock)
    first, update = (mail.message for mail in smtp.mails)
    assert update["In-Reply-To"] == first["Message-ID"]
    assert first["Message-ID"] in update["References"]


async def test_what_the_database_does_not_take_is_written_again_and_not_sent_again(
    postman: Postman,
    reach: Reach,
    clock: Clock,
    smtp: SmtpSink,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def full(*_: object) -> None:
        raise OperationalError("UPDATE", {}, Exception("database or disk is full"))

    owe(postman.store, MAIL)
    with monkeypatch.context() as broken:
        broken.setattr(deliveries, "record_sent", full)
        await rounds(postman, reach, clock, 3)
    assert states(postman.store) == ["pending"]
    await rounds(postman, reach, clock)
    assert states(postman.store) == ["sent"]
    assert len(smtp.mails) == 1


async def test_a_channel_is_on_again_with_another_secret_or_none(
    postman: Postman, reach: Reach, clock: Clock, slack: SlackSink
) -> None:
    slack.reply_always(Reply(403, "action_prohibited"))
    owe(postman.store, SLACK)
    await rounds(postman, reach, clock)
    same = {SLACK: reach.targets[SLACK].credential()}
    with postman.store.write() as connection:
        assert forget_changed(connection, same) == []
        assert forget_changed(connection, {SLACK: "another"}) == [SLACK]
        assert load_disabled(connection) == {}


async def test_a_dead_letter_that_is_put_back_gets_its_three_days_again(
    postman: Postman, reach: Reach, clock: Clock, smtp: SmtpSink
) -> None:
    owe(postman.store, MAIL)
    smtp.fail_next(Refusal(550), Refusal(451))
    await rounds(postman, reach, clock, step=timedelta(days=4))
    with postman.store.write() as connection:
        assert deliveries.revive(connection, 1, clock.now)
    await rounds(postman, reach, clock, 2)
    assert states(postman.store) == ["sent"]

"""A daemon that was frozen while another one did its work does none of it again."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence

from sqlalchemy import text

from demo.servers import SmtpSink
from monitor.delivery.channels import ChannelSettings, open_channels
from monitor.delivery.content import Sent, Target
from monitor.delivery.mail import SmtpSettings
from monitor.delivery.templates import Templates
from monitor.domain import Delivery, Entry, Score
from monitor.errors import PermanentDeliveryError
from monitor.pipeline.assess import Assessor
from monitor.pipeline.deliver import LEASE, Postman
from monitor.store import alerts, entries, stories, unassessable
from monitor.store.disabled import load_disabled
from monitor.store.engine import Store, open_store
from tests.delivery.flaky import FlakyChannel
from tests.pipeline.test_assess import AUDIENCE, Desk, PlainJudges
from tests.support.examples import NOW
from tests.support.outbox import Clock, listed, owe, reach_of, states


class Frozen(PlainJudges):
    """Let another daemon assess everything while this one scores."""

    def __init__(self, other: Assessor) -> None:
        super().__init__()
        self.other = other

    def score(self, found: Sequence[Entry]) -> list[Score]:
        asyncio.run(self.other.assess(PlainJudges(), AUDIENCE))
        return super().score(found)


async def test_what_another_daemon_has_assessed_meanwhile_is_not_stored_again(
    store: Store,
) -> None:
    thawed, other = Desk(store), Desk(store)
    thawed.add("Two leaders begin a call")
    await thawed.assess(Frozen(other.assessor))
    with store.read() as connection:
        assert stories.count_stories(connection) == 1
        assert len(alerts.list_alerts(connection, 10)) == 1
        assert unassessable.list_failing(connection) == []
    assert thawed.assessor.raised == []


def test_an_entry_is_marked_as_assessed_by_one_daemon_once_a_revision(sqlite_store: Store) -> None:
    desk = Desk(sqlite_store)
    desk.add("Two leaders begin a call")
    with sqlite_store.write() as connection:
        ((stored, _),) = entries.list_entries(connection, 2)
        marked = [entries.mark_assessed(connection, stored.id, number) for number in (1, 1, 2, 1)]
    assert marked == [True, False, True, False]


async def test_what_a_daemon_held_for_longer_than_its_lease_it_does_not_send(
    sqlite_store: Store, smtp: SmtpSink
) -> None:
    clock = Clock()
    mail = ("desk", "email", "email:1")
    channels = open_channels(
        ChannelSettings(
            templates=Templates(),
            smtp=SmtpSettings(host=smtp.host, port=smtp.port, security="none", sender="m@x.org"),
        )
    )
    reach = reach_of(channels, {mail: Target("email:1", "desk@example.org")})
    owe(sqlite_store, mail)
    frozen, other = (Postman(sqlite_store, clock, jitter=lambda: 0.5) for _ in range(2))
    await frozen.deliver(reach)
    clock.now += LEASE
    await frozen.finish(5)
    assert (smtp.mails, states(sqlite_store)) == ([], ["pending"])
    await other.deliver(reach)
    await other.finish(5)
    assert (len(smtp.mails), states(sqlite_store)) == (1, ["sent"])
    for channel in channels.values():
        await channel.close()


CHAT = ("desk", "slack", "slack:1")
TARGETS = {CHAT: Target("slack:1", "https://hooks.example/1")}


class Freezing(FlakyChannel):
    """Fail for good, after something else happened."""

    def __init__(self, meanwhile: Callable[[], Awaitable[None]]) -> None:
        super().__init__()
        self.meanwhile = meanwhile

    async def send(self, delivery: Delivery, target: Target) -> Sent:
        await self.meanwhile()
        raise PermanentDeliveryError("the connection broke", disable=True)


async def test_a_failure_of_what_another_daemon_has_sent_meanwhile_is_not_recorded(
    store: Store,
) -> None:
    frozen = Postman(store, Clock(), jitter=lambda: 0.5)
    # The failure came before the lease ran out, and is written after it.
    other = Postman(store, Clock(NOW + LEASE), jitter=lambda: 0.5)
    owe(store, CHAT)

    async def thaw() -> None:
        await other.deliver(reach_of({"slack": FlakyChannel()}, TARGETS))
        await other.finish(5)

    await frozen.deliver(reach_of({"slack": Freezing(thaw)}, TARGETS))
    await frozen.finish(5)
    with store.read() as connection:
        assert load_disabled(connection) == {}
    assert [(item.state, item.last_error) for item in listed(store)] == [("sent", None)]


async def test_a_failure_after_the_lease_is_recorded_where_nobody_else_took_the_message(
    store: Store,
) -> None:
    clock = Clock()
    postman = Postman(store, clock, jitter=lambda: 0.5)
    owe(store, CHAT)

    async def sleep() -> None:
        clock.now += LEASE

    await postman.deliver(reach_of({"slack": Freezing(sleep)}, TARGETS))
    await postman.finish(5)
    with store.read() as connection:
        assert set(load_disabled(connection)) == {CHAT}
    assert [item.state for item in listed(store)] == ["dead"]


def test_postgresql_ends_a_transaction_that_stands_idle_as_the_url_wants_it(
    database_url: str,
) -> None:
    if database_url.startswith("sqlite"):
        return
    wanted = "?options=-c%20idle_in_transaction_session_timeout%3D5min"
    for parameters, limit in (("", "2min"), (wanted, "5min")):
        store = open_store(database_url + parameters)
        with store.read() as connection:
            shown = connection.execute(text("SHOW idle_in_transaction_session_timeout")).scalar()
        assert shown == limit
        store.close()

"""A full disk, a database that may only be read, and a server that restarts lose nothing."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import event
from sqlalchemy.exc import DBAPIError, OperationalError

from monitor.domain import Address, Entry, Feed, Notice, Outlet, ScoredEntry, Subscriber
from monitor.pipeline.alarm import ROUNDS, Alarm, send
from monitor.pipeline.assess import Assessor
from monitor.pipeline.deliver import Reach
from monitor.pipeline.place import StoryKeeper
from monitor.pipeline.record import record_document
from monitor.resources import bundled
from monitor.store import alerts, deliveries, entries, feeds, stories, unassessable
from monitor.store.engine import Store, open_store
from monitor.store.feeds import PollOutcome, StoredFeed
from monitor.store.leader import Leadership
from monitor.store.migrations import migrate
from tests.pipeline.test_assess import AUDIENCE, PlainJudges
from tests.support.examples import NOW
from tests.support.postgres import PostgresServer, find_binaries

WIRE = Feed("wire", "https://wire.example/rss", Outlet("Wire", "GB", "agency"), "en")
DAY = timedelta(days=1)


def document(count: int = 40) -> list[Entry]:
    """Return the entries of a document, each with a summary that takes some pages."""
    return [
        Entry(str(n), f"Two leaders, item {n}", f"0.9{' ' * 4000}", "", str(n), NOW, "en")
        for n in range(count)
    ]


def add_feed(store: Store) -> StoredFeed:
    with store.write() as connection:
        feeds.sync_feeds(connection, [(WIRE, "wire.example", True)], NOW)
        return feeds.list_feeds(connection)[0]


def record(store: Store, stored: StoredFeed) -> None:
    """Store a document and its validators, as a poll does."""
    outcome = PollOutcome(NOW, NOW + DAY, None, 0, '"v1"', None, "digest", None, None)
    with store.write() as connection:
        record_document(connection, stored, document(), NOW, DAY)
        feeds.record_poll(connection, stored.id, outcome)


def lives_on(store: Store) -> None:
    """See that nothing of a failed poll was kept, so that the next one brings all of it."""
    with store.read() as connection:
        (stored,) = feeds.list_feeds(connection)
        assert (stored.etag, stored.last_success_at, stored.next_poll_at) == (None, None, NOW)
        assert entries.count_pending(connection) == 0


@pytest.fixture
def shut(tmp_path: Path) -> Iterator[tuple[Store, list[str]]]:
    """Give a database and the pragmas that each of its connections begins with."""
    pragmas: list[str] = []
    store = open_store(f"sqlite:///{tmp_path / 'monitor.db'}")
    migrate(store, bundled("alembic"))
    event.listen(
        store.engine,
        "checkout",
        lambda connection, *_: [connection.execute(pragma) for pragma in pragmas],
    )
    yield store, pragmas
    store.close()


@pytest.mark.parametrize(
    ("shutting", "opening", "says"),
    [
        ("PRAGMA max_page_count=1", "PRAGMA max_page_count=1000000", "full"),
        ("PRAGMA query_only=ON", "PRAGMA query_only=OFF", "readonly"),
    ],
    ids=["full disk", "read-only"],
)
async def test_what_cannot_be_written_is_polled_and_assessed_again(
    shut: tuple[Store, list[str]], shutting: str, opening: str, says: str
) -> None:
    store, pragmas = shut
    stored = add_feed(store)
    pragmas.append(shutting)
    with pytest.raises(DBAPIError, match=says):
        record(store, stored)
    lives_on(store)
    pragmas[:] = [opening]
    record(store, stored)
    pragmas[:] = [shutting]
    assessor = Assessor(store, lambda: NOW, StoryKeeper(timedelta(hours=72)))
    with pytest.raises(DBAPIError, match=says):
        await assessor.assess(PlainJudges(), AUDIENCE)
    pragmas[:] = [opening]
    while await assessor.assess(PlainJudges(), AUDIENCE):
        continue
    with store.read() as connection:
        assert entries.count_pending(connection) == 0
        assert unassessable.list_failing(connection) == []
        told = {item.alert.story_id for item in alerts.list_alerts(connection, 1000)}
        assert len(told) == stories.count_stories(connection) > 0
        owed = {item.delivery.alert_id for item in deliveries.open_deliveries(connection)}
    assert len(owed) == len(told)


@pytest.fixture
def own_postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PostgresServer]:
    """Run a server that the test may restart."""
    binaries = find_binaries()
    if binaries is None:
        pytest.skip("needs PostgreSQL's server binaries, which are not installed")
    with PostgresServer(binaries, tmp_path_factory.mktemp("restarted")) as server:
        yield server


class Restarting(PlainJudges):
    """Let the server restart in the middle of the transaction that would store an alert."""

    def __init__(self, server: PostgresServer) -> None:
        super().__init__()
        self.server = server
        self.calls = 0

    def knows(self, watch: str) -> bool:
        return True

    def refusal(self, watch: str, scored: ScoredEntry) -> str | None:
        self.calls += 1
        # The first call explains, before the transaction; the second decides, within it.
        if self.calls == 2:
            self.server.restart()
        return super().refusal(watch, scored)


async def test_postgresql_restarted_in_mid_transaction_resumes(
    own_postgres: PostgresServer,
) -> None:
    store = open_store(own_postgres.new_database())
    try:
        migrate(store, bundled("alembic"))
        stored = add_feed(store)
        leads = Leadership(store)
        assert leads.held()
        with store.write() as connection:
            record_document(connection, stored, document(1), NOW, DAY)
        assessor = Assessor(store, lambda: NOW, StoryKeeper(timedelta(hours=72)))
        judges = Restarting(own_postgres)
        with pytest.raises(OperationalError):
            await assessor.assess(judges, AUDIENCE)
        assert [leads.held() for _ in range(2)][-1]
        with store.read() as connection:
            assert stories.count_stories(connection) == 0
            assert unassessable.list_failing(connection) == []
        assert await assessor.assess(judges, AUDIENCE) == 1
        with store.read() as connection:
            assert len(alerts.list_alerts(connection, 10)) == 1
            assert len(deliveries.open_deliveries(connection)) == len(
                AUDIENCE.subscribers[0].addresses
            )
        leads.release()
    finally:
        store.close()


class Recorder:
    """A channel that keeps what it is given."""

    kind = "email"

    def __init__(self) -> None:
        self.titles: list[str] = []

    async def send(self, delivery: object, target: object) -> None:
        notice = delivery.message  # type: ignore[attr-defined]
        self.titles.append(f"{'Over: ' if notice.over else ''}{notice.title}")


async def test_a_database_that_stays_shut_is_told_past_it_once_and_so_is_its_end() -> None:
    channel = Recorder()
    operator: Subscriber = AUDIENCE.subscribers[0]
    place = ("desk", "email", "email:1")
    reach = Reach({"email": channel}, {place: object()}, None)  # type: ignore[arg-type,dict-item]
    alarm = Alarm()
    error = OperationalError("INSERT", {}, Exception("database or disk is full"))
    for number in range(1, ROUNDS + 5):
        await alarm.failed(error, NOW, operator, reach)
        assert len(channel.titles) == (number >= ROUNDS)
    for _ in range(3):
        await alarm.worked(NOW, operator, reach)
    assert channel.titles == ["The database cannot be used", "Over: The database cannot be used"]


class Hanging:
    """A channel whose server never answers."""

    async def send(self, delivery: object, target: object) -> None:
        await asyncio.Event().wait()


async def test_an_address_whose_server_hangs_keeps_no_notice_from_another() -> None:
    mail, chat = Address("email", "email:1"), Address("slack", "slack:1")
    operator = replace(AUDIENCE.subscribers[0], addresses=(mail, chat))
    channels = {"email": Hanging(), "slack": (told := Recorder())}
    targets = {("desk", item.channel, item.target): object() for item in (mail, chat)}
    reach = Reach(channels, targets, None)  # type: ignore[arg-type]
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.1):
            await send(Notice("database", "It is away", "", NOW), operator, reach)
    assert told.titles == ["It is away"]


async def test_a_short_fault_is_told_to_nobody() -> None:
    channel = Recorder()
    reach = Reach({"email": channel}, {("desk", "email", "email:1"): object()}, None)  # type: ignore[arg-type,dict-item]
    alarm, error = Alarm(), OperationalError("INSERT", {}, Exception("locked"))
    for _ in range(4):
        await alarm.failed(error, NOW, AUDIENCE.subscribers[0], reach)
        await alarm.worked(NOW, AUDIENCE.subscribers[0], reach)
    assert channel.titles == []

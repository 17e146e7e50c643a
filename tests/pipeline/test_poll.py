"""A poll keeps what is new, once, whatever servers and publishers do."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from demo.servers import FeedServer
from monitor.domain import Feed, Outlet
from monitor.feeds.document import ParseLimits
from monitor.feeds.exchange import FetchLimits
from monitor.feeds.fetch import Fetcher
from monitor.feeds.worker import ParserPool
from monitor.pipeline.poll import Manner, Poller
from monitor.pipeline.record import Recorded
from monitor.store import entries, feeds
from monitor.store.engine import Store
from monitor.store.feeds import StoredFeed
from tests.support.house import Item, rss

MANNER = Manner(timedelta(minutes=5), timedelta(hours=24))
CALL = Item("Two presidents begin a video call")
RENAMED = "all 30 entries of the feed were new at once, as when a feed renames its entries"
OLD = Item("Border village remembers its dead", minutes_old=60 * 24 * 2)


class World:
    """A poller, its one feed, and a clock that follows the real one until it is moved."""

    def __init__(self, store: Store, poller: Poller, server: FeedServer) -> None:
        self.store, self.poller, self.server = store, poller, server
        self.ahead = timedelta()
        self.poller.clock = self.now

    def now(self) -> datetime:
        return datetime.now(UTC) + self.ahead

    @property
    def feed(self) -> StoredFeed:
        with self.store.read() as connection:
            (stored,) = feeds.list_feeds(connection)
        return stored

    async def poll(self) -> Recorded:
        return await self.poller.poll(self.feed, MANNER)

    def entries(self) -> list[entries.StoredEntry]:
        with self.store.read() as connection:
            return [stored for stored, _ in entries.list_entries(connection, 1000)]


@pytest.fixture
async def world(sqlite_store: Store, feed_server: FeedServer) -> AsyncIterator[World]:
    limits = FetchLimits(timeout=5, max_bytes=1_000_000)
    fetcher = Fetcher("monitor-test/1", limits=limits, allow_private=True)
    feed = Feed("wire", feed_server.url("/wire"), Outlet("Wire", "GB", "agency"), "en")
    with sqlite_store.write() as connection:
        feeds.sync_feeds(connection, [(feed, "wire.example", True)], datetime.now(UTC))
    async with fetcher, ParserPool() as parsers:
        poller = Poller(
            sqlite_store, fetcher, parsers, ParseLimits(), lambda: datetime.now(UTC), lambda: 0.5
        )
        yield World(sqlite_store, poller, feed_server)


async def test_new_entries_are_stored_once_and_old_ones_are_held_back(world: World) -> None:
    world.server.publish("/wire", rss(CALL, OLD))
    assert await world.poll() == Recorded(new=2)
    by_title = {stored.entry.title: stored for stored in world.entries()}
    assert by_title[CALL.title].held_back is None
    assert by_title[OLD.title].held_back == "published 2 days before the feed was first polled"
    world.server.publish("/wire", rss(Item("Talks end"), CALL, OLD))
    assert await world.poll() == Recorded(new=1)
    assert len(world.entries()) == 3


async def test_an_unchanged_document_is_not_parsed_again(world: World) -> None:
    world.server.publish("/wire", rss(CALL))
    await world.poll()
    assert await world.poll() == Recorded()
    assert [request.status for request in world.server.requests] == [200, 304]


@pytest.mark.parametrize(("etag", "again"), [({}, 304), ({"ETag": '"changing"'}, 200)])
async def test_a_document_that_stays_asks_for_the_same_pause(
    world: World, etag: dict[str, str], again: int
) -> None:
    document = rss(CALL).replace("<channel>", "<channel><ttl>60</ttl>")
    for status in (200, again, 500, again):
        world.server.publish("/wire", document, headers=etag)
        if status == 500:
            world.server.fail("/wire", status)
        await world.poll()
        assert world.server.requests[-1].status == status
        patient = world.feed.next_poll_at - world.now() > timedelta(minutes=59)
        assert patient is (status != 500)


async def test_an_edited_headline_updates_its_entry(world: World) -> None:
    document = rss(CALL)
    world.server.publish("/wire", document)
    await world.poll()
    world.server.publish("/wire", document.replace("begin a video call", "end their video call"))
    assert await world.poll() == Recorded(edited=1)
    (stored,) = world.entries()
    assert (stored.entry.title, stored.revision) == ("Two presidents end their video call", 2)


@pytest.mark.parametrize(
    ("status", "body", "said"),
    [
        (404, b"", "404"),
        (500, b"", "500"),
        (200, b"<html><head><title>Log in</title></head><body>Log in</body></html>", "HTML"),
        (200, b"", "empty"),
    ],
)
async def test_a_failure_stays_with_its_feed_and_costs_nothing_that_is_stored(
    world: World, status: int, body: bytes, said: str
) -> None:
    world.server.publish("/wire", rss(CALL))
    await world.poll()
    etag = world.feed.etag
    world.server.fail("/wire", status, body, {"ETag": '"other"', "Content-Type": "text/html"})
    recorded = await world.poll()
    assert said in (recorded.error or "")
    assert said in (world.feed.last_error or "")
    assert (world.feed.failures, world.feed.etag) == (1, etag)
    assert len(world.entries()) == 1
    world.server.publish("/wire", rss(CALL))
    assert (await world.poll()).error is None
    assert (world.feed.failures, world.feed.last_error) == (0, None)


async def test_failures_back_off(world: World) -> None:
    world.server.fail("/wire", 500)
    pauses = []
    for _ in range(4):
        await world.poll()
        stored = world.feed
        assert stored.last_polled_at is not None
        pauses.append(stored.next_poll_at - stored.last_polled_at)
    assert pauses == sorted(pauses)
    assert pauses[-1] > 4 * pauses[0]


async def test_a_site_that_is_overrun_is_left_alone(world: World) -> None:
    world.server.fail("/wire", 429, headers={"Retry-After": "3600"})
    await world.poll()
    with world.store.read() as connection:
        assert feeds.due_feeds(connection, world.now() + timedelta(minutes=50)) == []
        assert len(feeds.due_feeds(connection, world.now() + timedelta(hours=2))) == 1


async def test_a_feed_that_is_gone_is_polled_no_more(world: World) -> None:
    world.server.fail("/wire", 410)
    await world.poll()
    with world.store.read() as connection:
        assert feeds.due_feeds(connection, world.now() + timedelta(days=40)) == []


async def test_a_move_for_good_is_adopted_after_a_week(world: World) -> None:
    world.server.publish("/new", rss(CALL))
    world.server.fail("/wire", 301, headers={"Location": world.server.url("/new")})
    await world.poll()
    assert world.feed.address == world.server.url("/wire")
    world.ahead = timedelta(days=8)
    await world.poll()
    assert world.feed.address == world.server.url("/new")
    world.server.fail("/new", 404)
    await world.poll()
    assert world.feed.address == world.server.url("/wire")


def renamed(document: str) -> str:
    """Return a document of ``rss`` with another guid and link for each item."""
    return document.replace("https://wire.example/", "https://wire.example/moved/")


def reasons_to_hold(world: World, words: str) -> set[str | None]:
    return {item.held_back for item in world.entries() if words in item.entry.title}


async def test_a_feed_that_renames_everything_alerts_on_nothing(world: World) -> None:
    world.server.publish("/wire", rss(*(Item(f"Headline number {n}") for n in range(30))))
    await world.poll()
    world.server.publish("/wire", rss(*(Item(f"Ganz andere Zeile {n}") for n in range(30, 60))))
    assert await world.poll() == Recorded(new=30)
    assert reasons_to_hold(world, "andere") == {RENAMED}


async def test_news_that_fills_a_feed_within_hours_alerts(world: World) -> None:
    world.server.publish("/wire", rss(*(Item(f"Headline number {n}") for n in range(30))))
    await world.poll()
    world.ahead = timedelta(hours=2)
    fresh = [Item(f"Troops move at dawn, line {n}", minutes_old=-n) for n in range(10, 38)]
    recurring = Item("Headline number 7", minutes_old=-40)
    world.server.publish("/wire", renamed(rss(*fresh, recurring, Item("An older line"))))
    assert await world.poll() == Recorded(new=30)
    assert reasons_to_hold(world, "Troops") == {None}
    assert reasons_to_hold(world, "Headline number 7") == {None}
    assert reasons_to_hold(world, "older") == {RENAMED}


async def test_a_feed_that_names_and_dates_everything_anew_alerts_on_nothing(world: World) -> None:
    items = [Item(f"Headline number {n}") for n in range(30)]
    world.server.publish("/wire", rss(*items))
    await world.poll()
    world.ahead = timedelta(hours=2)
    dated_anew = (replace(item, minutes_old=-90) for item in items)
    world.server.publish("/wire", renamed(rss(*dated_anew)))
    assert await world.poll() == Recorded(new=30)
    assert sum(item.held_back == RENAMED for item in world.entries()) == 30


async def test_warnings_that_all_begin_again_after_an_empty_document_alert(world: World) -> None:
    summary = "Go to the nearest shelter and stay there until the all-clear is given."
    warnings = [Item(f"Air raid alert: region {n}", summary) for n in range(30)]
    for start in range(3):
        begun = [replace(item, minutes_old=-60 * start) for item in warnings]
        document = rss(*begun).replace("https://wire.example/", f"https://wire.example/{start}/")
        world.server.publish("/wire", document)
        assert await world.poll() == Recorded(new=30)
        world.server.publish("/wire", rss())
        assert await world.poll() == Recorded()
        assert (await world.poll()).error is None
        world.ahead += timedelta(hours=1)
    assert {item.held_back for item in world.entries()} == {None}


def sitemap(title: str) -> str:
    at = datetime.now(UTC).isoformat()
    return (
        '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" '
        'xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"><url>'
        f"<loc>https://wire.example/{len(title)}</loc><news:news><news:publication>"
        "<news:name>Wire</news:name><news:language>en</news:language></news:publication>"
        f"<news:publication_date>{at}</news:publication_date><news:title>{title}</news:title>"
        "</news:news></url></urlset>"
    )


def publish_index(world: World, *paths: str) -> None:
    listed = "".join(f"<sitemap><loc>{world.server.url(path)}</loc></sitemap>" for path in paths)
    index = f'<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{listed}'
    world.server.publish("/wire", f"{index}</sitemapindex>", "application/xml")


async def test_sitemaps_of_an_index_are_read_again_while_it_stays_as_it_is(world: World) -> None:
    publish_index(world, "/news.xml")
    world.server.publish("/news.xml", sitemap(CALL.title), "application/xml")
    assert await world.poll() == Recorded(new=1)
    assert world.entries()[0].entry.link == f"https://wire.example/{len(CALL.title)}"
    world.server.publish("/news.xml", sitemap("Talks end"), "application/xml")
    assert await world.poll() == Recorded(new=1)


async def test_a_sitemap_that_fails_keeps_no_other_from_being_read(world: World) -> None:
    publish_index(world, "/gone.xml", "/news.xml")
    world.server.fail("/gone.xml", 410)
    world.server.publish("/news.xml", sitemap(CALL.title), "application/xml")
    assert await world.poll() == Recorded(new=1)
    world.server.fail("/news.xml", 410)
    assert "no sitemap of the index can be read" in ((await world.poll()).error or "")
    assert world.feed.gone_at is None
    publish_index(world, "/busy.xml", "/news.xml")
    world.server.publish("/news.xml", sitemap("Talks end"), "application/xml")
    world.server.fail("/busy.xml", 429)
    assert "429" in ((await world.poll()).error or "")


@pytest.mark.parametrize(("country", "day"), [("GB", (4, 5)), ("US", (5, 4)), ("", (4, 5))])
async def test_days_and_months_stand_as_the_outlets_country_writes_them(
    world: World, country: str, day: tuple[int, int]
) -> None:
    feed = replace(world.feed.feed, outlet=Outlet("Wire", country, "agency"))
    with world.store.write() as connection:
        feeds.sync_feeds(connection, [(feed, "wire.example", True)], datetime.now(UTC))
    item = "<item><title>Call begins</title><pubDate>05/04/2020 18:00</pubDate></item>"
    world.server.publish("/wire", f"<rss version='2.0'><channel>{item}</channel></rss>")
    assert await world.poll() == Recorded(new=1)
    month, number = day
    published = datetime(2020, month, number, 18, tzinfo=UTC)
    assert world.entries()[0].entry.published == published

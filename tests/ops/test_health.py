"""What `monitor doctor` finds in the database."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import text

from monitor.domain import Feed, Outlet
from monitor.ops.health import examine_store, summarise
from monitor.store import feeds, troubles
from monitor.store.engine import Store

FEED = Feed("wire", "https://wire.example/rss", Outlet("Wire", "GB", "agency"), "en")


def test_feeds_are_none_before_the_first_run_and_counted_after_it(sqlite_store: Store) -> None:
    def said() -> str:
        return {item.what: item.says for item in examine_store(sqlite_store)}["feeds"]

    assert said() == "none yet; 'monitor run' takes them from feeds.yaml"
    with sqlite_store.write() as connection:
        feeds.sync_feeds(connection, [(FEED, "wire.example", True)], datetime.now(UTC))
    assert said() == "1 enabled, 0 polled, 0 failing now"


def test_a_line_sums_up_feeds_and_messages_and_points_to_more_where_something_is_wrong(
    sqlite_store: Store,
) -> None:
    now = datetime.now(UTC)
    with sqlite_store.write() as connection:
        feeds.sync_feeds(connection, [(FEED, "wire.example", True)], now)
    assert summarise(sqlite_store) == "1 feeds, 0 failing; 0 messages owed; 0 troubles"
    with sqlite_store.write() as connection:
        troubles.begin(connection, "disk", "The disk is nearly full", "", now)
    assert summarise(sqlite_store).endswith("1 troubles, see 'monitor doctor'")


def test_a_line_says_that_the_database_cannot_be_read(sqlite_store: Store) -> None:
    with sqlite_store.write() as connection:
        connection.execute(text("DROP TABLE troubles"))
    assert "cannot be read: no such table: troubles" in summarise(sqlite_store)

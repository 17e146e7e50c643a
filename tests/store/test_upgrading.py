"""A database of an earlier version keeps what is in it, whichever migrations it has yet to see."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import JSON, MetaData, func, insert, select, text

from monitor.resources import bundled
from monitor.store import deliveries, feeds, tables, tellings
from monitor.store.engine import Store, open_store
from monitor.store.migrations import downgrade, migrate

FILLED = "0003"
"""The version in which the database is filled."""
LATER = ("0004", "0005", "0006", "0007", "0008", "0009", "0010", "0011")
AT = datetime(2021, 12, 7, 15, 30, tzinfo=UTC)
MESSAGE = {
    "headline": "Two leaders hold a call",
    "summary": "",
    "link": "",
    "outlet": {"name": "Wire", "country": "GB", "kind": "agency", "state_controlled": None},
    "language": "en",
    "published": None,
    "watch": "talks",
    "label": "verbal",
    "score": 0.9,
    "severity": 2,
    "direction": "up",
    "keywords": [],
    "reason": "first report of this story",
    "story_id": 1,
    "alert_id": 1,
}
ROWS: dict[str, dict[str, Any]] = {
    "feeds": {"id": 1, "name": "wire", "url": "https://wire.example/rss", "outlet": "Wire",
              "country": "GB", "kind": "agency", "language": "en", "site": "wire.example",
              "enabled": True, "next_poll_at": AT, "failures": 0},
    "entries": {"id": 1, "feed_id": 1, "identity": "a", "title": "Two leaders hold a call",
                "summary": "", "link": "", "guid": "", "guid_key": "", "link_key": "",
                "title_key": "",
                "language": "en", "first_seen_at": AT,
                "last_seen_at": AT, "revision": 1, "assessed_revision": 1},
    "stories": {"id": 1, "title": "Two leaders hold a call", "language": "en", "opened_at": AT,
                "last_entry_at": AT},
    "story_entries": {"entry_id": 1, "story_id": 1, "reason": "first", "placed_at": AT},
    "alerts": {"id": 1, "watch": "talks", "story_id": 1, "kind": "raise", "rung": "first",
               "reason": "first report", "entry_id": 1, "severity": 2, "score": 0.9,
               "direction": "up", "raised_at": AT},
    "deliveries": {"id": 1, "alert_id": 1, "story_id": 1, "subscriber": "desk",
                   "channel": "email", "target": "email:1", "message_id": "<1@example.org>",
                   "message": MESSAGE, "state": "sent", "attempts": 1, "created_at": AT,
                   "next_attempt_at": AT, "sent_at": AT},
    "attempts": {"id": 1, "delivery_id": 1, "at": AT, "outcome": "sent"},
    "disabled_targets": {"subscriber": "desk", "channel": "slack", "target": "slack:1",
                         "reason": "404", "disabled_at": AT},
    "troubles": {"key": "disk", "title": "Full", "body": "Make room", "since": AT},
}  # fmt: skip


@pytest.fixture
def earlier(database_url: str) -> Iterator[Store]:
    """Give a database of the earlier version, with a row in every table that matters."""
    opened = open_store(database_url)
    try:
        migrate(opened, bundled("alembic"), FILLED)
        known = MetaData()
        with opened.write() as connection:
            known.reflect(connection)
            for name, row in ROWS.items():
                values = _stored(opened, name, row, known)
                connection.execute(insert(known.tables[name]).values(values))
        yield opened
    finally:
        opened.close()


def test_nothing_is_lost_on_the_way_up_and_what_was_told_is_known(earlier: Store) -> None:
    for revision in LATER:
        migrate(earlier, bundled("alembic"), revision)
        with earlier.read() as connection:
            for name in ROWS:
                table = tables.metadata.tables[name]
                assert connection.scalar(select(func.count()).select_from(table)) == 1, name
            told = connection.scalar(select(func.count()).select_from(tables.delivery_alerts))
            assert told == 1, revision
            if earlier.is_sqlite:
                assert connection.execute(text("PRAGMA foreign_key_check")).all() == []
    with earlier.read() as connection:
        assert [heard.alert_id for heard in tellings.heard_of(connection, 1, "desk")] == [1]
        (found,) = deliveries.list_deliveries(connection, 10)
        assert (found.delivery.message_id, found.receipt, found.sent_at) == (
            "<1@example.org>", "", AT,
        )  # fmt: skip


def test_who_was_told_of_official_word_knows_of_the_confirmations_there_are(
    earlier: Store,
) -> None:
    migrate(earlier, bundled("alembic"), "0009")
    official = {"rung": 5, "severity": 2, "direction": "up", "denied": False, "corrected": False,
                "withdrawn": False}  # fmt: skip
    denied = {**official, "denied": True}
    told = {
        "confirmed": (1, official, True),
        "denied": (2, denied, False),
        "denied, then confirmed": (3, denied, True),
        "denied, then confirmed, of a story merged into 3": (4, denied, True),
        "no official word": (3, {**denied, "rung": 3}, False),
        "unknown": (3, None, None),
    }
    with earlier.write() as connection:
        for story, into in ((2, None), (3, None), (4, 3)):
            row = {**ROWS["stories"], "id": story, "merged_into": into}
            connection.execute(insert(tables.stories).values(row))
        connection.execute(insert(tables.standings).values(_standing(2, [])))
        connection.execute(insert(tables.standings).values(_standing(3, [1])))
        for number, (watch, (story, state, _)) in enumerate(told.items(), 10):
            row = {"id": number, "watch": watch, "story_id": story, "told": state}
            connection.execute(insert(tables.alerts).values({**ROWS["alerts"], **row}))
    migrate(earlier, bundled("alembic"), "0010")
    query = select(tables.alerts.c.watch, tables.alerts.c.told).where(tables.alerts.c.id >= 10)
    with earlier.read() as connection:
        found = {row.watch: row.told for row in connection.execute(query)}
    assert {watch: state and state["confirmed"] for watch, state in found.items()} == {
        watch: confirmed for watch, (_, _, confirmed) in told.items()
    }
    downgrade(earlier, bundled("alembic"), "0009")
    with earlier.read() as connection:
        back = {row.watch: row.told for row in connection.execute(query)}
    assert back == {watch: state for watch, (_, state, _) in told.items()}


def test_the_last_document_of_a_feed_is_the_one_that_its_last_entries_stood_in(
    earlier: Store,
) -> None:
    migrate(earlier, bundled("alembic"), "0010")
    later = {"id": 2, "identity": "b", "last_seen_at": AT + timedelta(microseconds=5)}
    silent = {**ROWS["feeds"], "id": 2, "name": "silent"}
    with earlier.write() as connection:
        connection.execute(insert(tables.entries).values({**ROWS["entries"], **later}))
        connection.execute(insert(tables.feeds).values(silent))
    migrate(earlier, bundled("alembic"), "0011")
    with earlier.read() as connection:
        stored = {one.feed.name: one.last_document_at for one in feeds.list_feeds(connection)}
    assert stored == {"wire": later["last_seen_at"], "silent": None}


def _standing(story: int, confirmations: list[int]) -> dict[str, Any]:
    return {"story_id": story, "rung": 5, "official": "denied", "state_controlled_only": False,
            "sources": [], "denials": [1], "confirmations": confirmations, "corrections": [],
            "withdrawals": [], "reason": "officially denied", "judged_at": AT}  # fmt: skip


def test_a_newer_database_goes_back_with_what_the_earlier_version_knows(earlier: Store) -> None:
    migrate(earlier, bundled("alembic"))
    downgrade(earlier, bundled("alembic"), FILLED)
    with earlier.read() as connection:
        known = MetaData()
        known.reflect(connection)
        counts = {
            name: connection.scalar(select(func.count()).select_from(known.tables[name]))
            for name in ROWS
        }
    assert counts == dict.fromkeys(ROWS, 1)


def _stored(store: Store, name: str, row: dict[str, Any], known: MetaData) -> dict[str, Any]:
    """Return a row as the driver takes it: a reflected SQLite column knows of no time zone."""
    if not store.is_sqlite:
        return row
    columns = known.tables[name].c
    return {
        key: value.replace(tzinfo=None)
        if isinstance(value, datetime) and not isinstance(columns[key].type, JSON)
        else value
        for key, value in row.items()
    }

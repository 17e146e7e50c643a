"""The store keeps what it is given, on each database that is supported."""

from __future__ import annotations

import json
import socket
import threading
import time
from dataclasses import replace
from datetime import datetime, timedelta, timezone

import pytest
from sqlalchemy import create_engine, insert, select
from sqlalchemy.exc import StatementError
from structlog.testing import capture_logs

from monitor.domain import Digest, DigestGroup, Feed, Label, Match, Notice, Score, TermHit
from monitor.errors import StoreError
from monitor.store import alerts, assessments, deliveries, entries, feeds, messages, stories
from monitor.store.engine import SERVER_TIMEOUTS, Store, open_store
from monitor.store.leader import Leadership
from monitor.store.tables import sites
from tests.support.examples import FEED, OUTLET, a_message, an_alert, an_entry

KEYS = entries.Keys("g" * 32, "l" * 32, "")


def add_feed(store: Store, now: datetime, feed: Feed = FEED) -> int:
    with store.write() as connection:
        feeds.sync_feeds(connection, [(feed, "wire.example", True)], now)
        return feeds.list_feeds(connection)[0].id


def add_entry(store: Store, now: datetime) -> int:
    feed_id = add_feed(store, now)
    with store.write() as connection:
        return entries.add_entry(connection, feed_id, an_entry(), KEYS, now, None)


def test_timestamps_come_back_in_utc_whatever_zone_they_had(store: Store, now: datetime) -> None:
    elsewhere = now.astimezone(timezone(timedelta(hours=9)))
    with store.write() as connection:
        connection.execute(insert(sites).values(site="a.example", slowed_until=elsewhere))
        found = connection.scalar(select(sites.c.slowed_until))
    assert found == now
    assert found is not None
    assert found.utcoffset() == timedelta(0)


def test_a_timestamp_without_zone_is_refused(store: Store, now: datetime) -> None:
    with (
        pytest.raises(StatementError, match="without a time zone"),
        store.write() as connection,
    ):
        connection.execute(
            insert(sites).values(site="a.example", slowed_until=now.replace(tzinfo=None))
        )


def test_a_failed_transaction_leaves_nothing(store: Store, now: datetime) -> None:
    feed_id = add_feed(store, now)

    def fail_half_way() -> None:
        with store.write() as connection:
            entries.add_entry(connection, feed_id, an_entry(), KEYS, now, None)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail_half_way()
    with store.read() as connection:
        assert entries.known_entries(connection, feed_id, [KEYS]) == []


def test_writers_wait_for_each_other(sqlite_store: Store, now: datetime) -> None:
    feed_id = add_feed(sqlite_store, now)

    def write(number: int) -> None:
        for item in range(10):
            with sqlite_store.write() as connection:
                entry = an_entry(identity=f"{number}-{item}")
                entries.add_entry(connection, feed_id, entry, KEYS, now, None)

    threads = [threading.Thread(target=write, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with sqlite_store.read() as connection:
        assert len(entries.known_entries(connection, feed_id, [KEYS])) == 40


def test_a_feed_that_is_no_longer_configured_is_disabled_and_kept(
    store: Store, now: datetime
) -> None:
    add_feed(store, now)
    with store.write() as connection:
        feeds.sync_feeds(connection, [], now)
        assert feeds.due_feeds(connection, now) == []
        assert [stored.enabled for stored in feeds.list_feeds(connection)] == [False]


def test_a_feed_whose_address_changed_starts_afresh(store: Store, now: datetime) -> None:
    feed_id = add_feed(store, now)
    polled = feeds.PollOutcome(
        now, now + timedelta(hours=1), None, 0, '"tag"', "yesterday", "digest", None, None
    )
    with store.write() as connection:
        feeds.record_poll(connection, feed_id, polled)
        assert feeds.due_feeds(connection, now) == []
    moved = Feed("wire-en", "https://wire.example/atom", OUTLET, "en")
    add_feed(store, now, moved)
    with store.read() as connection:
        (due,) = feeds.due_feeds(connection, now)
    assert (due.feed.url, due.etag, due.last_modified) == (moved.url, None, None)


def test_a_slowed_site_holds_its_feeds_back(store: Store, now: datetime) -> None:
    add_feed(store, now)
    with store.write() as connection:
        feeds.slow_site(connection, "wire.example", now + timedelta(hours=1))
        feeds.slow_site(connection, "wire.example", now + timedelta(minutes=1))
        assert feeds.due_feeds(connection, now + timedelta(minutes=30)) == []
        assert len(feeds.due_feeds(connection, now + timedelta(hours=1))) == 1


def test_an_edited_entry_keeps_its_id_and_waits_for_assessment_again(
    store: Store, now: datetime
) -> None:
    entry_id = add_entry(store, now)
    with store.write() as connection:
        entries.mark_assessed(connection, entry_id, 1)
        assert entries.pending_entries(connection, 10, now) == []
        entries.edit_entry(
            connection, entry_id, an_entry("Two leaders talk for an hour"), KEYS, now
        )
        (pending,) = entries.pending_entries(connection, 10, now)
    assert (pending.id, pending.revision) == (entry_id, 2)
    assert pending.entry.title == "Two leaders talk for an hour"


def test_an_entry_is_found_by_its_link(store: Store, now: datetime) -> None:
    entry_id = add_entry(store, now)
    with store.read() as connection:
        by_link = entries.find_entry(connection, "https://wire.example/1")
        assert entries.find_entry(connection, "https://wire.example/2") is None
    assert by_link is not None
    assert (by_link.id, by_link.feed) == (entry_id, FEED)


def test_score_and_matches_replace_those_of_an_earlier_revision(
    store: Store, now: datetime
) -> None:
    entry_id = add_entry(store, now)
    first = Score(Label.VERBAL, (0, 0, 0, 1.0, 0, 0), "test@1")
    second = Score(Label.FORCE, (0, 0, 0, 0.25, 0, 0.75), "test@1", b"\x00\x3c")
    match = Match("talks", (TermHit("leader", "leaders", 4, 11),))
    with store.write() as connection:
        assessments.save_score(connection, entry_id, 1, first, now)
        assessments.save_score(connection, entry_id, 2, second, now)
        assessments.save_matches(connection, entry_id, [match, Match("other", ())])
        assessments.save_matches(connection, entry_id, [match])
        assert assessments.load_score(connection, entry_id) == second
        assert assessments.load_matches(connection, entry_id) == (match,)


def test_a_merged_story_leads_to_its_survivor(store: Store, now: datetime) -> None:
    entry_id = add_entry(store, now)
    with store.write() as connection:
        ids = [1, 2, 3]
        for story_id in ids:
            stories.open_story(connection, story_id, an_entry(), now)
        stories.place_entry(connection, entry_id, ids[2], "first of its story", now, now)
        stories.merge_stories(connection, ids[1], ids[2], "alike")
        stories.merge_stories(connection, ids[0], ids[1], "alike")
        found = [stories.load_story(connection, story_id) for story_id in ids]
        assert [story.id for story in found if story] == [ids[0]] * 3
        assert stories.story_of(connection, entry_id) == ids[0]
        alert = replace(an_alert(), story_id=ids[2], entry_id=entry_id)
        alerts.save_alert(connection, alert, "first")
        assert [told.alert for told in alerts.alerts_of_story(connection, ids[0])] == [alert]
        assert [report.entry_id for report in stories.reports_of(connection, ids[0])] == [entry_id]
        assert stories.count_stories(connection) == 1


def owe(store: Store, now: datetime) -> int:
    entry_id = add_entry(store, now)
    with store.write() as connection:
        story_id = stories.next_story_id(connection)
        stories.open_story(connection, story_id, an_entry(), now)
        alert = replace(an_alert(), story_id=story_id, entry_id=entry_id)
        alert_id = alerts.save_alert(connection, alert, "raise")
        for _ in range(2):
            deliveries.enqueue(
                connection,
                alert_id,
                story_id,
                ("desk", "email", "desk@example.org"),
                a_message(alert_id),
                "<1@monitor>",
                now,
            )
        (owed,) = deliveries.open_deliveries(connection)
    return owed.delivery.delivery_id


def test_a_delivery_is_owed_once_and_leased_once(store: Store, now: datetime) -> None:
    delivery_id = owe(store, now)
    later = now + timedelta(minutes=5)
    with store.write() as connection:
        assert deliveries.lease(connection, [delivery_id], now, later) == [delivery_id]
        assert deliveries.lease(connection, [delivery_id], now, later) == []
        assert deliveries.lease(connection, [delivery_id], later, later) == [delivery_id]


def test_every_attempt_is_kept_until_the_delivery_arrives(store: Store, now: datetime) -> None:
    delivery_id = owe(store, now)
    later = now + timedelta(minutes=5)
    with store.write() as connection:
        deliveries.record_retry(connection, delivery_id, now, "451 later", later, True)
        deliveries.record_sent(connection, delivery_id, later)
        assert deliveries.open_deliveries(connection) == []
        tries = deliveries.attempts_of(connection, delivery_id)
        (stored,) = deliveries.list_deliveries(connection, 10)
    assert [attempt.outcome for attempt in tries] == ["failed", "sent"]
    assert (stored.state, stored.delivery.attempts, stored.sent_at) == ("sent", 2, later)


def test_a_dead_delivery_can_be_revived_and_dropped(store: Store, now: datetime) -> None:
    delivery_id = owe(store, now)
    with store.write() as connection:
        deliveries.record_dead(connection, delivery_id, now, "550 no such user")
        assert deliveries.open_deliveries(connection) == []
        assert deliveries.revive(connection, delivery_id, now)
        assert len(deliveries.open_deliveries(connection)) == 1
        assert deliveries.drop(connection, delivery_id)
        assert not deliveries.drop(connection, delivery_id)
        assert deliveries.count_by_state(connection) == {"dropped": 1}


def test_a_message_survives_storage(now: datetime) -> None:
    message = replace(a_message(), published=now, words=("leaders", "talk"))
    assert messages.from_json(json.loads(json.dumps(messages.to_json(message)))) == message


def test_a_message_from_before_words_were_kept_can_be_read() -> None:
    stored = messages.to_json(a_message())
    del stored["words"]
    assert messages.from_json(stored) == a_message()


def test_a_notice_and_a_digest_survive_storage(now: datetime) -> None:
    notice = Notice("disk", "The disk is nearly full", "Make room.", now, over=True)
    digest = Digest("Morning", now, now, (DigestGroup("talks", (a_message(),), (0.5, 1.0)),))
    for content in (notice, digest):
        assert messages.from_json(messages.to_json(content)) == content


def test_a_database_that_cannot_be_opened_says_why(tmp_path: object) -> None:
    with pytest.raises(StoreError, match=r"none on 127.0.0.1 cannot be used: .*is the server up"):
        open_store("postgresql+psycopg://nobody@127.0.0.1:1/none")


def test_a_server_that_takes_calls_and_never_answers_is_not_waited_for(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(SERVER_TIMEOUTS, "connect_timeout", 2)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        port = silent.getsockname()[1]
        with pytest.raises(StoreError, match="timeout"):
            open_store(f"postgresql+psycopg://nobody@127.0.0.1:{port}/none")


def test_a_due_feed_is_claimed_by_one_daemon(store: Store, now: datetime) -> None:
    add_feed(store, now)
    later = now + timedelta(minutes=3)
    with store.write() as connection:
        assert len(feeds.claim_due(connection, now, later)) == 1
        assert feeds.claim_due(connection, now, later) == []
        assert len(feeds.claim_due(connection, later, later)) == 1


def test_a_daemon_that_is_frozen_loses_the_lead_and_notices(database_url: str) -> None:
    frozen, other = open_store(database_url), open_store(database_url)
    first, second = Leadership(frozen, silent_seconds=1), Leadership(other)
    assert first.held()
    time.sleep(2)
    assert second.held()
    if not frozen.is_sqlite:
        assert [first.held() for _ in range(2)] == [False, False]
    second.release()
    assert first.held()
    first.release()
    frozen.close()
    other.close()


def test_a_server_that_is_too_old_is_refused(
    database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("monitor.store.engine.OLDEST_POSTGRESQL", 99)
    if database_url.startswith("sqlite"):
        open_store(database_url).close()
        return
    with pytest.raises(StoreError, match="needs PostgreSQL 99 or newer"):
        open_store(database_url)


def test_the_log_says_once_that_it_cannot_be_asked_who_leads() -> None:
    away = Leadership(Store(create_engine("postgresql+psycopg://nobody@127.0.0.1:1/none")))
    with capture_logs() as logs:
        assert [away.held() for _ in range(3)] == [False] * 3
    (line,) = logs
    assert line["log_level"] == "warning"
    assert "refused" in line["reason"]


def test_one_daemon_leads_until_it_lets_go(database_url: str) -> None:
    one, other = open_store(database_url), open_store(database_url)
    first, second = Leadership(one), Leadership(other)
    assert first.held()
    assert first.held()
    assert second.held() == one.is_sqlite
    first.release()
    assert second.held()
    second.release()
    one.close()
    other.close()

"""Verdicts are kept by person and question, the newest of each."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from monitor.store import entries, feedback, feeds, revisions
from monitor.store.engine import Store
from monitor.store.feedback import Feedback
from tests.support.examples import FEED, an_entry


def add_entry(store: Store, now: datetime) -> int:
    with store.write() as connection:
        feeds.sync_feeds(connection, [(FEED, "wire.example", True)], now)
        feed_id = feeds.list_feeds(connection)[0].id
        keys = entries.Keys("", "l" * 32, "")
        return entries.add_entry(connection, feed_id, an_entry(), keys, now, None)


def test_a_later_verdict_of_the_same_person_replaces_the_earlier(
    store: Store, now: datetime
) -> None:
    first = Feedback(add_entry(store, now), "talks", "relevance", "relevant", "ann", now)
    second = replace(first, verdict="irrelevant", note="sport", given_at=now + timedelta(hours=1))
    others = replace(first, given_by="ben")
    severity = replace(first, question="severity", verdict="force")
    elsewhere = replace(first, watch="")
    with store.write() as connection:
        assert not feedback.save_feedback(connection, first)
        for given in (others, severity, elsewhere):
            assert not feedback.save_feedback(connection, given)
        assert feedback.save_feedback(connection, second)
    with store.read() as connection:
        found = feedback.list_feedback(connection)
        assert feedback.list_feedback(connection, first.entry_id + 1) == []
    assert found == [others, severity, elsewhere, second]


def test_every_wording_of_an_entry_is_kept(store: Store, now: datetime) -> None:
    entry_id = add_entry(store, now)
    later = now + timedelta(hours=1)
    edited = an_entry("Two leaders end their talk")
    with store.write() as connection:
        entries.edit_entry(connection, entry_id, edited, entries.Keys("", "", ""), later)
        found = revisions.revisions_of(connection, entry_id)
    assert [(item.number, item.title, item.seen_at) for item in found] == [
        (1, "Two leaders talk", now),
        (2, "Two leaders end their talk", later),
    ]


def test_an_entry_is_found_by_another_form_of_its_link(store: Store, now: datetime) -> None:
    entry_id = add_entry(store, now)
    with store.read() as connection:
        found = entries.find_entry(connection, "wire.example/1", "l" * 32)
        assert entries.find_entry(connection, "wire.example/1", "m" * 32) is None
    assert found is not None
    assert found.id == entry_id

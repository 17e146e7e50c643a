"""The demo's documents are what outlets publish: the daemon's own parser reads them all."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from demo.newsroom import Newsroom, published, read_newsrooms, waves_of
from demo.render import CONTENT_TYPES, render
from monitor.feeds.parse import parse_document

NOW = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
ROOMS = read_newsrooms()


@pytest.mark.parametrize("room", ROOMS, ids=lambda room: room.feed)
def test_a_document_holds_what_its_outlet_published(room: Newsroom) -> None:
    items = published(room, dict.fromkeys((1, 2, 3), NOW))
    parsed = parse_document(
        render(room, items),
        now=NOW,
        url=f"http://127.0.0.1/{room.path}",
        content_type=CONTENT_TYPES[room.format],
        declared_language=room.language,
    )
    assert len(parsed.entries) == len(room.items)
    for entry, dated in zip(parsed.entries, items, strict=True):
        assert entry.title == dated.item.title
        assert entry.link == dated.link
        assert entry.published == dated.published
        assert entry.summary == ("" if room.format == "sitemap" else dated.item.summary)


def test_waves_follow_each_other_and_all_is_of_the_last_day() -> None:
    assert waves_of(ROOMS) == [1, 2, 3]
    for room in ROOMS:
        first = published(room, {1: NOW})
        later = published(room, {1: NOW, 2: NOW + timedelta(minutes=1)})
        assert set(first) < set(later)
        assert all(NOW - dated.published < timedelta(hours=24) for dated in first)


def test_the_outlets_are_many_and_varied() -> None:
    assert len({room.language for room in ROOMS}) >= 10
    assert {room.format for room in ROOMS} == set(CONTENT_TYPES)
    assert "windows-1251" in {room.encoding for room in ROOMS}


def test_most_of_the_news_is_not_about_the_crisis() -> None:
    crisis = ("Байден", "Путин", "Biden", "Putin", "Ukrain", "Украин")
    plain = [
        item
        for room in ROOMS
        if room.language in ("ru", "en", "de", "fr")
        for item in room.items
        if not any(word in item.title + item.summary for word in crisis)
    ]
    total = sum(len(room.items) for room in ROOMS if room.language in ("ru", "en", "de", "fr"))
    assert len(plain) / total > 0.5


def test_the_call_is_told_by_every_outlet() -> None:
    assert all(room.call.wave == 2 for room in ROOMS)

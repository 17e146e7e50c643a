"""What would have alerted: recordings are played at their own time, in their order."""

from __future__ import annotations

import json
from collections import deque
from datetime import UTC, datetime
from pathlib import Path

import pytest

from monitor.app.replaying import read_recordings, replay
from monitor.config.load import load_config
from monitor.errors import ParseError
from monitor.resources import bundled
from tests.support.house import Item, ask, rss

CALL = "Putin and Biden begin video call amid fears over Russian troops at Ukraine border"


def entry(title: str, published: str, **more: str) -> dict[str, str]:
    return {"title": title, "outlet": "Wire", "published": published, **more}


def write(file: Path, *rows: object) -> Path:
    file.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), "utf-8")
    return file


def test_entries_are_played_in_the_order_of_time(tmp_path: Path) -> None:
    rows = [
        entry("Local team wins the cup", "2021-12-07T16:00:00Z"),
        entry(CALL, "2021-12-07T18:00:00+03:00", outlet="Interfax"),
        entry(f"{CALL}\u2028live", "2021-12-07T15:05:00", outlet="CNN", lang="en"),
    ]
    recordings = read_recordings([write(tmp_path / "day.jsonl", *rows)])
    hours = [(recording.feed.name, recording.at.hour) for recording in recordings]
    assert hours == [("Interfax", 15), ("CNN", 15), ("Wire", 16)]
    config = load_config(bundled("config"))
    (played,) = deque(replay(config, recordings), maxlen=1)
    assert (played.entries, played.stories) == (3, 2)
    (at, first), *others = played.messages
    assert at == datetime(2021, 12, 7, 15, tzinfo=UTC)
    assert (first.watch, first.headline) == ("russia-ukraine", CALL)
    assert {message.story_id for _, message in others} <= {first.story_id}


def test_the_command_prints_nothing_but_alerts(tmp_path: Path) -> None:
    file = write(tmp_path / "day.jsonl", entry(CALL, "2021-12-07T15:00:00Z"))
    assert [alert["title"] for alert in ask(bundled("config"), "replay", str(file))] == [CALL]


def test_a_document_stands_where_its_name_says(tmp_path: Path) -> None:
    document = tmp_path / "wire" / "20211207T150000Z.xml"
    document.parent.mkdir()
    document.write_text(rss(Item(CALL)), "utf-8")
    (recording,) = read_recordings([document])
    assert recording.feed.name == "wire"
    assert recording.at == datetime(2021, 12, 7, 15, tzinfo=UTC)


@pytest.mark.parametrize("name", ["20211399T150000Z", "00010101T000000Z"])
def test_digits_in_a_name_that_are_no_time_are_part_of_the_name(tmp_path: Path, name: str) -> None:
    document = tmp_path / f"{name}.xml"
    published = datetime(2021, 12, 7, 15, tzinfo=UTC)
    document.write_text(rss(Item(CALL, minutes_old=0), now=published), "utf-8")
    (recording,) = read_recordings([document])
    assert (recording.feed.name, recording.at) == (name, published)


@pytest.mark.parametrize(
    "line",
    [
        "nonsense",
        "[" * 100_000,
        '["a list"]',
        '{"title": "no date"}',
        '{"title": "x", "published": "yesterday"}',
        '{"title": "x", "published": "0001-01-01T00:00:00+14:00"}',
        '{"title": "x", "published": "0001-01-01T00:00:00Z"}',
        '{"title": null, "published": "2021-12-07T15:00:00Z"}',
    ],
)
def test_a_line_that_is_no_entry_is_named(tmp_path: Path, line: str) -> None:
    file = write(tmp_path / "day.jsonl", entry(CALL, "2021-12-07T15:00:00Z"))
    file.write_text(file.read_text("utf-8") + line + "\n", "utf-8")
    with pytest.raises(ParseError, match=r"day\.jsonl:2: no entry .*write an object with title"):
        read_recordings([file])

"""Identity survives what publishers do to their entries."""

from __future__ import annotations

import csv
import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.domain import Entry
from monitor.errors import ParseError
from monitor.feeds.identity import (
    Decision,
    Edited,
    KnownEntry,
    New,
    assign_identities,
    keys_of,
    match_entries,
)
from monitor.feeds.parse import parse_document

NOW = datetime(2021, 12, 7, 12, tzinfo=UTC)
TITLES = [
    "Presidents begin a video call on the border crisis",
    "Ministry denies plans for an offensive in winter",
    "Parliament weighs new sanctions against two banks",
    "Harvest festival opens under heavy rain",
    "Champion retires after eleven seasons",
    "Central bank leaves its key rate unchanged",
]


def entry(number: int, **changes: object) -> Entry:
    plain = Entry(
        identity="",
        title=TITLES[number],
        summary=f"What is known so far about story number {number}, in one sentence.",
        link=f"https://outlet.test/story/{number}",
        guid=f"tag:outlet.test,2021:{number}",
        published=NOW - timedelta(minutes=number),
        language="en",
    )
    return replace(plain, **changes)  # type: ignore[arg-type]


class Memory:
    """The least a store does: keeps every entry ever seen, latest first, and who stood last."""

    def __init__(self) -> None:
        self.known: list[KnownEntry] = []

    def poll(self, *entries: Entry) -> list[Decision]:
        decisions = match_entries(assign_identities(entries), self.known)
        self.known = [replace(one, stands=False) for one in self.known]
        for decision in decisions:
            number = len(self.known) if isinstance(decision, New) else decision.entry_id
            seen = decision.entry
            self.known = [one for one in self.known if one.entry_id != number]
            self.known.insert(
                0,
                KnownEntry(
                    number, seen.identity, seen.guid, seen.link, seen.title, seen.summary,
                    seen.published, True,
                ),
            )  # fmt: skip
        return decisions


def kinds(decisions: Sequence[Decision]) -> list[str]:
    return [type(decision).__name__ for decision in decisions]


def renamed(one: Entry, published: datetime | None) -> Entry:
    """Return the same text under a guid and link that no other has."""
    name = f"{random.random()}"
    return replace(one, guid=name, link=f"https://moved.test/{name}", published=published)


ALL = [entry(number) for number in range(len(TITLES))]


@pytest.mark.parametrize(
    "change",
    [
        lambda e, i: e,
        lambda e, i: replace(e, guid=""),
        lambda e, i: replace(e, guid=f"new-scheme-{i * 7919}"),
        lambda e, i: replace(e, guid=f"{e.guid}#{random.random()}"),
        lambda e, i: replace(e, guid=f"{e.guid}-{i + 12345}"),
        lambda e, i: replace(e, link=f"{e.link}?utm_source=rss&at_medium=feed"),
        lambda e, i: replace(e, link=e.link.replace("https://", "http://www.")),
        lambda e, i: replace(e, link=""),
        lambda e, i: replace(e, published=None),
        lambda e, i: replace(e, published=NOW),
        lambda e, i: replace(e, guid=f"g{i}{i}{i}{i}{i}", link=f"https://moved.test/{i}/x"),
        lambda e, i: renamed(e, NOW),
        lambda e, i: renamed(e, NOW + timedelta(days=1)),
    ],
)
def test_unchanged_text_is_the_same_entry(change) -> None:  # type: ignore[no-untyped-def]
    memory = Memory()
    first = memory.poll(*ALL)
    assert kinds(first) == ["New"] * len(ALL)
    for _ in range(3):
        again = memory.poll(*(change(e, i) for i, e in enumerate(ALL)))
        assert kinds(again) == ["Same"] * len(ALL)
        assert [d.entry.identity for d in again] == [d.entry.identity for d in first]
    assert kinds(memory.poll(*ALL)) == ["Same"] * len(ALL)


@pytest.mark.parametrize(
    "change",
    [
        {},
        {"link": ""},
        {"guid": ""},
        {"link": "https://outlet.test/new-slug-of-it"},
        {"guid": "tag:outlet.test,2021:0#1"},
    ],
)
def test_a_changed_headline_updates_its_entry(change: dict[str, object]) -> None:
    memory = Memory()
    old = [replace(ALL[0], guid=str(change.get("guid", ALL[0].guid))), *ALL[1:]]
    memory.poll(*(old if change.get("guid") == "" else ALL))
    (first, *rest) = memory.poll(entry(0, title="Leaders speak by video", **change), *ALL[1:])
    assert isinstance(first, Edited)
    assert first.changed == ("title",)
    assert kinds(rest) == ["Same"] * 5


def test_ten_edits_make_one_entry() -> None:
    memory = Memory()
    memory.poll(ALL[0])
    for number in range(10):
        (decision,) = memory.poll(entry(0, title=f"Edited for the {number}th time, quite anew"))
        assert isinstance(decision, Edited)
    assert len(memory.known) == 1


def test_all_guids_change_while_one_headline_is_edited() -> None:
    memory = Memory()
    memory.poll(*ALL)
    changed = [replace(e, guid=f"renamed-{i}") for i, e in enumerate(ALL)]
    changed[2] = replace(changed[2], title="Something else entirely now")
    assert kinds(memory.poll(*changed)) == ["Same", "Same", "Edited", "Same", "Same", "Same"]


def test_an_entry_that_comes_back_is_known() -> None:
    memory = Memory()
    memory.poll(*ALL)
    memory.poll(*ALL[3:])
    assert kinds(memory.poll(*ALL)) == ["Same"] * 6


def test_one_guid_for_all_entries() -> None:
    memory = Memory()
    broken = [replace(e, guid="https://outlet.test/feed") for e in ALL]
    assert kinds(memory.poll(*broken[:4])) == ["New"] * 4
    assert kinds(memory.poll(*broken[1:5])) == ["Same"] * 3 + ["New"]
    assert kinds(memory.poll(broken[5])) == ["New"]


def test_one_link_for_all_entries() -> None:
    memory = Memory()
    for missing in ({"guid": ""}, {}):
        alike = [replace(e, link="https://outlet.test/ticker/all", **missing) for e in ALL]  # type: ignore[arg-type]
        memory = Memory()
        assert kinds(memory.poll(*alike[:4])) == ["New"] * 4
        assert kinds(memory.poll(*alike[2:6])) == ["Same"] * 2 + ["New"] * 2


def test_positions_for_guids() -> None:
    memory = Memory()
    memory.poll(*(replace(e, guid=str(i)) for i, e in enumerate(ALL[1:5])))
    moved = memory.poll(*(replace(e, guid=str(i)) for i, e in enumerate(ALL[0:4])))
    assert kinds(moved) == ["New", "Same", "Same", "Same"]


def test_a_single_alert_at_a_constant_link() -> None:
    memory = Memory()
    memory.poll(entry(0, link="https://outlet.test/alert", guid="https://outlet.test/alert/77001"))
    (second,) = memory.poll(
        entry(1, link="https://outlet.test/alert", guid="https://outlet.test/alert/77002")
    )
    assert isinstance(second, New)


def test_bare_titles() -> None:
    memory = Memory()
    bare = [replace(e, guid="", link="", published=None, summary="") for e in ALL]
    memory.poll(*bare)
    assert kinds(memory.poll(*bare)) == ["Same"] * 6


def test_recurring_titles_are_new_entries() -> None:
    memory = Memory()
    for day in range(3):
        daily = entry(
            0,
            title="Morning briefing",
            guid=f"brief-{day}xyz",
            published=NOW + timedelta(days=day),
            link=f"https://outlet.test/b/{day}",
            summary=f"All that matters on day {day} of the week.",
        )
        assert kinds(memory.poll(daily)) == ["New"]


def test_a_warning_that_recurs_in_the_same_words_is_a_new_entry() -> None:
    memory = Memory()
    memory.poll(*ALL[1:])
    for day in range(3):
        warning = renamed(ALL[0], NOW + timedelta(hours=20 * day))
        assert kinds(memory.poll(warning, *ALL[1:])) == ["New"] + ["Same"] * 5
        assert kinds(memory.poll(warning, *ALL[1:])) == ["Same"] * 6


@pytest.mark.parametrize(
    ("link", "guid"),
    [
        ("https://outlet.test/s/{}", "https://outlet.test/alert/{}"),
        ("https://outlet.test/s/{}", ""),
        ("https://outlet.test/map", "https://outlet.test/alert/{}"),
        ("https://outlet.test/map", "{}"),
        ("", "{}"),
        ("", ""),
    ],
)
@pytest.mark.parametrize("pause", [timedelta(minutes=20), timedelta(days=1)])
@pytest.mark.parametrize("regions", [1, 2, 5])
def test_warnings_that_were_gone_and_begin_again_are_new_entries(
    link: str, guid: str, pause: timedelta, regions: int
) -> None:
    memory = Memory()
    for start in range(3):
        warnings = [
            replace(
                one, link=link.format(start * 10 + n), guid=guid.format(71000 + start * 10 + n),
                published=NOW + start * pause,
            )
            for n, one in enumerate(ALL[:regions])
        ]  # fmt: skip
        assert kinds(memory.poll(*warnings)) == ["New"] * regions
        assert kinds(memory.poll(*warnings)) == ["Same"] * regions
        memory.poll()


def test_warnings_that_begin_while_others_go_on_are_new_entries() -> None:
    memory = Memory()
    at = [
        replace(one, link="https://outlet.test/map", title=f"Air raid alert: region {n}")
        for n, one in enumerate(ALL)
    ]
    again = [renamed(one, NOW + timedelta(minutes=30)) for one in at[:4]]
    again = [replace(one, link="https://outlet.test/map") for one in again]
    memory.poll(*at)
    memory.poll(*at[4:])
    assert kinds(memory.poll(*again, *at[4:])) == ["New"] * 4 + ["Same"] * 2


@pytest.mark.parametrize(
    "change",
    [
        lambda e: e,
        lambda e: replace(e, published=NOW + timedelta(days=1)),
        lambda e: replace(e, guid=f"{e.guid}#2", published=NOW + timedelta(days=1)),
        lambda e: replace(e, guid="", published=NOW + timedelta(days=1)),
        lambda e: renamed(e, e.published),
    ],
)
def test_entries_that_were_gone_come_back_as_what_they_were(change) -> None:  # type: ignore[no-untyped-def]
    memory = Memory()
    memory.poll(*ALL)
    memory.poll()
    assert kinds(memory.poll(*map(change, ALL))) == ["Same"] * 6


def test_an_entry_that_was_gone_comes_back_to_a_feed_that_renames_everything() -> None:
    memory = Memory()
    memory.poll(*ALL)
    memory.poll(*ALL[1:])
    tomorrow = [renamed(one, NOW + timedelta(days=1)) for one in ALL]
    assert kinds(memory.poll(*tomorrow)) == ["Same"] * 6


@pytest.mark.parametrize("published", [None, NOW, NOW + timedelta(minutes=50)])
def test_an_entry_that_is_renamed_alone_is_known_unless_its_date_is_much_later(
    published: datetime | None,
) -> None:
    memory = Memory()
    memory.poll(*ALL)
    assert kinds(memory.poll(renamed(ALL[0], published), *ALL[1:])) == ["Same"] * 6


def test_a_repeated_item_is_decided_once() -> None:
    assert kinds(Memory().poll(ALL[0], ALL[0], ALL[1])) == ["New", "New"]


ENTRIES = st.lists(
    st.builds(
        Entry,
        identity=st.just(""),
        title=st.sampled_from(TITLES),
        summary=st.sampled_from(["", "A summary that is long enough to tell entries apart."]),
        link=st.sampled_from(["", "https://a.test/", "https://a.test/1", "https://a.test/2"]),
        guid=st.sampled_from(["", "1", "guid-aaaa", "guid-bbbb", "guid-aaaa#1"]),
        published=st.sampled_from([None, NOW, NOW - timedelta(days=1)]),
        language=st.just("en"),
    ),
    max_size=8,
)


@given(ENTRIES)
def test_identities_are_unique_in_a_document(entries: list[Entry]) -> None:
    identities = [e.identity for e in assign_identities(entries)]
    assert all(identities)
    assert len(set(identities)) == len(identities)


@given(ENTRIES, ENTRIES)
def test_polling_twice_finds_nothing_new(first: list[Entry], second: list[Entry]) -> None:
    memory = Memory()
    memory.poll(*first)
    memory.poll(*second)
    assert set(kinds(memory.poll(*second))) <= {"Same"}
    identities = [one.identity for one in memory.known]
    assert len(set(identities)) == len(identities)


@given(ENTRIES, st.randoms(use_true_random=False))
def test_a_known_entry_is_matched_at_most_once(entries: list[Entry], dice: random.Random) -> None:
    memory = Memory()
    memory.poll(*entries)
    shuffled = dice.sample(entries, len(entries))
    decided = match_entries(assign_identities(shuffled), memory.known)
    ids = [d.entry_id for d in decided if not isinstance(d, New)]
    assert len(set(ids)) == len(ids)


def test_keys_are_short_and_empty_without_a_field() -> None:
    keys = keys_of(entry(0, guid="", link="https://outlet.test/"))
    assert (keys.guid, keys.link, len(keys.text)) == ("", "", 32)


def test_recorded_histories(shared: Path) -> None:
    """Polls of real feeds: what is new agrees with what their guids say, edits are seen."""
    folder = shared / "feeds" / "histories"
    with (folder / "manifest.csv").open(newline="") as lines:
        rows = list(csv.DictReader(lines))
    memories: dict[str, Memory] = {}
    polled: Counter[str] = Counter()
    agreeing = polls = edits = 0
    for row in rows:
        memory = memories.setdefault(row["feed"], Memory())
        body = (folder / row["file"]).read_bytes()
        if polled[row["feed"]] >= 16:
            continue
        polled[row["feed"]] += 1
        if row["is_feed"] == "0":
            with pytest.raises(ParseError):
                parse_document(body, now=NOW)
            continue
        parsed = parse_document(body, now=NOW, declared_language="en")
        decisions = memory.poll(*parsed.entries)
        new = sum(isinstance(decision, New) for decision in decisions)
        edits += sum(isinstance(decision, Edited) for decision in decisions)
        polls += 1
        agreeing += new == int(row["new_ids"])
    assert polls > 45
    assert agreeing / polls > 0.95
    assert edits > 10

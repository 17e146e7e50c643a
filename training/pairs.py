"""Read texts that say the same: translations, ledes, and other reports of one event."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from training.data import bucket, normalise, read_jsonl, rows
from training.grouped import story_windows
from training.paths import DATA
from training.written import groups

SHORTEST_LEDE = 40
GROUP = "group "


@dataclass(frozen=True, slots=True)
class Pair:
    """One text and its English reading, or its lede, or another report of its event; `source` is
    headlines, ntrex, wmt, ledes or, of the events written for this project, `group N`.
    """

    text: str
    english: str
    language: str
    source: str


def group_pairs() -> list[Pair]:
    """Return every two headlines of a group; the source names the group."""
    return [
        Pair(a.title, b.title, a.language, f"{GROUP}{number}")
        for number, group in enumerate(groups())
        for place, a in enumerate(group)
        for b in group[place + 1 :]
    ]


def headline_pairs() -> list[Pair]:
    """Read the headlines with an English version, without those of the story windows."""
    seen = {normalise(row["title"]) for window in story_windows() for row in window}
    return [
        Pair(item["title"], item["title_en"], item["lang"], "headlines")
        for item in read_jsonl(DATA / "parallel_headlines.jsonl")
        if normalise(item["title"]) not in seen and normalise(item["title_en"]) not in seen
    ]


def lede_pairs() -> list[Pair]:
    """Return headlines with their ledes, which tell the same in other words; without those of the
    story windows.
    """
    seen = {normalise(row["title"]) for window in story_windows() for row in window}
    return [
        Pair(row.title, row.summary, row.language, "ledes")
        for name in ("train", "unlabelled", "written")
        for row in rows(name)
        if len(row.summary) >= SHORTEST_LEDE
        and normalise(row.title) not in seen
        and not normalise(row.summary).startswith(normalise(row.title))
    ]


def held_back(item: dict[str, Any]) -> bool:
    """Tell whether an NTREX sentence is kept for measuring: half of the topical, a tenth of the
    others.
    """
    return bucket(item["id"], 2 if item["topical"] else 10) == 0


def sentence_pairs(measured: bool) -> list[Pair]:
    """Return NTREX pairs for training, or (`measured`) held-back topical ones and WMT's."""
    items = read_jsonl(DATA / "parallel_ntrex.jsonl")
    pairs = list(
        _pairs(
            (x for x in items if held_back(x) == measured and (x["topical"] or not measured)),
            "ntrex",
        )
    )
    if measured:
        pairs += _pairs((x for x in read_jsonl(DATA / "parallel.jsonl") if x["topical"]), "wmt")
    return pairs


def _pairs(items: Iterable[dict[str, Any]], source: str) -> Iterable[Pair]:
    for item in items:
        for language, text in item["texts"].items():
            if language != "en" and text.strip():
                yield Pair(text, item["texts"]["en"], language, source)

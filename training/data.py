"""Read the labelled, parallel and story rows, and split them by outlet and month."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from training.paths import DATA, ROOT

LABELS = ("none", "context", "cooperation", "verbal", "coercion", "force")
SEVERITY = (0, 0, 1, 2, 3, 4)
FOLDS = 3
LATE = "2026-04"
MAIN_LANGUAGES = [
    "ru",
    "uk",
    "be",
    "bg",
    "pl",
    "cs",
    "sk",
    "sr",
    "hr",
    "de",
    "fr",
    "es",
    "pt",
    "it",
    "nl",
    "ro",
    "el",
    "tr",
    "fi",
    "hu",
    "ar",
    "fa",
    "he",
    "hi",
    "zh",
    "ja",
    "ko",
    "ka",
    "hy",
]
_MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]


@dataclass(frozen=True, slots=True)
class Row:
    """One headline: `label` is an index into LABELS, or -1; `month` is YYYY-MM or empty."""

    title: str
    summary: str
    language: str
    outlet: str
    month: str
    label: int
    source: str


@dataclass(frozen=True, slots=True)
class Pair:
    """One text and its English reading; `source` is headlines, ntrex or wmt."""

    text: str
    english: str
    language: str
    source: str


def read_jsonl(path: Path) -> list[dict[str, Any]]:
    """Read one JSON object a line."""
    with path.open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def bucket(text: str, count: int) -> int:
    """Assign a text to one of `count` groups, the same on every machine."""
    return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=8).digest(), "big") % count


def month(date: str) -> str:
    """Return YYYY-MM of an ISO or RFC 822 date, or an empty string."""
    if found := re.match(r"(20\d\d-\d\d)", date):
        return found[1]
    if found := re.search(r"([A-Z][a-z]{2}) (20\d\d)", date):
        return f"{found[2]}-{_MONTHS.index(found[1]) + 1:02d}" if found[1] in _MONTHS else ""
    return ""


def rows(name: str) -> list[Row]:
    """Read train, dev, written or unlabelled."""
    return [
        Row(
            title=item["title"],
            summary=item.get("summary") or "",
            language=item["lang"],
            outlet=item.get("outlet") or "",
            month=month(item.get("date") or ""),
            label=LABELS.index(item["label"]) if "label" in item else -1,
            source=name,
        )
        for item in read_jsonl(DATA / f"{name}.jsonl")
    ]


def moves() -> list[Row]:
    """Read our own written headlines of the weakest labels: talks between rivals, build-ups,
    warnings.
    """
    lines = (ROOT / "training" / "written" / "moves.tsv").read_text(encoding="utf-8").splitlines()
    parts = [line.split("\t") for line in lines]
    return [
        Row(title, "", lang, "", "", LABELS.index(label), "moves") for lang, label, title in parts
    ]


def fold(row: Row) -> int:
    """Return the group that holds the row out: whole outlets; language and month where none is
    named.
    """
    return bucket(row.outlet or f"{row.language} {row.month}", FOLDS)


def is_late(row: Row) -> bool:
    """Tell whether the row is of the late months, which no cross-validation run trains on."""
    return row.month >= LATE


def story_windows() -> list[list[dict[str, Any]]]:
    """Read the hours of news that were grouped into stories."""
    return [read_jsonl(path) for path in sorted((DATA / "stories").glob("*.jsonl"))]


def headline_pairs() -> list[Pair]:
    """Read the headlines with an English version, without those of the story windows."""
    seen = {normalise(row["title"]) for window in story_windows() for row in window}
    return [
        Pair(item["title"], item["title_en"], item["lang"], "headlines")
        for item in read_jsonl(DATA / "parallel_headlines.jsonl")
        if normalise(item["title"]) not in seen and normalise(item["title_en"]) not in seen
    ]


def normalise(title: str) -> str:
    """Fold case, spaces and punctuation, to find the same headline again."""
    return " ".join(re.findall(r"\w+", title.casefold()))


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

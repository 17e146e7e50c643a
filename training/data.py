"""Read the rows of published headlines, labelled or not, and split them by outlet and month."""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from training.paths import DATA

LABELS = ("none", "context", "cooperation", "verbal", "coercion", "force")
SEVERITY = (0, 0, 1, 2, 3, 4)
FOLDS = 3
HARD = ("al", "am")
"""What the ids of train's hard rows begin with; those of rows drawn at random, as dev's: ``tr``."""
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
    """One headline: `label` is an index into LABELS, or -1; `month` is YYYY-MM or empty; `hard`
    tells that it was chosen because an early model found it hard.
    """

    title: str
    summary: str
    language: str
    outlet: str
    month: str
    label: int
    source: str
    hard: bool = False


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
            hard=str(item.get("id", "")).startswith(HARD),
        )
        for item in read_jsonl(DATA / f"{name}.jsonl")
    ]


def key(row: Row) -> str:
    """Return what names a row without its text: a digest of headline and lede."""
    return hashlib.blake2b(f"{row.title}\n{row.summary}".encode(), digest_size=8).hexdigest()


def fold(row: Row) -> int:
    """Return the group that holds the row out: whole outlets; language and month where none is
    named.
    """
    return bucket(row.outlet or f"{row.language} {row.month}", FOLDS)


def is_late(row: Row) -> bool:
    """Tell whether the row is of the late months, which no cross-validation run trains on."""
    return row.month >= LATE


def normalise(title: str) -> str:
    """Fold case, spaces and punctuation, to find the same headline again."""
    return " ".join(re.findall(r"\w+", title.casefold()))

"""Read the labelled, parallel and story rows, and split them by outlet and month."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from training.paths import DATA, ROOT

LABELS = ("none", "context", "cooperation", "verbal", "coercion", "force")
SEVERITY = (0, 0, 1, 2, 3, 4)
FOLDS = 3
SHORTEST_LEDE = 40
GROUP = "group "
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


@dataclass(frozen=True, slots=True)
class Pair:
    """One text and its English reading, or its lede, or another report of its event; `source` is
    headlines, ntrex, wmt, ledes or, of the events written for this project, `group N`.
    """

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
            hard=str(item.get("id", "")).startswith(HARD),
        )
        for item in read_jsonl(DATA / f"{name}.jsonl")
    ]


def written_here() -> list[Row]:
    """Read the headlines written for this project, mostly of the weakest labels, and the events."""
    return _written("*.tsv") + [row for group in groups() for row in group]


def borders() -> list[Row]:
    """Read the headlines written for this project on both sides of each border between labels."""
    return _written("borders/*.tsv")


def weak_spots() -> list[Row]:
    """Read the headlines written for this project after the errors of teachers in rows they had
    held out, which therefore no teacher may learn from: other events, the same distinctions.
    """
    return _written("weak/*.tsv")


def _written(pattern: str) -> list[Row]:
    """Read lines of language, label, headline and, of some, lede."""
    found = []
    for path in sorted((ROOT / "training" / "written").glob(pattern)):
        for line in path.read_text(encoding="utf-8").splitlines():
            found.append(_written_row("written here", *line.split("\t")))
    return found


def _written_row(source: str, language: str, label: str, title: str, summary: str = "") -> Row:
    return Row(title, summary, language, "", "", LABELS.index(label), source)


def groups() -> list[list[Row]]:
    """Read the events written for this project, each told in several languages: lines of group,
    language, label and headline. Three groups that follow each other are a family: alike, and not
    the same event.
    """
    found: dict[str, list[Row]] = {}
    for path in sorted((ROOT / "training" / "written" / "groups").glob("*.tsv")):
        for line in path.read_text(encoding="utf-8").splitlines():
            group, *fields = line.split("\t")
            found.setdefault(group, []).append(_written_row("groups", *fields))
    return list(found.values())


def group_pairs() -> list[Pair]:
    """Return every two headlines of a group; the source names the group."""
    return [
        Pair(a.title, b.title, a.language, f"{GROUP}{number}")
        for number, group in enumerate(groups())
        for place, a in enumerate(group)
        for b in group[place + 1 :]
    ]


def key(row: Row) -> str:
    """Return what names a row without its text: a digest of headline and lede."""
    return hashlib.blake2b(f"{row.title}\n{row.summary}".encode(), digest_size=8).hexdigest()


def readings() -> list[Row]:
    """Return the rows of unlabelled that were read and labelled for this project, with their
    labels.
    """
    lines = (ROOT / "training" / "readings.tsv").read_text(encoding="utf-8").splitlines()
    labels = dict(line.split("\t") for line in lines)
    return [
        replace(row, label=LABELS.index(labels[key(row)]), source="readings")
        for row in rows("unlabelled")
        if key(row) in labels
    ]


def bundles() -> list[tuple[str, list[tuple[Row, str]]]]:
    """Return headlines that lie near each other, in bundles of one or some days, each bundle with
    its first day and each headline with its story: `-` where it shares it with no other of its
    bundle, `?` where a reader could not say.
    """
    lines = (ROOT / "training" / "bundles.tsv").read_text(encoding="utf-8").splitlines()
    known = {key(row): row for name in ("train", "unlabelled") for row in rows(name)}
    found: dict[str, list[tuple[Row, str]]] = {}
    for line in lines:
        if not line.startswith("#"):
            bundle, digest, story = line.split("\t")
            if digest in known:
                found.setdefault(bundle, []).append((known[digest], story))
    return [(name.split()[1], rows) for name, rows in found.items()]


def hours() -> list[list[tuple[Row, str]]]:
    """Return the hours of news written for this project, each headline with its story, `-` where it
    tells it alone: lines of story, language, label, headline and, of some, lede; a file an hour.
    """
    found = []
    for path in sorted((ROOT / "training" / "written" / "hours").glob("*.tsv")):
        hour = []
        for line in path.read_text(encoding="utf-8").splitlines():
            story, *fields = line.split("\t")
            hour.append((_written_row("hours", *fields), story))
        found.append(hour)
    return found


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


def window_key(outlet: str, title: str) -> str:
    """Return what names an entry of a window of stories without its text."""
    return hashlib.sha256(f"{outlet}\t{title}".encode()).hexdigest()[:16]


def grouped_windows() -> list[tuple[str, str, str]]:
    """Return window, key and story of the entries that were grouped for this project."""
    lines = (ROOT / "training" / "stories_windows.tsv").read_text(encoding="utf-8").splitlines()
    split = [line.split("\t") for line in lines if not line.startswith("#")]
    return [(window, key, story) for window, key, story in split]


def window_keys() -> set[str]:
    """Return the keys of the entries of all windows."""
    given = {window_key(row["outlet"], row["title"]) for w in story_windows() for row in w}
    return given | {key for _, key, _ in grouped_windows()}


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

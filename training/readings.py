"""Read the published headlines that were read and labelled for this project, by digest: of the
unlabelled rows, of headlines that have an English version, and of the documents of feeds.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from monitor.errors import ParseError
from monitor.feeds.parse import parse_document
from training.data import LABELS, Row, key, month, read_jsonl, rows
from training.paths import DATA, FEEDS, ROOT

READINGS = ROOT / "training" / "readings.tsv"
MEASURED = ROOT / "training" / "readings_measured.tsv"
"""Readings of other outlets that are measured and never trained on."""
_NOW = datetime(2026, 11, 27, tzinfo=UTC)
"""When the documents were read: a later date in one of them is taken for a mistake."""


def readings() -> list[Row]:
    """Return the rows to train on that were labelled for this project, with their labels."""
    return _labelled(READINGS, (*rows("unlabelled"), *elsewhere()))


def measured() -> list[Row]:
    """Return the headlines of other outlets that are measured, with their labels."""
    return _labelled(MEASURED, elsewhere())


def labels_by_key(path: Path) -> dict[str, str]:
    """Return the label of each row that was read, by its key, without looking for the row."""
    return dict(line.split("\t") for line in path.read_text(encoding="utf-8").splitlines())


def _labelled(path: Path, among: Iterable[Row]) -> list[Row]:
    labels = labels_by_key(path)
    found = {key(row): row for row in among}
    return [
        replace(row, label=LABELS.index(labels[digest]))
        for digest, row in found.items()
        if digest in labels
    ]


@cache
def elsewhere() -> tuple[Row, ...]:
    """Return headlines that stand in no file of rows, some of them twice; it takes seconds once."""
    return tuple(_elsewhere())


def _elsewhere() -> Iterator[Row]:
    for item in read_jsonl(DATA / "parallel_headlines.jsonl"):
        when = month(item["published"])
        yield Row(item["title"], "", item["lang"], item["outlet"], when, -1, "pairs")
    for item in read_jsonl(FEEDS / "index.jsonl"):
        if item["kind"] != "synthetic":
            yield from _of_document(item["file"], item["outlet"], item["lang"])
    for path in sorted((FEEDS / "histories").rglob("*.xml")):
        yield from _of_document(str(path.relative_to(FEEDS)), path.parent.name, "en")


def _of_document(file: str, outlet: str, language: str) -> Iterator[Row]:
    try:
        feed = parse_document((FEEDS / file).read_bytes(), now=_NOW)
    except ParseError:
        return
    for entry in feed.entries:
        when = f"{entry.published:%Y-%m}" if entry.published else ""
        yield Row(entry.title, entry.summary, language, outlet, when, -1, "feeds")

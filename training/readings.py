"""Read the published headlines that were read and labelled for this project, by digest: of the
unlabelled rows, of headlines that have an English version, and of the documents of feeds.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime

from monitor.errors import ParseError
from monitor.feeds.parse import parse_document
from training.data import LABELS, Row, key, month, read_jsonl, rows
from training.paths import DATA, FEEDS, ROOT

READINGS = ROOT / "training" / "readings.tsv"
_NOW = datetime(2026, 11, 27, tzinfo=UTC)
"""When the documents were read: a later date in one of them is taken for a mistake."""


def readings() -> list[Row]:
    """Return the rows that were labelled for this project, with their labels."""
    labels = dict(line.split("\t") for line in READINGS.read_text(encoding="utf-8").splitlines())
    found = {key(row): row for row in (*rows("unlabelled"), *elsewhere())}
    return [
        replace(row, label=LABELS.index(labels[digest]), source="readings")
        for digest, row in found.items()
        if digest in labels
    ]


def elsewhere() -> Iterator[Row]:
    """Yield headlines that stand in no file of rows: some come again."""
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

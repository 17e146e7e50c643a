"""Measure stories: grouping against the windows read by hand, beside baselines, and throughput.

Command: `python -m benchmarks.stories [--window 100000]`, or `make bench-stories`. Baselines get
the threshold that is best for them on the very window they are measured on, which flatters them.
"held out" rows refit our coefficients without the window that they are measured on; "as shipped"
ones have seen it.
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta

import numpy as np
from rich.console import Console
from rich.table import Table

from benchmarks.story_measures import Measures, measure
from monitor.scoring.builtin import load_builtin
from monitor.stories import likeness
from monitor.stories.cluster import Clusterer
from monitor.stories.traits import shingles_of
from monitor.stories.types import StoryItem
from monitor.stories.wording import fold, plain
from training import stories as training
from training.paths import DATA

SEED = 7
BATCH = 100
MEASURED = 2000
HASHES = 128

Titles = Sequence[likeness.Told]
Grouping = list[int]


def exact_title(window: Titles) -> Grouping:
    """Group entries whose folded titles are the same."""
    first: dict[str, int] = {}
    return [first.setdefault(fold(plain(t.item.title)), n) for n, t in enumerate(window)]


def greedy(alike: np.ndarray, least: float) -> Grouping:
    """Give each entry the group of the most alike earlier one, if that is alike enough."""
    groups: Grouping = []
    for n in range(len(alike)):
        best = int(np.argmax(alike[n, :n])) if n else -1
        groups.append(groups[best] if n and alike[n, best] >= least else n)
    return groups


def minhash(window: Titles) -> np.ndarray:
    """Return the share of equal MinHash values (Broder, 1997) of titles' shingles, by pair."""
    generator = np.random.default_rng(SEED)
    a = generator.integers(1, 2**31 - 1, HASHES, dtype=np.uint64)
    b = generator.integers(0, 2**31 - 1, HASHES, dtype=np.uint64)
    signatures = []
    for told in window:
        values = [hash_of(shingle) for shingle in shingles_of(plain(told.item.title))]
        codes = np.array(values, np.uint64)[:, None]
        signatures.append(((codes * a + b) % np.uint64(2**31 - 1)).min(axis=0))
    rows = np.stack(signatures)
    return np.stack([(rows == row).mean(axis=1) for row in rows])


def hash_of(text: str) -> int:
    """Return a hash that is the same in every process."""
    value = 0
    for character in text:
        value = (value * 1_000_003 + ord(character)) % (2**31 - 1)
    return value


def embedding(window: Titles) -> np.ndarray:
    """Return the cosines of story vectors, for all pairs."""
    vectors = np.stack([t.traits.vector for t in window if t.traits.vector is not None])
    return vectors @ vectors.T


def judge(groups: Grouping, window: Titles, stories: list[str]) -> Measures:
    """Measure a grouping against the true stories."""
    return measure(stories, groups, [told.item.language for told in window])


def best(alike: np.ndarray, window: Titles, stories: list[str]) -> Measures:
    """Measure greedy grouping at the threshold that has the best pair F1 here."""
    tried = (judge(greedy(alike, float(t)), window, stories) for t in np.arange(0.1, 1.0, 0.02))
    return max(tried, key=lambda found: found.pairs)


def quality(console: Console) -> None:
    """Print the table of groupings."""
    read = training.read_windows()
    classifier = load_builtin()
    windows = [training.told(rows, classifier) for rows, _ in read]
    table = Table("window", "method", "B-cubed F1", "pair F1", "P", "R", "cross-language F1")
    shipped = dict(likeness.shipped())
    for n, (window, (_, stories)) in enumerate(zip(windows, read, strict=True)):
        rows: dict[str, Callable[[], Measures]] = {
            "every entry alone": lambda w=window, s=stories: judge(list(range(len(w))), w, s),
            "exact title": lambda w=window, s=stories: judge(exact_title(w), w, s),
            "MinHash": lambda w=window, s=stories: best(minhash(w), w, s),
            "story vectors alone": lambda w=window, s=stories: best(embedding(w), w, s),
            "stories, as shipped": lambda w=window, s=stories: judge(training.online(w), w, s),
        }
        for name, run in rows.items():
            _row(table, n, name, run())
        others = [(w, s) for k, (w, (_, s)) in enumerate(zip(windows, read, strict=True)) if k != n]
        likeness.use(training.model_for(others, shipped))
        _row(table, n, "stories, held out", judge(training.online(window), window, stories))
        likeness.use(shipped)
    console.print(table)


def _row(table: Table, window: int, name: str, found: Measures) -> None:
    values = (*found.main[:2], found.precision, found.recall, found.cross_language)
    table.add_row(str(window + 1), name, *(f"{value:.3f}" for value in values))


def throughput(console: Console, size: int) -> None:
    """Print how many entries a second are placed into windows of growing size, one core."""
    table = Table("window", "entries a second", "milliseconds an entry")
    for count in (size // 100, size // 10, size):
        items = list(_made_up(count + BATCH + MEASURED))
        clusterer = Clusterer()
        clusterer.restore((item, int(item.key) + 1) for item in items[:count])
        clusterer.place_all(items[count : count + BATCH])
        start = time.process_time()
        for first in range(count + BATCH, len(items), BATCH):
            clusterer.place_all(items[first : first + BATCH])
        seconds = time.process_time() - start
        table.add_row(f"{count:,}", f"{MEASURED / seconds:.0f}", f"{1000 * seconds / MEASURED:.2f}")
    console.print(table)


def _made_up(count: int) -> list[StoryItem]:
    """Return real headlines, repeated with a number where they run out, with vectors in 5,000
    topics.
    """
    rows = [
        json.loads(line)
        for name in ("unlabelled", "train")
        for line in (DATA / f"{name}.jsonl").read_text().splitlines()
    ]
    generator = np.random.default_rng(SEED)
    topics = generator.normal(size=(5000, 256))
    start = datetime(2026, 3, 1, tzinfo=UTC)
    items = []
    for n in range(count):
        row = rows[n % len(rows)]
        vector = topics[generator.integers(len(topics))] + generator.normal(size=256) * 0.8
        raw = (vector / np.linalg.norm(vector)).astype("<f2").tobytes()
        title = row["title"] if n < len(rows) else f"{row['title']} ({n})"
        time_ = start + timedelta(seconds=2 * n)
        items.append(
            StoryItem(n, time_, row["lang"], row["outlet"], title, row.get("summary") or "", raw)
        )
    return items


def main() -> None:
    """Run the command."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--window", type=int, default=100_000)
    parser.add_argument("--only", choices=["quality", "throughput"])
    arguments = parser.parse_args()
    console = Console(width=110)
    if arguments.only != "throughput":
        quality(console)
    if arguments.only != "quality":
        throughput(console, arguments.window)


if __name__ == "__main__":
    main()

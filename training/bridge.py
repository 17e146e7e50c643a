"""Learn which words translate each other, from headlines and news sentences with translations.

Command: `python -m training.bridge`. IBM model 1 (P. Brown and others, 1993) over rough stems,
from each language to English; what both directions hold for likely is kept. The headlines of the
story windows are left out, since stories are measured on them. Writes pairs of word stems, no
sentence.
"""

from __future__ import annotations

import collections
import gzip
import json
from collections.abc import Iterable

from monitor.stories.commonness import weight
from monitor.stories.traits import stems_of
from monitor.stories.wording import plain
from training.paths import DATA, ROOT

TARGET = ROOT / "monitor" / "stories" / "data" / "bridge.tsv.gz"
ROUNDS = 6
LEAST_COUNT = 3
LEAST_PROBABILITY = 0.25
COMMONEST = 4.5
"""Weight in bits below which a stem is a particle: more than one headline in 23 has it."""
MOST = 2
"""English stems kept for one foreign stem."""

Pairs = list[tuple[list[str], list[str]]]


def read_pairs() -> dict[str, Pairs]:
    """Return pairs of stems, foreign and English, by language."""
    held_out = {
        json.loads(line)["title"][:60]
        for path in sorted((DATA / "stories").glob("*.jsonl"))
        for line in path.read_text().splitlines()
    }
    pairs: dict[str, Pairs] = collections.defaultdict(list)
    for line in (DATA / "parallel_headlines.jsonl").read_text().splitlines():
        row = json.loads(line)
        if row["title"][:60] not in held_out:
            _add(pairs, row["lang"], row["title"], row["title_en"])
    for name in ("parallel.jsonl", "parallel_ntrex.jsonl"):
        for line in (DATA / name).read_text().splitlines():
            texts = json.loads(line)["texts"]
            for language, text in texts.items():
                if language != "en" and "en" in texts:
                    _add(pairs, language, text, texts["en"])
    return pairs


def _add(pairs: dict[str, Pairs], language: str, text: str, english: str) -> None:
    pairs[language].append((_telling(text), _telling(english)))


def _telling(text: str) -> list[str]:
    """Return the stems that carry meaning: without them, particles would translate everything."""
    return sorted(s for s in stems_of(plain(text)) if weight(s) > COMMONEST and not s.isdigit())


def translation(pairs: Iterable[tuple[list[str], list[str]]]) -> dict[str, dict[str, float]]:
    """Return P(target stem | source stem) by expectation maximisation."""
    listed = list(pairs)
    table: dict[str, dict[str, float]] = {}
    for round_number in range(ROUNDS):
        counts: dict[str, dict[str, float]] = collections.defaultdict(
            lambda: collections.defaultdict(float)
        )
        for source, target in listed:
            for word in target:
                shares = [table[s].get(word, 1e-6) if round_number else 1.0 for s in source]
                total = sum(shares)
                for s, share in zip(source, shares, strict=True):
                    counts[s][word] += share / total
        table = {
            s: {t: c / total for t, c in row.items() if c / total > 1e-3}
            for s, row in counts.items()
            if (total := sum(row.values()))
        }
    return table


def main() -> None:
    """Run the command."""
    lines = []
    for language, pairs in sorted(read_pairs().items()):
        seen = collections.Counter(stem for source, _ in pairs for stem in source)
        forth = translation(pairs)
        back = translation((target, source) for source, target in pairs)
        for stem, row in sorted(forth.items()):
            if seen[stem] < LEAST_COUNT:
                continue
            likely = sorted(row.items(), key=lambda item: (-item[1], item[0]))[:MOST]
            kept = [
                english
                for english, probability in likely
                if probability > LEAST_PROBABILITY and back[english].get(stem, 0.0) > 0.08
            ]
            if kept:
                lines.append(f"{language}\t{stem}\t{' '.join(kept)}")
    TARGET.write_bytes(gzip.compress("\n".join(lines).encode(), 9, mtime=0))
    print(f"{len(lines)} stems, {TARGET.stat().st_size} bytes")


if __name__ == "__main__":
    main()

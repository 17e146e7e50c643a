"""Count in how many headlines each stem, name key and subject stands: stories weigh words by it.

Command: `python -m training.commonness`. Writes counts of words, no headline.
"""

from __future__ import annotations

import collections
import gzip
import json
import math

from monitor.stories.names import names
from monitor.stories.subjects import subjects_in
from monitor.stories.traits import stems_of
from monitor.stories.wording import plain
from training.paths import DATA, ROOT

TARGET = ROOT / "monitor" / "stories" / "data" / "commonness.tsv.gz"
LEAST = 6


def main() -> None:
    """Run the command."""
    rows: dict[str, str] = {}
    for name in ("train", "unlabelled", "parallel_headlines", "written"):
        for line in (DATA / f"{name}.jsonl").read_text().splitlines():
            row = json.loads(line)
            rows[row["title"]] = row.get("lang", "")
    counts: collections.Counter[str] = collections.Counter()
    languages = collections.Counter(rows.values())
    seen_in: dict[str, collections.Counter[str]] = {}
    for title, language in rows.items():
        text = plain(title)
        for key in stems_of(text):
            seen_in.setdefault(key, collections.Counter())[language] += 1
        counts.update(f"~{key}" for key in names(text))
        counts.update(subjects_in(text))
    by_bits: dict[float, list[str]] = {}
    for key, count in counts.items():
        if count >= LEAST:
            by_bits.setdefault(round(math.log2(len(rows) / count), 1), []).append(key)
    for key, spread in seen_in.items():
        language, count = spread.most_common(1)[0]
        if count >= LEAST:
            bits = math.log2(max(languages[language], 1500) / count)
            by_bits.setdefault(round(bits, 1), []).append(key)
    lines = [f"{bits}\t{' '.join(sorted(keys))}" for bits, keys in sorted(by_bits.items())]
    TARGET.write_bytes(gzip.compress("\n".join(lines).encode(), 9, mtime=0))
    print(f"{sum(map(len, by_bits.values()))} keys, {TARGET.stat().st_size} bytes")


if __name__ == "__main__":
    main()

"""How fast watches match, beside `re` alternation and pyahocorasick in the same run.

python benchmarks/watches.py          measure and print
python benchmarks/watches.py --seed   write the forms of the shipped watches' terms
"""

from __future__ import annotations

import argparse
import random
import re
import time
from collections.abc import Callable
from pathlib import Path

import ahocorasick
import ahocorasick_rs

from monitor.config.watches import load_watches
from monitor.watches import Lexicon, Matcher, build, compile_watches, seeded_lexicon
from monitor.watches.fold import fold
from monitor.watches.seed import SEED, seed_bytes

ROOT = Path(__file__).resolve().parents[1]
TERMS = 5_000
HEADLINES = 40_000
SYLLABLES = [
    "ba",
    "ce",
    "di",
    "fo",
    "gu",
    "ka",
    "le",
    "mi",
    "no",
    "pu",
    "ra",
    "se",
    "ti",
    "vo",
    "zu",
    "ша",
    "ре",
    "ди",
    "мо",
    "ку",
    "на",
    "ли",
    "го",
    "са",
    "ту",
]


def words(count: int, seed: int) -> list[str]:
    """Return made-up words of two to five syllables, all of one alphabet each."""
    chance = random.Random(seed)
    latin, cyrillic = SYLLABLES[:15], SYLLABLES[15:]
    return [
        "".join(chance.choices(chance.choice((latin, cyrillic)), k=chance.randint(2, 5)))
        for _ in range(count)
    ]


def rate(work: Callable[[], object], megabytes: float) -> float:
    """Return megabytes a second of the best of three runs."""
    times = []
    for _ in range(3):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return megabytes / min(times)


def compare_automata() -> None:
    """Print the speed of three ways to find 5,000 terms in text that is already folded."""
    terms = sorted({f" {word} " for word in words(TERMS * 2, 1)})[:TERMS]
    known = {term.strip() for term in terms}
    others = [word for word in words(60_000, 2) if word not in known]
    chance = random.Random(5)
    named = sorted(known)
    mixed = (chance.choice(named if chance.random() < 0.02 else others) for _ in range(600_000))
    text = f" {' '.join(mixed)} "
    short = text[:20_000]
    size, short_size = len(text.encode()) / 1e6, len(short.encode()) / 1e6
    rust = ahocorasick_rs.AhoCorasick(terms, store_patterns=False)
    other = ahocorasick.Automaton()
    for term in terms:
        other.add_word(term, term)
    other.make_automaton()
    pattern = re.compile("|".join(map(re.escape, terms)))
    rows = [
        ("ahocorasick-rs (ours)", rate(lambda: rust.find_matches_as_indexes(text, True), size)),
        ("pyahocorasick", rate(lambda: sum(1 for _ in other.iter(text)), size)),
        ("re alternation", rate(lambda: sum(1 for _ in pattern.finditer(short)), short_size)),
    ]
    print(f"{TERMS} terms, {size:.1f} MB of folded text:")
    for name, speed in rows:
        print(f"  {name:24} {speed:8.1f} MB/s")


def headlines(matcher: Matcher) -> None:
    """Print how many headlines a second the shipped watches match, terms and all."""
    chance = random.Random(3)
    vocabulary = words(5_000, 4)
    named = [term.text for term in matcher.terms if term.text.isalpha()]
    titles = []
    for _ in range(HEADLINES):
        title = chance.choices(vocabulary, k=9)
        if chance.random() < 0.2:
            title[chance.randrange(9)] = chance.choice(named)
        titles.append(" ".join(title).capitalize())
    start = time.perf_counter()
    matched = sum(bool(matcher.match(title, "", "ru")) for title in titles)
    seconds = time.perf_counter() - start
    print(
        f"shipped watches ({len(matcher.terms)} terms): {HEADLINES / seconds:,.0f} headlines a"
        f" second, {matched / HEADLINES:.0%} matched"
    )


def main() -> None:
    """Measure, or write the seed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", action="store_true")
    watches = [build(file.plain) for file in load_watches(ROOT / "config")]
    if parser.parse_args().seed:
        lexicon = Lexicon()
        compile_watches(watches, lexicon)
        target = ROOT / "monitor" / "watches" / SEED
        target.write_bytes(seed_bytes(lexicon))
        print(f"{target}: {target.stat().st_size:,} bytes")
        return
    compare_automata()
    start = time.perf_counter()
    matcher = compile_watches(watches, seeded_lexicon())
    print(f"shipped watches compiled in {time.perf_counter() - start:.2f} s")
    start = time.perf_counter()
    for _ in range(2_000):
        fold("Президент провёл разговор о стягивании войск к границе")
    print(f"folding a headline takes {(time.perf_counter() - start) / 2_000 * 1e6:.0f} µs")
    headlines(matcher)


if __name__ == "__main__":
    main()

"""Headlines are read in other pieces, which still spell them; what was dropped stays dropped."""

from __future__ import annotations

import json
import random
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

pytest.importorskip("torch", reason="needs the extra `train`")

from training.sampling import HIDDEN, THINNED, Sampler

PIECES = ["<s>", "<pad>", "</s>", "<unk>", "▁", *"tanks", "▁ta", "nk", "nks", "▁tank", "▁tanks"]
VOCABULARY = [[piece, -1.0] for piece in PIECES] + [["<mask>", 0.0]]
MASK = len(PIECES)
WHOLE = PIECES.index("▁tanks")


@pytest.fixture
def base(tmp_path: Path) -> Path:
    stored = json.dumps({"model": {"vocab": VOCABULARY}})
    (tmp_path / "tokenizer.json").write_text(stored, encoding="utf-8")
    return tmp_path


def readings(base: Path, seed: int, count: int = 400) -> list[tuple[list[int], list[int]]]:
    sampler, rng = Sampler(base, seed), random.Random(seed)
    return [sampler.vary(("tanks", "tanks"), ([WHOLE], []), rng) for _ in range(count)]


def test_every_reading_without_hidden_pieces_spells_the_title(base: Path) -> None:
    whole = [title for title, _ in readings(base, 1) if MASK not in title]
    assert {"".join(PIECES[piece] for piece in title) for title in whole} == {"▁tanks"}
    assert len({tuple(title) for title in whole}) > 5


def test_a_dropped_lede_stays_dropped(base: Path) -> None:
    assert all(lede == [] for _, lede in readings(base, 2))


def test_few_pieces_are_hidden(base: Path) -> None:
    pieces = [piece for title, _ in readings(base, 3, 4000) for piece in title]
    assert pieces.count(MASK) / len(pieces) == pytest.approx(HIDDEN * THINNED, abs=0.015)


def test_the_same_seed_reads_the_same(base: Path) -> None:
    # sentencepiece seeds its generator once a thread
    def in_a_thread_of_its_own(seed: int) -> list[tuple[list[int], list[int]]]:
        with ThreadPoolExecutor(1) as one:
            return one.submit(readings, base, seed).result()

    assert in_a_thread_of_its_own(5) == in_a_thread_of_its_own(5) != in_a_thread_of_its_own(6)

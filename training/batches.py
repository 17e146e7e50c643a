"""Batches for training: labelled rows by length, and pairs of a text with its English reading."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from tokenizers import Tokenizer
from torch import Tensor

from training.data import Pair, Row
from training.encoding import compose, pad, tokenise

LEDE_KEPT = 0.6


@dataclass(frozen=True, slots=True)
class Labelled:
    """Rows ready for the network: `target` is a distribution over the six labels, (n, 6)."""

    titles: list[list[int]]
    summaries: list[list[int]]
    targets: Tensor


@dataclass(frozen=True, slots=True)
class Paired:
    """Texts and English readings; `targets` (n, 6) are a teacher's, empty for the model's own
    English reading.
    """

    texts: list[list[int]]
    english: list[list[int]]
    words: list[frozenset[str]]
    headline: list[bool]
    targets: Tensor


def labelled(tokenizer: Tokenizer, rows: Sequence[Row], targets: np.ndarray) -> Labelled:
    """Tokenise rows."""
    return Labelled(
        tokenise(tokenizer, [row.title for row in rows]),
        tokenise(tokenizer, [row.summary for row in rows]),
        torch.tensor(targets, dtype=torch.float32),
    )


def paired(tokenizer: Tokenizer, pairs: Sequence[Pair], targets: np.ndarray | None) -> Paired:
    """Tokenise pairs."""
    return Paired(
        tokenise(tokenizer, [pair.text for pair in pairs]),
        tokenise(tokenizer, [pair.english for pair in pairs]),
        [
            frozenset(word for word in pair.english.casefold().split() if len(word) > 3)
            for pair in pairs
        ],
        [pair.source == "headlines" for pair in pairs],
        torch.zeros(0) if targets is None else torch.tensor(targets, dtype=torch.float32),
    )


def row_batches(
    rows: Labelled, size: int, rng: random.Random
) -> Iterator[tuple[Tensor, Tensor, Tensor]]:
    """Yield ids, mask and targets, one pass over the rows; ledes are dropped at random."""
    order = list(range(len(rows.titles)))
    rng.shuffle(order)
    composed = {
        i: compose(rows.titles[i], rows.summaries[i] if rng.random() < LEDE_KEPT else [])
        for i in order
    }
    for batch in _by_length(order, {i: len(ids) for i, ids in composed.items()}, size, rng):
        ids, mask = pad([composed[i] for i in batch])
        yield ids, mask, rows.targets[batch]


def pair_batches(pairs: Paired, size: int, rng: random.Random) -> Iterator[list[int]]:
    """Yield indices for ever, headlines with headlines, since those are the harder negatives of
    each other.
    """
    kinds = [
        [i for i, is_one in enumerate(pairs.headline) if is_one == kind] for kind in (True, False)
    ]
    lengths = {i: len(text) for i, text in enumerate(pairs.texts)}
    streams = [_forever(kind, lengths, size, rng) for kind in kinds if kind]
    while True:
        for stream in streams:
            yield next(stream)


def _forever(
    kind: list[int], lengths: dict[int, int], size: int, rng: random.Random
) -> Iterator[list[int]]:
    while True:
        order = list(kind)
        rng.shuffle(order)
        yield from _by_length(order, lengths, size, rng)


def _by_length(
    order: list[int], lengths: dict[int, int], size: int, rng: random.Random
) -> Iterator[list[int]]:
    chunk = size * 24
    for start in range(0, len(order), chunk):
        part = sorted(order[start : start + chunk], key=lengths.__getitem__)
        batches = [part[i : i + size] for i in range(0, len(part), size)]
        rng.shuffle(batches)
        yield from batches

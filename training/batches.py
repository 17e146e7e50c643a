"""Batches for training: labelled rows by length, and pairs of a text with its English reading."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from tokenizers import Tokenizer
from torch import Tensor

from training.data import Row
from training.encoding import compose, pad, tokenise
from training.pairs import (
    GROUP,
    Pair,
    group_pairs,
    headline_pairs,
    lede_pairs,
    sentence_pairs,
)
from training.sampling import Sampler

LEDE_KEPT = 0.6
TURNS = ("headlines", GROUP, "ntrex", GROUP, "headlines", GROUP, "ledes", GROUP)
FAMILY = 3


@dataclass(frozen=True, slots=True)
class Labelled:
    """Rows ready for the network: `target` is a distribution over the six labels, (n, 6)."""

    titles: list[list[int]]
    summaries: list[list[int]]
    targets: Tensor
    texts: list[tuple[str, str]]
    """Title and lede, to read them in other pieces."""


@dataclass(frozen=True, slots=True)
class Paired:
    """Texts and English readings (of a lede pair: a headline and its lede), as ids."""

    texts: list[list[int]]
    english: list[list[int]]
    words: list[frozenset[str]]
    """Of the English reading, to know pairs that are no negatives of each other."""
    sources: list[str]


def labelled(tokenizer: Tokenizer, rows: Sequence[Row], targets: np.ndarray) -> Labelled:
    """Tokenise rows."""
    return Labelled(
        tokenise(tokenizer, [row.title for row in rows]),
        tokenise(tokenizer, [row.summary for row in rows]),
        torch.tensor(targets, dtype=torch.float32),
        [(row.title, row.summary) for row in rows],
    )


def paired(tokenizer: Tokenizer, pairs: Sequence[Pair]) -> Paired:
    """Tokenise pairs."""
    return Paired(
        tokenise(tokenizer, [pair.text for pair in pairs]),
        tokenise(tokenizer, [pair.english for pair in pairs]),
        [_words(pair) for pair in pairs],
        [pair.source for pair in pairs],
    )


def read_pairs(tokenizer: Tokenizer) -> Paired:
    """Tokenise translations, headlines with their ledes, and reports of the written events."""
    pairs = [
        *headline_pairs(),
        *lede_pairs(),
        *group_pairs(),
        *sentence_pairs(measured=False),
    ]
    return paired(tokenizer, pairs)


def _words(pair: Pair) -> frozenset[str]:
    """Return what tells whether two pairs may be of one event: the group, or telling words."""
    if pair.source.startswith(GROUP):
        return frozenset({pair.source})
    return frozenset(word for word in pair.english.casefold().split() if len(word) > 3)


def row_batches(
    rows: Labelled, size: int, rng: random.Random, sampler: Sampler | None, times: int = 1
) -> Iterator[tuple[Tensor, Tensor, Tensor]]:
    """Yield ids, mask and targets of `size` readings, one pass over the rows; ledes are dropped at
    random, and pieces drawn by the sampler if there is one. A row is read so many `times`: all rows
    of a batch once, then all of them again.
    """
    order = list(range(len(rows.titles)))
    rng.shuffle(order)
    composed = {i: [_reading(rows, i, rng, sampler) for _ in range(times)] for i in order}
    lengths = {i: max(len(ids) for ids in readings) for i, readings in composed.items()}
    for batch in _by_length(order, lengths, size // times, rng):
        ids, mask = pad([composed[i][time] for time in range(times) for i in batch])
        yield ids, mask, rows.targets[batch].repeat(times, 1)


def _reading(rows: Labelled, i: int, rng: random.Random, sampler: Sampler | None) -> list[int]:
    both = (rows.titles[i], rows.summaries[i] if rng.random() < LEDE_KEPT else [])
    return compose(*(sampler.vary(rows.texts[i], both, rng) if sampler else both))


def pair_batches(pairs: Paired, size: int, rng: random.Random) -> Iterator[list[int]]:
    """Yield indices for ever, each kind in its turn with its like, since those are the harder
    negatives of each other.
    """
    lengths = {i: len(text) for i, text in enumerate(pairs.texts)}
    streams: dict[str, Iterator[list[int]]] = {}
    for kind in TURNS:
        if own := [i for i, source in enumerate(pairs.sources) if source.startswith(kind)]:
            streams[kind] = (
                _families(own, pairs.sources, size, rng)
                if kind == GROUP
                else _forever(own, lengths, size, rng)
            )
    while True:
        for kind in TURNS:
            if kind in streams:
                yield next(streams[kind])


def _families(
    own: list[int], sources: list[str], size: int, rng: random.Random
) -> Iterator[list[int]]:
    """Yield a pair of each group, families together: their other events are the hard negatives."""
    by_group: dict[int, list[int]] = {}
    for i in own:
        by_group.setdefault(int(sources[i].removeprefix(GROUP)), []).append(i)
    families: dict[int, list[int]] = {}
    for group in by_group:
        families.setdefault(group // FAMILY, []).append(group)
    while True:
        order = list(families)
        rng.shuffle(order)
        drawn = [rng.choice(by_group[group]) for family in order for group in families[family]]
        yield from (drawn[i : i + size] for i in range(0, len(drawn) - size + 1, size))


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

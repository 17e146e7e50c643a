"""Read a headline in other pieces each time, and now and then without some of them, so that a label
hangs on no single piece (subword regularisation: Kudo, 2018, arXiv:1804.10959).
"""

from __future__ import annotations

import json
import random
from collections.abc import Sequence
from pathlib import Path

import sentencepiece

from training.encoding import MAX_CHARACTERS, MAX_TOKENS
from training.vocabulary import MASK, sentencepiece_model

EVENNESS = 0.3
"""Power of a segmentation's likelihood: near 0 draws any of them, 1 mostly the likeliest."""
RESEGMENTED = 0.5
"""Share of readings in pieces that are drawn."""
THINNED = 0.5
"""Share of readings of which pieces are hidden."""
HIDDEN = 0.1
"""Share of pieces hidden in such a reading."""


class Sampler:
    """Draws how texts are read. One a process: sentencepiece keeps one generator a thread."""

    def __init__(self, base: Path, seed: int) -> None:
        stored = json.loads((base / "tokenizer.json").read_text(encoding="utf-8"))
        vocabulary = stored["model"]["vocab"]
        self._mask = [piece for piece, _ in vocabulary].index(MASK)
        self._processor = sentencepiece.SentencePieceProcessor(
            model_proto=sentencepiece_model(vocabulary[: self._mask])
        )
        sentencepiece.set_random_generator_seed(seed)

    def vary(
        self, texts: tuple[str, str], ids: tuple[list[int], list[int]], rng: random.Random
    ) -> tuple[list[int], list[int]]:
        """Return ids of a title and its lede as this reading has them; a lede that was dropped
        (no ids) stays dropped.
        """
        title, lede = ids
        if rng.random() < RESEGMENTED:
            title = self._draw(texts[0])
            lede = self._draw(texts[1]) if lede else lede
        if rng.random() < THINNED:
            title, lede = self._thin(title, rng), self._thin(lede, rng)
        return title, lede

    def _draw(self, text: str) -> list[int]:
        drawn: list[int] = self._processor.encode(
            text[:MAX_CHARACTERS], enable_sampling=True, alpha=EVENNESS, nbest_size=-1
        )
        return drawn[:MAX_TOKENS]

    def _thin(self, ids: Sequence[int], rng: random.Random) -> list[int]:
        return [self._mask if rng.random() < HIDDEN else piece for piece in ids]

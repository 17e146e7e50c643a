"""Headlines grouped into stories, as story vectors learn from them, and the losses of a bundle."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass

import torch
from tokenizers import Tokenizer
from torch import Tensor, nn

from training import data, grouped, written
from training.batches import FAMILY
from training.encoding import tokenise
from training.losses import TEMPERATURE

ALONE, UNSURE = "-", "?"
FAMILIES = 4
APART_WEIGHT = 3.0
"""How much more pairs of two stories weigh than pairs of one in the threshold's loss."""


@dataclass(frozen=True, slots=True)
class Bundle:
    """Headlines and ledes as ids, and which of them tell one story: both (n, n) bool, `known` where
    a reader could say.
    """

    titles: list[list[int]]
    summaries: list[list[int]]
    same: Tensor
    known: Tensor


def compared(stories: Sequence[str]) -> tuple[Tensor, Tensor]:
    """Return which two headlines tell one story, and of which two a reader could say, (n, n)."""
    same = torch.tensor([[a == b and a not in (ALONE, UNSURE) for b in stories] for a in stories])
    sure = torch.tensor([story != UNSURE for story in stories])
    others = ~torch.eye(len(stories), dtype=torch.bool)
    return same & others, sure[:, None] & sure[None] & others


def bundle_of(tokenizer: Tokenizer, found: Sequence[tuple[data.Row, str]]) -> Bundle:
    """Tokenise a bundle and compare its stories."""
    return Bundle(
        tokenise(tokenizer, [row.title for row, _ in found]),
        tokenise(tokenizer, [row.summary for row, _ in found]),
        *compared([story for _, story in found]),
    )


def read_bundles(tokenizer: Tokenizer, without: Sequence[str]) -> list[Bundle]:
    """Return the bundles, without those of some days, nor any entry of the windows of stories."""
    measured = grouped.window_keys()
    kept = []
    for day, found in grouped.bundles():
        rows = [
            one for one in found if grouped.window_key(one[0].outlet, one[0].title) not in measured
        ]
        if day not in without and len(rows) > 1:
            kept.append(bundle_of(tokenizer, rows))
    return kept


def written_bundles(tokenizer: Tokenizer, rng: random.Random) -> list[Bundle]:
    """Return the written hours of news, and the written events in bundles of some families."""
    groups = written.groups()
    families = [groups[place : place + FAMILY] for place in range(0, len(groups), FAMILY)]
    rng.shuffle(families)
    told = []
    for place in range(0, len(families), FAMILIES):
        events = [group for family in families[place : place + FAMILIES] for group in family]
        told.append([(row, str(story)) for story, group in enumerate(events) for row in group])
    return [bundle_of(tokenizer, found) for found in [*written.hours(), *told]]


def apart_loss(cosines: Tensor, bundle: Bundle, threshold: Tensor) -> Tensor:
    """Return the loss of telling pairs of one story from others by one threshold for all bundles,
    which a contrast within a bundle does not ask for; `threshold` is a slope and a shift.
    """
    pairs = torch.triu(bundle.known)
    same = bundle.same[pairs]
    losses = nn.functional.binary_cross_entropy_with_logits(
        threshold[0] * cosines[pairs] + threshold[1], same.float(), reduction="none"
    )
    together, others = same.sum().clamp(min=1), (~same).sum().clamp(min=1)
    return 0.5 * losses[same].sum() / together + APART_WEIGHT * losses[~same].sum() / others


def told_loss(cosines: Tensor, bundle: Bundle) -> Tensor:
    """Return the contrast of each headline's story with all others (Khosla et al., 2020, the mean
    over positives outside the logarithm), temperature as for pairs; 0 for a bundle without a story.
    """
    logits = (cosines / TEMPERATURE).masked_fill(~bundle.known, -1e4)
    positive = bundle.same & bundle.known
    rest = torch.logsumexp(logits.masked_fill(positive, -1e4), dim=1)
    rows = positive.nonzero()[:, 0]
    share = (1 / positive.sum(1).clamp(min=1))[rows]
    losses = torch.logaddexp(logits[positive], rest[rows]) - logits[positive]
    return (losses * share).sum() / positive.any(1).sum().clamp(min=1)

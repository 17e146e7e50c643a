"""What a run of `training.train` minimises: the label, agreement of languages, and vectors of one
story that meet.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn

from training import data
from training.batches import Paired
from training.encoding import compose, pad
from training.network import Network

TEMPERATURE = 0.05
SEVERITY_WEIGHT = 0.3
PAIR_TOKENS = 46
TRANSLATED = ("headlines", "ntrex")


def label_loss(logits: Tensor, severity: Tensor, targets: Tensor, weights: Tensor) -> Tensor:
    """Return weighted cross-entropy of the label, plus that of `severity at least k` for k = 1 to
    4.
    """
    weight = targets @ weights
    cross = -(targets * logits.log_softmax(1)).sum(1)
    levels = torch.tensor(data.SEVERITY)
    reach = torch.stack([targets[:, levels >= k].sum(1) for k in range(1, 5)], dim=1)
    ordinal = nn.functional.binary_cross_entropy_with_logits(
        severity, reach, reduction="none"
    ).mean(1)
    return ((cross + SEVERITY_WEIGHT * ordinal) * weight).sum() / weight.sum()


def disagreement(logits: Tensor, weight: Tensor) -> Tensor:
    """Return how far two readings of each row are apart, the second half of the batch from the
    first: the mean of the divergences both ways (R-Drop, Liang et al., 2021, arXiv:2106.14448),
    over rows of this weight, (n / 2).
    """
    first, second = (half.log_softmax(1) for half in logits.chunk(2))
    apart = ((first.exp() - second.exp()) * (first - second)).sum(1) / 2
    return (apart * weight).sum() / weight.sum()


def contrast_loss(ours: Tensor, english: Tensor, words: list[frozenset[str]]) -> Tensor:
    """Return symmetric InfoNCE over the batch; pairs that share most words are no negatives of each
    other.
    """
    logits = ours @ english.T / TEMPERATURE
    same = torch.tensor([[_alike(a, b) for b in words] for a in words])
    same.fill_diagonal_(False)
    logits = logits.masked_fill(same, -1e4)
    target = torch.arange(len(words))
    both = nn.functional.cross_entropy(logits, target) + nn.functional.cross_entropy(
        logits.T, target
    )
    return both / 2


def _alike(a: frozenset[str], b: frozenset[str]) -> bool:
    return len(a & b) >= 0.4 * max(1, len(a | b))


def pair_loss(
    network: Network, pairs: Paired, batch: list[int], align: float, contrast: float
) -> Tensor:
    """Return the loss of one batch of pairs: the English reading teaches its translation; vectors
    meet.
    """
    ids, mask = pad(
        [compose(pairs.texts[i][:PAIR_TOKENS], []) for i in batch]
        + [compose(pairs.english[i][:PAIR_TOKENS], []) for i in batch]
    )
    output = network(ids, mask)
    ours, english = output.labels.chunk(2)
    stories = output.story.chunk(2)
    loss = contrast * contrast_loss(stories[0], stories[1], [pairs.words[i] for i in batch])
    if pairs.sources[batch[0]] in TRANSLATED:
        loss = loss + align * _divergence(english.detach().softmax(1), ours)
    return loss


def _divergence(teacher: Tensor, logits: Tensor) -> Tensor:
    return nn.functional.kl_div(logits.log_softmax(1), teacher, reduction="batchmean")

"""Give story vectors layers of their own, trained on real headlines grouped into stories.

Command: `python -m training.branch --of NAME --out NAME [--epochs N] [--without DAY ...]`. All that
labels read stays as it is: the lower layers are frozen, and the highest are copied. Resumable: a
run that was stopped goes on from its last checkpoint when started again.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Sequence
from dataclasses import dataclass

import torch
from tokenizers import Tokenizer
from torch import Tensor, nn

from training import data
from training.batches import pair_batches
from training.encoding import compose, pad, tokenise
from training.loop import machine_options, prepare, take_steps
from training.network import Network, load, save, whiten
from training.paths import BASE, RUNS
from training.train import (
    PAIR_TOKENS,
    TEMPERATURE,
    contrast_loss,
    rate_share,
    read_pairs,
    sample_means,
)

ALONE, UNSURE = "-", "?"
LEDE_KEPT = 0.5
PAIRS = 64
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
    measured = data.window_keys()
    kept = []
    for day, found in data.bundles():
        rows = [
            one for one in found if data.window_key(one[0].outlet, one[0].title) not in measured
        ]
        if day not in without and len(rows) > 1:
            kept.append(bundle_of(tokenizer, rows))
    return kept


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


def vectors(network: Network, ids: Sequence[Sequence[int]]) -> Tensor:
    """Return story vectors of texts in their order, the shorter and the longer half by turns."""
    order = sorted(range(len(ids)), key=lambda i: len(ids[i]))
    halves = [half for half in (order[: len(order) // 2], order[len(order) // 2 :]) if half]
    found = []
    for half in halves:
        padded, mask = pad([ids[i] for i in half])
        with torch.no_grad():
            states = network.states(padded, mask)
        found.append(network.told(states, mask))
    place = torch.empty(len(ids), dtype=torch.long)
    place[[i for half in halves for i in half]] = torch.arange(len(ids))
    return torch.cat(found)[place]


class Run:
    """One run: the network, whose story layers alone learn, and where it stands."""

    def __init__(self, options: argparse.Namespace) -> None:
        self.options = options
        self.folder = RUNS / options.out
        self.folder.mkdir(parents=True, exist_ok=True)
        tokenizer = Tokenizer.from_file(str(BASE / "tokenizer.json"))
        self.bundles = read_bundles(tokenizer, options.without)
        self.pairs = read_pairs(tokenizer)
        self.network = load(BASE, RUNS / options.of / "model.safetensors")
        self.network.requires_grad_(False)
        if not len(self.network.story_layers):
            self.network.branch()
            whiten(self.network, sample_means(self.network, self.pairs.texts, options.seed))
        self.threshold = nn.Parameter(torch.tensor([8.0, -4.0]))
        self.total = int(options.epochs * len(self.bundles))
        self.optimiser = self._optimiser(options.rate)
        self.step = 0
        self._resume()

    def _optimiser(self, rate: float) -> torch.optim.Optimizer:
        layers = list(self.network.story_layers.requires_grad_(True).parameters())
        story = list(self.network.story.requires_grad_(True).parameters())
        groups = [
            {"params": layers, "base": rate, "weight_decay": 0.01},
            {"params": story, "base": 3 * rate, "weight_decay": 0.01},
            {"params": [self.threshold], "base": 1e-2, "weight_decay": 0.0},
        ]
        return torch.optim.AdamW(groups, lr=rate, fused=True)

    def _resume(self) -> None:
        path = self.folder / "checkpoint.pt"
        if path.exists():
            state = torch.load(path, weights_only=True)
            self.network.load_state_dict(state["network"], strict=False)
            self.optimiser.load_state_dict(state["optimiser"])
            self.step = state["step"]
            self.threshold.data.copy_(state["threshold"])

    def checkpoint(self) -> None:
        """Keep enough to go on from here."""
        own = {k: v for k, v in self.network.state_dict().items() if k.startswith("story")}
        state = {"network": own, "optimiser": self.optimiser.state_dict(), "step": self.step}
        part = self.folder / "checkpoint.part"
        torch.save({**state, "threshold": self.threshold.detach()}, part)
        part.replace(self.folder / "checkpoint.pt")

    def update(self, bundle: Bundle, pair_batch: list[int], rng: random.Random) -> float:
        """Take one step and return the bundle's loss."""
        ids = [
            compose(title, summary if rng.random() < LEDE_KEPT else [])
            for title, summary in zip(bundle.titles, bundle.summaries, strict=True)
        ]
        with torch.autocast("cpu", torch.bfloat16, enabled=self.options.bf16):
            found = vectors(self.network, ids)
        cosines = found @ found.T
        loss = told_loss(cosines, bundle) + apart_loss(cosines, bundle, self.threshold)
        loss.backward()
        self._pair_loss(pair_batch).backward()
        learning = [weight for group in self.optimiser.param_groups for weight in group["params"]]
        nn.utils.clip_grad_norm_(learning, 1.0)
        for group in self.optimiser.param_groups:
            group["lr"] = group["base"] * rate_share(self.step, self.total)
        self.optimiser.step()
        self.optimiser.zero_grad(set_to_none=True)
        self.step += 1
        return float(loss.detach())

    def _pair_loss(self, batch: list[int]) -> Tensor:
        texts = [compose(self.pairs.texts[i][:PAIR_TOKENS], []) for i in batch]
        english = [compose(self.pairs.english[i][:PAIR_TOKENS], []) for i in batch]
        with torch.autocast("cpu", torch.bfloat16, enabled=self.options.bf16):
            ours, theirs = vectors(self.network, texts + english).chunk(2)
        return contrast_loss(ours, theirs, [self.pairs.words[i] for i in batch])

    def go(self) -> None:
        """Train to the end, and write all weights."""
        rng = random.Random(self.options.seed + self.step)
        pairs = pair_batches(self.pairs, PAIRS, rng)
        order: list[Bundle] = []
        self.network.eval()

        def update() -> float:
            if not order:
                order.extend(rng.sample(self.bundles, len(self.bundles)))
            return self.update(order.pop(), next(pairs), rng)

        take_steps(self, self.total, update)
        save(self.network, self.folder / "model.safetensors")
        (self.folder / "checkpoint.pt").unlink(missing_ok=True)


def arguments() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--of", required=True, help="the run whose labels and lower layers stay")
    parser.add_argument("--out", required=True, help="folder of the run under training/runs")
    parser.add_argument("--epochs", type=float, default=2)
    parser.add_argument("--rate", type=float, default=1e-4)
    parser.add_argument("--without", nargs="*", default=[], help="days to leave out, to validate")
    machine_options(parser)
    return parser.parse_args()


def main() -> None:
    """Run the command."""
    options = arguments()
    prepare(options)
    Run(options).go()


if __name__ == "__main__":
    main()

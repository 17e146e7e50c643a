"""Give story vectors layers of their own, trained on real headlines grouped into stories.

Command: `python -m training.branch --of NAME --out NAME [--bundles KIND ...] [--steps N]`. All that
labels read stays as it is: the lower layers are frozen, and the highest are copied. Resumable: a
run that was stopped goes on from its last checkpoint when started again.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Sequence

import torch
from tokenizers import Tokenizer
from torch import Tensor, nn

from training.batches import pair_batches, read_pairs
from training.bundles import Bundle, apart_loss, read_bundles, told_loss, written_bundles
from training.encoding import compose, pad
from training.loop import advance, keep, rate_share, read_options, take_steps
from training.losses import PAIR_TOKENS, contrast_loss
from training.network import Network, load, sample_means, save, whiten
from training.paths import BASE, RUNS

LEDE_KEPT = 0.5
PAIRS = 64


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
        self.bundles: list[Bundle] = []
        if "read" in options.bundles:
            self.bundles += read_bundles(tokenizer, options.without)
        if "written" in options.bundles:
            self.bundles += written_bundles(tokenizer, random.Random(options.seed))
        self.pairs = read_pairs(tokenizer)
        self.network = load(BASE, RUNS / options.of / "model.safetensors")
        self.network.requires_grad_(False)
        if not len(self.network.story_layers):
            self.network.branch()
            whiten(self.network, sample_means(self.network, self.pairs.texts, options.seed))
        self.threshold = nn.Parameter(torch.tensor([8.0, -4.0]))
        self.total = options.steps
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
        keep(self.folder, {**state, "threshold": self.threshold.detach()})

    def update(self, bundle: Bundle | None, pair_batch: list[int], rng: random.Random) -> float:
        """Take one step and return its loss."""
        loss = self._pair_loss(pair_batch)
        loss.backward()
        if bundle is not None:
            of_bundle = self._bundle_loss(bundle, rng)
            of_bundle.backward()
            loss = loss + of_bundle
        learning = [weight for group in self.optimiser.param_groups for weight in group["params"]]
        nn.utils.clip_grad_norm_(learning, 1.0)
        advance(self.optimiser, rate_share(self.step, self.total))
        self.step += 1
        return float(loss.detach())

    def _bundle_loss(self, bundle: Bundle, rng: random.Random) -> Tensor:
        ids = [
            compose(title, summary if rng.random() < LEDE_KEPT else [])
            for title, summary in zip(bundle.titles, bundle.summaries, strict=True)
        ]
        with torch.autocast("cpu", torch.bfloat16, enabled=self.options.bf16):
            found = vectors(self.network, ids)
        cosines = found @ found.T
        return told_loss(cosines, bundle) + apart_loss(cosines, bundle, self.threshold)

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
            return self.update(order.pop() if order else None, next(pairs), rng)

        take_steps(self, self.total, update)
        save(self.network, self.folder / "model.safetensors")
        (self.folder / "checkpoint.pt").unlink(missing_ok=True)


def arguments() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--of", required=True, help="the run whose labels and lower layers stay")
    parser.add_argument("--out", required=True, help="folder of the run under training/runs")
    parser.add_argument("--steps", type=int, default=300)
    parser.add_argument(
        "--bundles", nargs="*", choices=("read", "written"), default=["read", "written"]
    )
    parser.add_argument("--rate", type=float, default=1e-4)
    parser.add_argument("--without", nargs="*", default=[], help="days to leave out, to validate")
    return read_options(parser)


def main() -> None:
    """Run the command."""
    Run(arguments()).go()


if __name__ == "__main__":
    main()

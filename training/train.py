"""Fine-tune the shared encoder with its heads.

Command: `python -m training.train --name NAME [--fold N] [--soft FILE] [--init FILE] [--epochs N]`.
Resumable: a run that was stopped goes on from its last checkpoint when started again.
"""

from __future__ import annotations

import argparse
import json
import random
from collections.abc import Iterator
from pathlib import Path

import torch
from tokenizers import Tokenizer
from torch import Tensor, nn

from training.batches import Labelled, Paired, labelled, pair_batches, read_pairs, row_batches
from training.loop import advance, keep, rate_share, read_options, take_steps
from training.losses import disagreement, label_loss, pair_loss
from training.material import taught, training_rows
from training.network import (
    Network,
    freeze,
    from_base,
    load,
    sample_means,
    save,
    trained_weights,
    whiten,
)
from training.paths import BASE, RUNS
from training.reaches import headlines, measure
from training.rounding import round_maps
from training.sampling import Sampler


def arguments() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--name", required=True, help="folder of the run under training/runs")
    parser.add_argument(
        "--fold", type=int, help="hold this group of outlets out, and the late months"
    )
    parser.add_argument(
        "--soft", type=Path, nargs="*", default=[], help="what teachers read, by training.teach"
    )
    parser.add_argument(
        "--unread",
        type=Path,
        help="of rows without a label, learn those that runs read together, by training.unread",
    )
    parser.add_argument("--init", type=Path, help="begin from these weights instead of the base")
    parser.add_argument("--epochs", type=float, default=3)
    parser.add_argument("--rate", type=float, default=1.5e-4)
    parser.add_argument(
        "--decay", type=float, default=0.9, help="of the learning rate, a layer downwards"
    )
    parser.add_argument(
        "--freeze", type=int, default=6, help="lowest layers that stay as in the base"
    )
    parser.add_argument("--batch", type=int, default=32)
    parser.add_argument(
        "--align", type=float, default=1.0, help="weight of agreement between languages"
    )
    parser.add_argument(
        "--contrast", type=float, default=0.3, help="weight of the story vectors' loss"
    )
    parser.add_argument(
        "--agree",
        type=float,
        default=0.0,
        help="read each row twice, and weigh so much how far the readings are apart",
    )
    parser.add_argument(
        "--balance", type=float, default=0.25, help="power of inverse label frequency"
    )
    parser.add_argument(
        "--limit", type=int, default=0, help="stop after this many steps, for a trial"
    )
    parser.add_argument(
        "--real",
        action="store_true",
        help="of what is written, read what is as hard alone",
    )
    parser.add_argument(
        "--rounded", action="store_true", help="learn with maps in bytes, as they ship"
    )
    parser.add_argument(
        "--sampled", action="store_true", help="read headlines in other pieces each time"
    )
    parser.add_argument("--pair-batch", type=int, default=32)
    parser.add_argument("--pair-every", type=int, default=4, help="steps from pairs to pairs")
    return read_options(parser)


def read_material(options: argparse.Namespace, tokenizer: Tokenizer) -> tuple[Labelled, Paired]:
    """Tokenise what the run trains on."""
    rows, targets = taught(training_rows(options.fold, options.real), options.soft, options.unread)
    return labelled(tokenizer, rows, targets), read_pairs(tokenizer)


def parameter_groups(network: Network, rate: float, decay: float) -> list[dict[str, object]]:
    """Give lower layers lower learning rates, heads five times the top rate, and biases no weight
    decay.
    """
    groups: dict[tuple[float, float], list[nn.Parameter]] = {}
    layers = network.encoder.config.num_hidden_layers
    for name, weight in network.named_parameters():
        if not weight.requires_grad:
            continue
        if name.startswith("encoder.encoder.layer."):
            scale = decay ** (layers - 1 - int(name.split(".")[3]))
        elif name.startswith("encoder."):
            scale = decay**layers
        else:
            scale = 5.0
        groups.setdefault((rate * scale, 0.01 if weight.ndim > 1 else 0.0), []).append(weight)
    return [{"params": p, "lr": r, "weight_decay": d, "base": r} for (r, d), p in groups.items()]


def epochs(
    rows: Labelled, size: int, seed: int, sampler: Sampler | None, times: int
) -> Iterator[tuple[Tensor, Tensor, Tensor]]:
    """Yield batches for ever, a new order each pass, each row so many times."""
    for epoch in range(10_000):
        yield from row_batches(rows, size, random.Random(seed * 1000 + epoch), sampler, times)


class Run:
    """One training run: the network, its running mean, the optimiser and where it stands."""

    def __init__(self, options: argparse.Namespace) -> None:
        self.options = options
        self.folder = RUNS / options.name
        self.folder.mkdir(parents=True, exist_ok=True)
        self.network = load(BASE, options.init) if options.init else from_base(BASE)
        if options.freeze:
            freeze(self.network, options.freeze)
        if options.rounded:
            round_maps(self.network, measure(self.network, headlines()))
        tokenizer = Tokenizer.from_file(str(BASE / "tokenizer.json"))
        self.rows, self.pairs = read_material(options, tokenizer)
        if not options.init:
            whiten(self.network, sample_means(self.network, self.rows.titles, options.seed))
        self.total = int(options.epochs * len(self.rows.titles) / options.batch)
        groups = parameter_groups(self.network, options.rate, options.decay)
        self.optimiser = torch.optim.AdamW(groups, fused=True)
        self.mean = {k: v.clone() for k, v in trained_weights(self.network).items()}
        self.step = 0
        counts = self.rows.targets.sum(0)
        self.weights = (counts.mean() / counts) ** options.balance
        self._resume()

    def _resume(self) -> None:
        path = self.folder / "checkpoint.pt"
        if path.exists():
            state = torch.load(path, weights_only=True)
            self.network.load_state_dict(state["network"], strict=False)
            self.optimiser.load_state_dict(state["optimiser"])
            self.mean, self.step = state["mean"], state["step"]

    def checkpoint(self) -> None:
        """Keep enough to go on from here."""
        state = {"network": trained_weights(self.network), "optimiser": self.optimiser.state_dict()}
        keep(self.folder, {**state, "mean": self.mean, "step": self.step})

    def update(self, batch: tuple[Tensor, Tensor, Tensor], pair_batch: list[int] | None) -> float:
        """Take one step and return the label loss."""
        ids, mask, targets = batch
        with torch.autocast("cpu", torch.bfloat16, enabled=self.options.bf16):
            output = self.network(ids, mask)
        loss = label_loss(output.labels, output.severity, targets, self.weights)
        if self.options.agree:
            weight = targets.chunk(2)[0] @ self.weights
            loss = loss + self.options.agree * disagreement(output.labels, weight)
        loss.backward()
        if pair_batch is not None:
            ramp = min(1.0, self.step / (0.2 * self.total))
            align = ramp * self.options.align * self.options.pair_every / 2
            contrast = self.options.contrast * self.options.pair_every / 2
            with torch.autocast("cpu", torch.bfloat16, enabled=self.options.bf16):
                both = pair_loss(self.network, self.pairs, pair_batch, align, contrast)
            both.backward()
        nn.utils.clip_grad_norm_(self.network.parameters(), 1.0)
        advance(self.optimiser, rate_share(self.step, self.total))
        self.step += 1
        remembered = min(0.998, (self.step + 1) / (self.step + 10))
        for name, value in trained_weights(self.network).items():
            self.mean[name].lerp_(value, 1 - remembered)
        return float(loss.detach())

    def go(self) -> None:
        """Train to the end, and write the mean weights."""
        stop = self.options.limit or self.total
        seed = self.options.seed + self.step
        sampler = Sampler(BASE, seed) if self.options.sampled else None
        times = 2 if self.options.agree else 1
        rows = epochs(self.rows, self.options.batch, seed, sampler, times)
        pairs = pair_batches(self.pairs, self.options.pair_batch, random.Random(seed))
        self.network.train()

        def update() -> float:
            paired_now = self.step % self.options.pair_every == 0
            return self.update(next(rows), next(pairs) if paired_now else None)

        take_steps(self, stop, update)
        self.network.load_state_dict(self.mean, strict=False)
        save(self.network, self.folder / "model.safetensors")
        (self.folder / "checkpoint.pt").unlink(missing_ok=True)
        options = {**vars(self.options), "steps": self.step}
        text = json.dumps(options, indent=2, default=str) + "\n"
        (self.folder / "options.json").write_text(text)


def main() -> None:
    """Run the command."""
    Run(arguments()).go()


if __name__ == "__main__":
    main()

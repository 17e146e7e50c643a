"""Fine-tune the base on the train part of ConfliBERT's CAMEO quad-class task, and test it.

Command: `python -m training.cameo [--init RUN] [--epochs N] [--agree W] [--seeds N ...]`; writes
results/cameo.json: the mean over seeds, as the published figures are, and the figures of the one
network whose weights are the mean of theirs. It starts from the converted base, or from the encoder
of a run of ours, which has seen headlines and none of the task's sentences, and trains on nothing
but the task's own train part. No row of the test part chooses anything: the weights of the last
epoch are tested, once a seed. Resumable: the network of a seed is kept under runs/cameo-RUN.
"""

from __future__ import annotations

import argparse
import json
import math
import random

import numpy as np
import torch
from rich.progress import track
from safetensors.torch import load_file
from sklearn.metrics import f1_score
from tokenizers import Tokenizer
from torch import nn

from training import data
from training.average import mean_weights
from training.encoding import compose, pad, tokenise
from training.loop import advance
from training.losses import disagreement
from training.network import Network, freeze, from_base, load, save
from training.paths import BASE, DATA, RESULTS, RUNS
from training.train import parameter_groups

CLASSES = 5
BATCH = 16
DROPOUT = 0.1


def read(part: str, tokenizer: Tokenizer) -> tuple[list[list[int]], list[int]]:
    """Return ids and classes of the train or test part."""
    items = data.read_jsonl(DATA / "benchmarks" / f"cameo_quad_{part}.jsonl")
    texts = tokenise(tokenizer, [item["text"] for item in items])
    return [compose(ids, []) for ids in texts], [item["label"] for item in items]


def shuffled(texts: list[list[int]], rng: random.Random) -> list[list[int]]:
    """Return batches of indices of texts of similar length, in random order."""
    order = sorted(range(len(texts)), key=lambda i: len(texts[i]) + rng.random() * 8)
    batches = [order[i : i + BATCH] for i in range(0, len(order), BATCH)]
    rng.shuffle(batches)
    return batches


def train(
    network: Network,
    texts: list[list[int]],
    labels: list[int],
    epochs: int,
    seed: int,
    agree: float,
    bf16: bool,
) -> None:
    """Fine-tune with warm-up and cosine decay. Where two readings are to agree, they differ by
    dropout.
    """
    if agree:
        for part in network.encoder.modules():
            if isinstance(part, nn.Dropout):
                part.p = DROPOUT
    times = 2 if agree else 1
    groups = parameter_groups(network, 1e-4, 0.9)
    optimiser = torch.optim.AdamW(groups, fused=True)
    rng = random.Random(seed)
    steps = [batch for _ in range(epochs) for batch in shuffled(texts, rng)]
    network.train()
    for step, batch in enumerate(track(steps, "CAMEO")):
        ids, mask = pad([texts[i] for i in batch] * times)
        target = torch.tensor([labels[i] for i in batch] * times)
        with torch.autocast("cpu", torch.bfloat16, enabled=bf16):
            logits = network(ids, mask).labels
        loss = nn.functional.cross_entropy(logits, target, label_smoothing=0.05)
        if agree:
            loss = loss + agree * disagreement(logits, torch.ones(len(batch)))
        loss.backward()
        nn.utils.clip_grad_norm_(network.parameters(), 1.0)
        share = min(
            (step + 1) / (0.1 * len(steps)), 0.5 + 0.5 * math.cos(math.pi * step / len(steps))
        )
        advance(optimiser, share)


def predict(network: Network, texts: list[list[int]]) -> np.ndarray:
    """Return the likeliest class of each text."""
    network.eval()
    found = np.zeros(len(texts), int)
    with torch.inference_mode():
        for batch in shuffled(texts, random.Random(0)):
            ids, mask = pad([texts[i] for i in batch])
            found[batch] = network(ids, mask).labels.argmax(1).numpy()
    return found


def fresh(run: str, frozen: int, seed: int) -> Network:
    """Return the encoder of a run, or the base, with a label map of its own for the task. The map
    starts from nothing, the same for each seed, so that the mean of their weights means something.
    """
    torch.manual_seed(seed)
    network = load(BASE, RUNS / run / "model.safetensors") if run else from_base(BASE)
    network.labels = nn.Linear(network.labels.in_features, CLASSES)
    nn.init.zeros_(network.labels.weight)
    nn.init.zeros_(network.labels.bias)
    if frozen:
        freeze(network, frozen)
    return network


def trained(
    arguments: argparse.Namespace, seed: int, material: tuple[list[list[int]], list[int]]
) -> Network:
    """Return the network of a seed: the one kept by an earlier call like this, if there is one."""
    way = f"{arguments.epochs}-{arguments.freeze}-{arguments.agree:g}"
    kept = RUNS / f"cameo-{arguments.init or 'base'}-{way}" / f"seed{seed}.safetensors"
    network = fresh(arguments.init, arguments.freeze, seed)
    if kept.exists():
        network.load_state_dict(load_file(kept), strict=False)
    else:
        train(network, *material, arguments.epochs, seed, arguments.agree, arguments.bf16)
        save(network, kept)
    return network


def figures_of(network: Network, texts: list[list[int]], truth: list[int]) -> dict[str, float]:
    """Return macro and micro F1 on the test part."""
    found = predict(network, texts)
    return {
        f"{kind}_f1": float(f1_score(truth, found, average=kind)) for kind in ("macro", "micro")
    }


def main() -> None:
    """Run the command."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--init", default="", help="begin from the encoder of this run")
    parser.add_argument("--epochs", type=int, default=8)
    parser.add_argument("--freeze", type=int, default=0)
    parser.add_argument(
        "--agree",
        type=float,
        default=0.0,
        help="read each row twice, and weigh so much how far the readings are apart",
    )
    parser.add_argument("--seeds", type=int, nargs="+", default=[1, 2, 3])
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--bf16", action="store_true", help="where the processor multiplies bf16")
    arguments = parser.parse_args()
    torch.set_num_threads(arguments.threads)
    run: str = arguments.init
    tokenizer = Tokenizer.from_file(str(BASE / "tokenizer.json"))
    material, (texts, truth) = read("train", tokenizer), read("test", tokenizer)
    networks = [trained(arguments, seed, material) for seed in arguments.seeds]
    figures = [figures_of(network, texts, truth) for network in networks]
    mean = fresh(run, arguments.freeze, arguments.seeds[0])
    states = [network.state_dict() for network in networks]
    mean.load_state_dict(mean_weights(states, [1.0] * len(states)))
    report = {
        **{name: float(np.mean([one[name] for one in figures])) for name in figures[0]},
        "deviation": float(np.std([one["macro_f1"] for one in figures])),
        "mean_of_weights": figures_of(mean, texts, truth),
        "seeds": arguments.seeds,
        "epochs": arguments.epochs,
        "agree": arguments.agree,
    }
    RESULTS.mkdir(exist_ok=True)
    path = RESULTS / "cameo.json"
    known = json.loads(path.read_text()) if path.exists() else {}
    known[f"the encoder of {run}" if run else "the base"] = report
    path.write_text(json.dumps(known, indent=2) + "\n")
    print(json.dumps(report, indent=2))


if __name__ == "__main__":
    main()

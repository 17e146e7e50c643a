"""Train the story map alone, on a finished encoder, with batches too large for the encoder.

Command: `python -m training.story_head --run NAME --out NAME`; then export, calibrate and evaluate
the new run. The label head and the encoder stay as they are, so the labels do not change. Reports
of one event, written for this project, meet while those of 90 other events part (supervised
contrastive loss, Khosla et al., 2020), alike events of a family among them; so do headlines and
their English versions (InfoNCE).
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence

import numpy as np
import torch
from rich.progress import track
from tokenizers import Tokenizer
from torch import Tensor, nn

from training import data, measures
from training.batches import FAMILY
from training.encoding import compose, pad, tokenise
from training.network import Network, load, save
from training.paths import BASE, RUNS
from training.train import TEMPERATURE

FAMILIES = 30
PAIRS = 256
STEPS = 300
RATE = 1e-3


def means(
    network: Network, tokenizer: Tokenizer, titles: Sequence[str], ledes: Sequence[str] = ()
) -> Tensor:
    """Return the pooled last layer under the story map, (n, width)."""
    summaries = tokenise(tokenizer, ledes) if ledes else [[] for _ in titles]
    pieces = zip(tokenise(tokenizer, titles), summaries, strict=True)
    ids = [compose(title, lede) for title, lede in pieces]
    order = sorted(range(len(ids)), key=lambda i: len(ids[i]))
    found = torch.empty(len(ids), network.story.in_features)
    with torch.no_grad():
        for start in track(range(0, len(order), 64), "reading"):
            batch = order[start : start + 64]
            found[batch] = network.pooled(*pad([ids[i] for i in batch]))[1].float()
    return found


def events_loss(vectors: Tensor, events: Tensor) -> Tensor:
    """Return the mean over reports (n, size) of how far those of one event (n) are from first."""
    itself = torch.eye(len(events), dtype=torch.bool)
    same = (events[:, None] == events[None]) & ~itself
    likely = (vectors @ vectors.T / TEMPERATURE).masked_fill(itself, -1e4).log_softmax(1)
    told_again = same.any(1)
    return -((likely * same).sum(1)[told_again] / same.sum(1)[told_again]).mean()


def translations_loss(ours: Tensor, english: Tensor) -> Tensor:
    """Return symmetric InfoNCE of headlines (n, size) and their English versions."""
    logits, target = ours @ english.T / TEMPERATURE, torch.arange(len(ours))
    cross = nn.functional.cross_entropy
    return (cross(logits, target) + cross(logits.T, target)) / 2


def fit(story: nn.Linear, reports: Tensor, events: Tensor, ours: Tensor, english: Tensor) -> None:
    """Fit the map, beginning from what it is."""
    optimiser = torch.optim.AdamW(story.parameters(), lr=RATE, weight_decay=0)
    schedule = torch.optim.lr_scheduler.LinearLR(optimiser, 1.0, 0.0, STEPS)
    families = events // FAMILY

    def vectors(found: Tensor) -> Tensor:
        return nn.functional.normalize(story(found), dim=1)

    for _ in track(range(STEPS), "story map"):
        drawn = torch.randperm(int(families.max()) + 1)[:FAMILIES]
        batch = torch.isin(families, drawn)
        pairs = torch.randperm(len(ours))[:PAIRS]
        loss = events_loss(vectors(reports[batch]), events[batch])
        (loss + translations_loss(vectors(ours[pairs]), vectors(english[pairs]))).backward()
        optimiser.step()
        optimiser.zero_grad()
        schedule.step()


def figures(story: nn.Linear, windows: Sequence[Tensor]) -> dict[str, float]:
    """Return clustering figures of the story windows, whose means are given."""
    with torch.no_grad():
        vectors = [nn.functional.normalize(story(found), dim=1).numpy() for found in windows]
    return measures.story_figures(data.story_windows(), [v.astype(np.float32) for v in vectors])


def main() -> None:
    """Run the command."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--run", required=True)
    parser.add_argument("--out", required=True)
    parser.add_argument("--threads", type=int, default=1)
    arguments = parser.parse_args()
    torch.set_num_threads(arguments.threads)
    torch.manual_seed(1)
    network = load(BASE, RUNS / arguments.run / "model.safetensors").eval()
    tokenizer = Tokenizer.from_file(str(BASE / "tokenizer.json"))
    windows = [
        means(network, tokenizer, [r["title"] for r in rows], [r["summary"] or "" for r in rows])
        for rows in data.story_windows()
    ]
    print("before", figures(network.story, windows), flush=True)
    groups, pairs = data.groups(), data.headline_pairs()
    reports = means(network, tokenizer, [row.title for group in groups for row in group])
    events = torch.tensor([number for number, group in enumerate(groups) for _ in group])
    ours = means(network, tokenizer, [pair.text for pair in pairs])
    english = means(network, tokenizer, [pair.english for pair in pairs])
    fit(network.story, reports, events, ours, english)
    print("after", figures(network.story, windows), flush=True)
    save(network, RUNS / arguments.out / "model.safetensors")


if __name__ == "__main__":
    main()

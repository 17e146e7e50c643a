"""Train the story map alone, on a finished encoder, by InfoNCE over batches of 512 pairs.

Command: `python -m training.story_head --run NAME --out NAME`; then export, calibrate and evaluate
the new run. The label head and the encoder stay as they are, so the labels do not change.
"""

from __future__ import annotations

import argparse

import numpy as np
import torch
from rich.progress import track
from tokenizers import Tokenizer
from torch import Tensor, nn

from training import data, measures
from training.encoding import compose, pad, tokenise
from training.network import Network, load, save
from training.paths import BASE, RUNS
from training.train import contrast_loss

BATCH = 512
LANGUAGES = frozenset({"ru", "ar", "he", "fa", "zh", "uk", "de", "fr", "es", "tr"})
STEPS = 600


def features(network: Network, tokenizer: Tokenizer, texts: list[str]) -> Tensor:
    """Return the pooled layers under the story map, (n, layers x width)."""
    ids = [compose(found, []) for found in tokenise(tokenizer, texts)]
    order = sorted(range(len(ids)), key=lambda i: len(ids[i]))
    kept: list[Tensor] = []
    hook = network.story.register_forward_pre_hook(lambda _, inputs: kept.append(inputs[0]))
    places = [order[i : i + 64] for i in range(0, len(order), 64)]
    with torch.inference_mode():
        for batch in track(places, "features"):
            network(*pad([ids[i] for i in batch]))
    hook.remove()
    found = torch.empty(len(ids), kept[0].shape[1])
    for batch, values in zip(places, kept, strict=True):
        found[batch] = values
    return found


def fit(network: Network, ours: Tensor, english: Tensor, words: list[frozenset[str]]) -> None:
    """Fit the map, beginning from what it is."""
    network.story.requires_grad_(True)
    optimiser = torch.optim.AdamW(network.story.parameters(), lr=1e-3, weight_decay=0.01)
    schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimiser, STEPS)
    for _ in track(range(STEPS), "story map"):
        batch = torch.randperm(len(ours))[:BATCH]
        pair = [
            nn.functional.normalize(network.story(side[batch]), dim=1) for side in (ours, english)
        ]
        contrast_loss(pair[0], pair[1], [words[i] for i in batch.tolist()]).backward()
        optimiser.step()
        optimiser.zero_grad()
        schedule.step()


def figures(network: Network, tokenizer: Tokenizer) -> dict[str, float]:
    """Return clustering figures of the windows' titles."""
    windows = data.story_windows()
    vectors = []
    for window in windows:
        found = network.story(features(network, tokenizer, [row["title"] for row in window]))
        vectors.append(nn.functional.normalize(found, dim=1).detach().numpy().astype(np.float32))
    return measures.story_figures(windows, vectors)


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
    sentences = [p for p in data.sentence_pairs(measured=False) if p.language in LANGUAGES]
    pairs = data.headline_pairs() + sentences
    print("before", figures(network, tokenizer), flush=True)
    english = features(network, tokenizer, [pair.english for pair in pairs])
    ours = features(network, tokenizer, [pair.text for pair in pairs])
    words = [frozenset(w for w in p.english.casefold().split() if len(w) > 3) for p in pairs]
    fit(network, ours.clone(), english.clone(), words)
    print("after", figures(network, tokenizer), flush=True)
    save(network, RUNS / arguments.out / "model.safetensors")


if __name__ == "__main__":
    main()

"""The network: one multilingual encoder with a label head, an ordinal severity head and a story-
vector head.
"""

from __future__ import annotations

import json
import random
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path

import torch
from safetensors.torch import load_file, save_file
from torch import Tensor, nn
from transformers import BertConfig, BertModel

from training.data import LABELS
from training.encoding import compose, pad

STORY_SIZE = 256
STORY_LAYERS = 3
"""Highest layers that story vectors have for themselves, once they are given any."""
WHITENING_TEXTS = 2000


@dataclass(frozen=True, slots=True)
class Output:
    """What one pass gives: label logits (n, 6), severity logits (n, 4), story vectors (n, 256) of
    length 1.
    """

    labels: Tensor
    severity: Tensor
    story: Tensor


class Network(nn.Module):
    """Encoder with mean and first-token pooling under the label head, mean pooling under the story
    head; that stands on the encoder's last layer or on layers of its own beside the highest.
    """

    def __init__(self, config: BertConfig) -> None:
        super().__init__()
        width = config.hidden_size
        self.encoder = BertModel(config, add_pooling_layer=False)
        self.hidden = nn.Linear(2 * width, width)
        self.labels = nn.Linear(width, len(LABELS))
        self.severity = nn.Linear(width, 4)
        self.story = nn.Linear(width, STORY_SIZE)
        self.dropout = nn.Dropout(0.1)
        self.story_layers = nn.ModuleList()

    def branch(self) -> None:
        """Give story vectors layers of their own, copies of the highest."""
        self.story_layers = deepcopy(self.encoder.encoder.layer[-STORY_LAYERS:])

    def forward(self, ids: Tensor, mask: Tensor) -> Output:
        """Run ids and mask, both (n, tokens)."""
        states = self.states(ids, mask)
        last = states[-1]
        joined = torch.cat([last[:, 0], mean_of(last, mask)], dim=1)
        hidden = self.dropout(nn.functional.gelu(self.hidden(self.dropout(joined))))
        return Output(
            self.labels(hidden).float(), self.severity(hidden).float(), self.told(states, mask)
        )

    def states(self, ids: Tensor, mask: Tensor) -> tuple[Tensor, ...]:
        """Return the embeddings and the output of each layer, (n, tokens, width) each."""
        found = self.encoder(input_ids=ids, attention_mask=mask, output_hidden_states=True)
        return tuple(found.hidden_states)

    def told(self, states: tuple[Tensor, ...], mask: Tensor) -> Tensor:
        """Return story vectors (n, 256) from the layers' outputs."""
        means = self.story_means(states, mask)
        return nn.functional.normalize(self.story(means).float(), dim=1)

    def story_means(self, states: tuple[Tensor, ...], mask: Tensor) -> Tensor:
        """Return what the story map reads, (n, width)."""
        value = states[-1 - len(self.story_layers)]
        unseen = torch.finfo(value.dtype).min * (1 - mask[:, None, None, :]).to(value.dtype)
        for layer in self.story_layers:
            value = layer(value, unseen)
        return mean_of(value, mask)


def mean_of(value: Tensor, mask: Tensor) -> Tensor:
    """Return the mean of (n, tokens, width) over a row's pieces, (n, width)."""
    weight = (mask / mask.sum(1, keepdim=True)).unsqueeze(1).to(value.dtype)
    return (weight @ value).squeeze(1)


def whiten(network: Network, means: Tensor) -> None:
    """Let the story map begin as the whitening of `means` (n, width): its directions of most
    spread, each divided by its spread, so that vectors of unlike texts are near 0 to each other.
    """
    centre = means.mean(0)
    spread, directions = torch.linalg.eigh(torch.cov((means - centre).T))
    kept = directions[:, -STORY_SIZE:] / spread[-STORY_SIZE:].sqrt()
    with torch.no_grad():
        network.story.weight.copy_(kept.T)
        network.story.bias.copy_(-centre @ kept)


def sample_means(network: Network, titles: list[list[int]], seed: int) -> Tensor:
    """Return what the story map reads of some titles, (n, width)."""
    chosen = random.Random(seed).sample(titles, min(WHITENING_TEXTS, len(titles)))
    chosen.sort(key=len)
    with torch.inference_mode():
        batches = [chosen[i : i + 64] for i in range(0, len(chosen), 64)]
        ready = [pad([compose(title, []) for title in batch]) for batch in batches]
        found = [network.story_means(network.states(*one), one[1]) for one in ready]
    return torch.cat(found).clone()


def from_base(base: Path) -> Network:
    """Put fresh heads on the converted base."""
    config = BertConfig(**json.loads((base / "config.json").read_text()))
    config._attn_implementation = "eager"
    config.hidden_dropout_prob = config.attention_probs_dropout_prob = 0.0
    network = Network(config)
    network.encoder.load_state_dict(load_file(base / "model.safetensors"), strict=False)
    network.encoder.embeddings.word_embeddings.weight.requires_grad_(False)
    return network


def freeze(network: Network, layers: int) -> None:
    """Keep the embeddings and the lowest `layers` layers as they are; more than half the time of a
    step.
    """
    for part in (network.encoder.embeddings, *network.encoder.encoder.layer[:layers]):
        part.requires_grad_(False)


def trained_weights(network: nn.Module) -> dict[str, Tensor]:
    """Return every weight but the frozen word table, which stays in the base."""
    return {k: v for k, v in network.state_dict().items() if "word_embeddings" not in k}


def save(network: nn.Module, path: Path) -> None:
    """Write the trained weights as safetensors, by way of a temporary file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(".part")
    save_file({k: v.contiguous() for k, v in trained_weights(network).items()}, part)
    part.chmod(0o644)
    part.replace(path)


def load(base: Path, path: Path) -> Network:
    """Read a network that `save` wrote."""
    network, weights = from_base(base), load_file(path)
    if any(name.startswith("story_layers.") for name in weights):
        network.branch()
    missing, unexpected = network.load_state_dict(weights, strict=False)
    if unexpected or any("word_embeddings" not in name for name in missing):
        raise ValueError(f"{path} does not fit this network")
    return network

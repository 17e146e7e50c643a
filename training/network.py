"""The network: one multilingual encoder with a label head, an ordinal severity head and a story-
vector head.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import torch
from safetensors.torch import load_file, save_file
from torch import Tensor, nn
from transformers import BertConfig, BertModel

from training.data import LABELS

STORY_LAYERS = (6, 9, 12)
STORY_SIZE = 256


@dataclass(frozen=True, slots=True)
class Output:
    """What one pass gives: label logits (n, 6), severity logits (n, 4), story vectors (n, 256) of
    length 1.
    """

    labels: Tensor
    severity: Tensor
    story: Tensor


class Network(nn.Module):
    """Encoder with mean and first-token pooling under the label head, pooled layers under the story
    head.
    """

    def __init__(self, config: BertConfig, story_layers: tuple[int, ...] = STORY_LAYERS) -> None:
        super().__init__()
        width = config.hidden_size
        self.story_layers = story_layers
        self.encoder = BertModel(config, add_pooling_layer=False)
        self.hidden = nn.Linear(2 * width, width)
        self.labels = nn.Linear(width, len(LABELS))
        self.severity = nn.Linear(width, 4)
        self.story = nn.Linear(len(story_layers) * width, STORY_SIZE, bias=False)
        self.dropout = nn.Dropout(0.1)

    def forward(self, ids: Tensor, mask: Tensor) -> Output:
        """Run ids and mask, both (n, tokens)."""
        states = self.encoder(
            input_ids=ids, attention_mask=mask, output_hidden_states=True
        ).hidden_states
        weight = (mask / mask.sum(1, keepdim=True)).unsqueeze(1).to(states[-1].dtype)
        last = states[-1]
        pooled = torch.cat([last[:, 0], (weight @ last).squeeze(1)], dim=1)
        hidden = nn.functional.gelu(self.hidden(self.dropout(pooled)))
        hidden = self.dropout(hidden)
        layers = torch.cat([(weight @ states[i]).squeeze(1) for i in self.story_layers], dim=1)
        story = nn.functional.normalize(self.story(layers).float(), dim=1)
        return Output(self.labels(hidden).float(), self.severity(hidden).float(), story)


def from_base(base: Path) -> Network:
    """Put fresh heads on the converted base."""
    config = BertConfig(**json.loads((base / "config.json").read_text()))
    config._attn_implementation = "sdpa"
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
    network = from_base(base)
    missing, unexpected = network.load_state_dict(load_file(path), strict=False)
    if unexpected or any("word_embeddings" not in name for name in missing):
        raise ValueError(f"{path} does not fit this network")
    return network

"""A small network of the shipped one's kind, and texts for it."""

from __future__ import annotations

import torch
from transformers import BertConfig

from training.network import Network


def small_network() -> Network:
    """Return a network whose word table is of 4 bits, as the base's is, and whose norms differ."""
    config = BertConfig(
        vocab_size=50, hidden_size=96, num_hidden_layers=4, num_attention_heads=12,
        intermediate_size=192,
        layer_norm_eps=1e-12, hidden_dropout_prob=0.0, attention_probs_dropout_prob=0.0,
    )  # fmt: skip
    torch.manual_seed(0)
    network = Network(config).eval()
    table = torch.randint(-8, 8, (50, 96)).float()
    table[:, ::32] = -8
    with torch.no_grad():
        network.encoder.embeddings.word_embeddings.weight.copy_(table / 128)
        for name, weight in network.named_parameters():
            if "LayerNorm" in name:
                weight.add_(torch.randn(96) * 0.3)
    return network


IDS = torch.tensor([[0, 7, 8, 2], [0, 9, 2, 1]])
MASK = (IDS != 1).long()
TEXTS = [[0, 7, 8, 2], [0, 9, 2]]

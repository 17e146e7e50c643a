"""Measure how far each place of a layer norm's output reaches on headlines: what makes places even
before they become bytes (training/integers.py).
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack

import numpy as np
import torch
from tokenizers import Tokenizer
from torch import Tensor, nn

from training import data
from training.encoding import composed, pad
from training.network import Network
from training.paths import BASE

HEADLINES = 500
SEED = 5


def norms(network: Network) -> Iterator[tuple[str, nn.LayerNorm]]:
    """Yield each layer norm with the name that its output has in the graph."""
    yield "embedded", network.encoder.embeddings.LayerNorm
    for short, layers in (("l", network.encoder.encoder.layer), ("s", network.story_layers)):
        for index, layer in enumerate(layers):
            yield f"{short}{index}.an", layer.attention.output.LayerNorm
            yield f"{short}{index}.on", layer.output.LayerNorm


def measure(network: Network, texts: Sequence[Sequence[int]]) -> dict[str, np.ndarray]:
    """Return the highest size of each place over all pieces of texts (ids), (width,), by the name
    of the layer norm's output.
    """
    found: dict[str, Tensor] = {}
    order = sorted(texts, key=len)
    with torch.inference_mode(), ExitStack() as stack:
        for name, norm in norms(network):
            stack.enter_context(norm.register_forward_hook(_keeper(found, name)))
        for start in range(0, len(order), 50):
            network(*pad(order[start : start + 50]))
    return {name: value.numpy() for name, value in found.items()}


def headlines() -> list[list[int]]:
    """Return the ids of the headlines that reaches are measured on, ledes with them."""
    rows = random.Random(SEED).sample(data.rows("train"), HEADLINES)
    tokenizer = Tokenizer.from_file(str(BASE / "tokenizer.json"))
    return composed(tokenizer, [(row.title, row.summary) for row in rows])


def _keeper(
    found: dict[str, Tensor], name: str
) -> Callable[[nn.Module, tuple[Tensor, ...], Tensor], None]:
    def keep(_norm: nn.Module, _inputs: tuple[Tensor, ...], value: Tensor) -> None:
        size = value.float().abs().flatten(0, -2).amax(0)
        found[name] = torch.maximum(found.get(name, size), size)

    return keep

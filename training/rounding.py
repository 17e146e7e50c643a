"""Let a network learn with its linear maps in bytes, as the shipped file has them (Jacob et al.,
2018, arXiv:1712.05877): values are rounded on the way forward as `training.integers` rounds them,
and gradients pass as if they were not.
"""

from __future__ import annotations

from typing import cast

import torch
from torch import Tensor, nn

from training.integers import DEVIATIONS, GELU_HIGHEST, GELU_ZERO, HIGHEST, SMOOTHING
from training.network import Network


class Rounded(nn.Linear):
    """A linear map whose rows and weights are rounded; `norm` is the layer norm before it."""

    norm: tuple[nn.LayerNorm] | None
    """In a tuple, so that its weights are not counted as this map's."""
    after_gelu: bool

    def forward(self, value: Tensor) -> Tensor:
        """Map a value (..., in)."""
        if self.after_gelu:
            return nn.functional.linear(_gelu(value), _rows(self.weight), self.bias)
        if self.norm is None:
            return nn.functional.linear(_rows(value), _rows(self.weight), self.bias)
        reach = _reach(self.norm[0])
        return nn.functional.linear(_rows(value / reach), _rows(self.weight * reach), self.bias)


def round_maps(network: Network) -> None:
    """Round the linear maps of all layers of the encoder from now on."""
    before = network.encoder.embeddings.LayerNorm
    for layer in network.encoder.encoder.layer:
        attention = layer.attention
        for linear in (attention.self.query, attention.self.key, attention.self.value):
            _round(linear, before)
        _round(attention.output.dense, None)
        _round(layer.intermediate.dense, attention.output.LayerNorm)
        _round(layer.output.dense, None, after_gelu=True)
        before = layer.output.LayerNorm


def _round(linear: nn.Linear, norm: nn.LayerNorm | None, after_gelu: bool = False) -> None:
    linear.__class__ = Rounded
    rounded = cast(Rounded, linear)
    rounded.norm = None if norm is None else (norm,)
    rounded.after_gelu = after_gelu


def _reach(norm: nn.LayerNorm) -> Tensor:
    """Return what `training.integers.reach_of_norm` does."""
    with torch.no_grad():
        reach = (DEVIATIONS * norm.weight.abs() + norm.bias.abs()) ** SMOOTHING
        return reach / reach.log().mean().exp()


def _rows(value: Tensor) -> Tensor:
    with torch.no_grad():
        scale = value.abs().amax(-1, keepdim=True).clamp(min=1e-12) / HIGHEST
        step = (value / scale).round() * scale - value
    return value + step


def _gelu(value: Tensor) -> Tensor:
    with torch.no_grad():
        scale = value.amax(-1, keepdim=True).clamp(min=1) / GELU_HIGHEST
        step = (value / scale).round().clamp(-GELU_ZERO, GELU_HIGHEST) * scale - value
    return value + step

"""Let a network learn with its linear maps in bytes, as the shipped file has them (Jacob et al.,
2018, arXiv:1712.05877): values are rounded on the way forward as `training.integers` rounds them,
and gradients pass as if they were not.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast

import numpy as np
import torch
from torch import Tensor, nn

from training.integers import GELU_HIGHEST, GELU_ZERO, HIGHEST, even_places
from training.network import Network


class Rounded(nn.Linear):
    """A linear map whose rows and weights are rounded."""

    places: tuple[Tensor, Tensor, Tensor] | None
    """The order of the bytes of a layer norm's output, what each place is divided by, and what the
    weights that meet it are multiplied by (`training.integers.Places`)."""
    after_gelu: bool

    def forward(self, value: Tensor) -> Tensor:
        """Map a value (..., in)."""
        if self.after_gelu:
            return nn.functional.linear(_gelu(value), _rows(self.weight), self.bias)
        if self.places is None:
            return nn.functional.linear(_rows(value), _rows(self.weight), self.bias)
        order, divide, meet = self.places
        even = value[..., order] / divide
        return nn.functional.linear(_rows(even), _rows(self.weight[:, order] * meet), self.bias)


def round_maps(network: Network, reaches: Mapping[str, np.ndarray]) -> None:
    """Round the linear maps of all layers of the encoder from now on; `reaches` by the names of
    training.reaches.
    """
    before = "embedded"
    for index, layer in enumerate(network.encoder.encoder.layer):
        attention = layer.attention
        for linear in (attention.self.query, attention.self.key, attention.self.value):
            _round(linear, reaches[before])
        _round(attention.output.dense, None)
        _round(layer.intermediate.dense, reaches[f"l{index}.an"])
        _round(layer.output.dense, None, after_gelu=True)
        before = f"l{index}.on"


def _round(linear: nn.Linear, reach: np.ndarray | None, after_gelu: bool = False) -> None:
    linear.__class__ = Rounded
    rounded = cast(Rounded, linear)
    rounded.after_gelu = after_gelu
    rounded.places = None
    if reach is not None:
        places = even_places(reach)
        rounded.places = (
            torch.from_numpy(places.order),
            torch.from_numpy(places.divide),
            torch.from_numpy(places.meet),
        )


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

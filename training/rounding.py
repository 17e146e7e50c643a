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

Places = tuple[Tensor, Tensor, Tensor]
"""The order of the bytes of a layer norm's output, what each place is divided by, and what the
weights that meet it are multiplied by (`training.integers.Places`)."""


class Rounded(nn.Linear):
    """A linear map whose rows and weights are rounded."""

    places: Places | None
    """Nothing where no layer norm comes before it."""
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
        even = _places(reaches[before])
        attention = layer.attention
        for linear in (attention.self.query, attention.self.key, attention.self.value):
            _round(linear, even)
        _round(attention.output.dense, None)
        _round(layer.intermediate.dense, _places(reaches[f"l{index}.an"]))
        _round(layer.output.dense, None, after_gelu=True)
        before = f"l{index}.on"


def _places(reach: np.ndarray) -> Places:
    even = even_places(reach)
    order, divide, meet = map(torch.from_numpy, (even.order, even.divide, even.meet))
    return order, divide, meet


def _round(linear: nn.Linear, places: Places | None, after_gelu: bool = False) -> None:
    linear.__class__ = Rounded
    rounded = cast(Rounded, linear)
    rounded.after_gelu = after_gelu
    rounded.places = places


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

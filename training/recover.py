"""Read the weights of what ships back as a run: to train on from a release whose run is gone, or to
compare it with its own fp32 version.

Command: `python -m training.recover --out NAME [--model DIR]`. Linear maps come back as their bytes
hold them, all else but the severity head as it was; that head serves training alone, does not ship,
and begins anew.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Mapping
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import numpy_helper
from torch import Tensor

from training.network import Network, from_base, save
from training.paths import BASE, RUNS, SHIPPED

Constants = Mapping[str, np.ndarray]
"""Of the shipped graph, by the names that training/graph.py gives."""

_ENCODER = "encoder.encoder.layer"
_EMBEDDINGS = "encoder.embeddings"
_HEADS = ("hidden", "labels", "story")


def constants_of(graph: onnx.ModelProto) -> Constants:
    """Return the constants of a graph by name."""
    return {one.name: numpy_helper.to_array(one) for one in graph.graph.initializer}


def story_layers(constants: Constants) -> int:
    """Return how many layers story vectors have for themselves."""
    return sum(name.startswith("s") and name.endswith(".q.w") for name in constants)


def recover(constants: Constants, network: Network) -> None:
    """Write the weights of a shipped graph into a network of its shape with the base's word table.

    Raises KeyError where the graph is none that training.graph writes in bytes.
    """
    layers = network.encoder.config.num_hidden_layers
    own = story_layers(constants)
    weights = dict(_norm(constants, "en", _EMBEDDINGS))
    value = "embedded"
    for i in range(layers):
        weights |= _layer(constants, f"l{i}", f"{_ENCODER}.{i}", value)
        value = f"l{i}.on"
    value = f"l{layers - 1 - own}.on"
    for i in range(own):
        weights |= _layer(constants, f"s{i}", f"story_layers.{i}", value)
        value = f"s{i}.on"
    for head in _HEADS:
        weights[f"{head}.weight"] = constants[f"{head}.w"]
        weights[f"{head}.bias"] = constants[f"{head}.b"]
    found = {name: _tensor(weight) for name, weight in weights.items()}
    network.load_state_dict(network.state_dict() | found | _places(constants["places"], network))


def _layer(constants: Constants, own: str, at: str, value: str) -> dict[str, np.ndarray]:
    attention, found = f"{at}.attention", {}
    biases = np.split(constants[f"{own}.qkv.b"], 3)
    for short, name, bias in zip("qkv", ("query", "key", "value"), biases, strict=True):
        found[f"{attention}.self.{name}.weight"] = _map(constants, value, f"{own}.{short}")
        found[f"{attention}.self.{name}.bias"] = bias
    for name, read, short, added in (
        (f"{attention}.output.dense", f"{own}.heads", "ao", "an.d"),
        (f"{at}.intermediate.dense", f"{own}.an", "fi", "fi.b"),
        (f"{at}.output.dense", f"{own}.gelu", "fo", "on.d"),
    ):
        found[f"{name}.weight"] = _map(constants, read, f"{own}.{short}")
        found[f"{name}.bias"] = constants[f"{own}.{added}"]
    norms = (*_norm(constants, f"{own}.an", f"{attention}.output"),
             *_norm(constants, f"{own}.on", f"{at}.output"))  # fmt: skip
    return found | dict(norms)


def _norm(constants: Constants, own: str, at: str) -> Iterator[tuple[str, np.ndarray]]:
    yield f"{at}.LayerNorm.weight", constants[f"{own}.g"]
    yield f"{at}.LayerNorm.bias", constants[f"{own}.b"]


def _map(constants: Constants, value: str, name: str) -> np.ndarray:
    """Return a map's weights (out, in), without what evens the places it reads (see integers)."""
    weight = constants[f"{name}.w"].T * constants[f"{name}.s"][:, None]
    if f"{value}.by" not in constants:
        return np.asarray(weight)
    more = constants[f"{value}.more"]
    divide = 1 / constants[f"{value}.by"]
    width = len(divide) - len(more)
    copies = 1 + np.bincount(more, minlength=width)
    return np.asarray(weight[:, :width] / (divide[:width] / copies))


def _places(places: np.ndarray, network: Network) -> dict[str, Tensor]:
    """Return the table of places; what ships holds the first ones, with the type added."""
    name = f"{_EMBEDDINGS}.position_embeddings.weight"
    whole = network.state_dict()[name].clone()
    kind = network.state_dict()[f"{_EMBEDDINGS}.token_type_embeddings.weight"][0]
    whole[: len(places)] = _tensor(places) - kind
    return {name: whole}


def _tensor(value: np.ndarray) -> Tensor:
    return torch.from_numpy(np.array(value, np.float32))


def main() -> None:
    """Run the command."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", required=True, help="name of the run")
    parser.add_argument("--model", type=Path, default=SHIPPED)
    parser.add_argument("--seed", type=int, default=1, help="of the severity head")
    arguments = parser.parse_args()
    torch.manual_seed(arguments.seed)
    constants = constants_of(onnx.load(arguments.model / "model.onnx"))
    network = from_base(BASE)
    if story_layers(constants):
        network.branch()
    recover(constants, network)
    save(network, RUNS / arguments.out / "model.safetensors")


if __name__ == "__main__":
    main()

"""Average the weights of runs: of two that set out from the same one, it carries over better.

Command: `python -m training.average --of NAME[:WEIGHT] NAME[:WEIGHT] ... --out NAME` (Wortsman et
al., 2022, "Model soups").
"""

from __future__ import annotations

import argparse
from collections.abc import Mapping, Sequence

import torch
from safetensors.torch import load_file
from torch import Tensor

from training.network import load, save
from training.paths import BASE, RUNS

STORIES = "story"
"""What the names of the weights that serve stories begin with."""
BRANCH = "story_layers."


def mean_weights(
    parts: Sequence[Mapping[str, Tensor]], shares: Sequence[float]
) -> dict[str, Tensor]:
    """Return the mean of networks' weights by name, each network by its share of the sum. Weights
    that serve stories alone are those of the networks that learnt them in a branch, if any did.
    """
    branched = [any(name.startswith(BRANCH) for name in part) for part in parts]
    mean = {}
    for name in parts[most_learnt(parts)]:
        counted = branched if name.startswith(STORIES) and any(branched) else [True] * len(parts)
        chosen = [k for k, counts in enumerate(counted) if counts]
        whole = sum(shares[k] for k in chosen)
        mean[name] = torch.stack([parts[k][name] * (shares[k] / whole) for k in chosen]).sum(0)
    return mean


def most_learnt(parts: Sequence[Mapping[str, Tensor]]) -> int:
    """Return which network has the most weights: the first that has a branch, if any has."""
    return max(range(len(parts)), key=lambda k: len(parts[k]))


def main() -> None:
    """Run the command."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--of", nargs="+", required=True, help="names of runs, weighing 1 or WEIGHT"
    )
    parser.add_argument("--out", required=True)
    arguments = parser.parse_args()
    named = [part.partition(":") for part in arguments.of]
    shares = [float(weight or 1) for _, _, weight in named]
    parts = [load_file(RUNS / name / "model.safetensors") for name, _, _ in named]
    name, _, _ = named[most_learnt(parts)]
    network = load(BASE, RUNS / name / "model.safetensors")
    network.load_state_dict(mean_weights(parts, shares), strict=False)
    save(network, RUNS / arguments.out / "model.safetensors")


if __name__ == "__main__":
    main()

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


def mean_weights(
    parts: Sequence[Mapping[str, Tensor]], shares: Sequence[float]
) -> dict[str, Tensor]:
    """Return the mean of networks' weights by name, each network by its share of the sum."""
    of_all = [share / sum(shares) for share in shares]
    return {
        name: torch.stack(
            [part[name] * share for part, share in zip(parts, of_all, strict=True)]
        ).sum(0)
        for name in parts[0]
    }


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
    network = load(BASE, RUNS / named[0][0] / "model.safetensors")
    network.load_state_dict(mean_weights(parts, shares), strict=False)
    save(network, RUNS / arguments.out / "model.safetensors")


if __name__ == "__main__":
    main()

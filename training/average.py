"""Average the weights of runs: of two that set out from the same one, it carries over better.

Command: `python -m training.average --of NAME[:WEIGHT] NAME[:WEIGHT] ... --out NAME` (Wortsman et
al., 2022, "Model soups").
"""

from __future__ import annotations

import argparse

from safetensors.torch import load_file

from training.network import from_base, save
from training.paths import BASE, RUNS


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
    network = from_base(BASE)
    network.load_state_dict(
        {
            key: sum(
                part[key] * (share / sum(shares)) for part, share in zip(parts, shares, strict=True)
            )
            for key in parts[0]
        },
        strict=False,
    )
    save(network, RUNS / arguments.out / "model.safetensors")


if __name__ == "__main__":
    main()

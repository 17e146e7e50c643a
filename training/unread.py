"""Let several runs read together the headlines that nobody labelled, for others to learn from.

Command: `python -m training.unread --run NAME ... --out NAME`; writes training/runs/OUT/unread.npz:
the mean of the runs' probabilities, by key, of the headlines that they take for related to a
conflict, and of some of the others. `training.train --unread` learns from it.
"""

from __future__ import annotations

import argparse

import numpy as np
import torch

from training import data
from training.network import load
from training.paths import BASE, RUNS
from training.readings import MEASURED, READINGS, elsewhere, labels_by_key, measured
from training.teach import probabilities, store

RELATED = 0.15
"""From this probability of any label but `none`, a headline is learnt from."""
ONE_IN = 12
"""Of the others, one in so many is: nearly all of them say nothing of interest."""
TITLE = 80
"""Letters of a title by which the same headline is known under another lede."""


def unread() -> list[data.Row]:
    """Return the headlines that nobody labelled, none of them measured under another lede."""
    known = {*labels_by_key(READINGS), *labels_by_key(MEASURED)}
    known |= {data.key(row) for name in ("dev", "train") for row in data.rows(name)}
    kept = {_beginning(row) for row in (*data.rows("dev"), *measured())}
    rows = {data.key(row): row for row in (*elsewhere(), *data.rows("unlabelled"))}
    return [r for name, r in rows.items() if name not in known and _beginning(r) not in kept]


def _beginning(row: data.Row) -> str:
    return data.normalise(row.title).replace(" ", "")[:TITLE]


def chosen(rows: list[data.Row], found: np.ndarray) -> np.ndarray:
    """Return which rows are learnt from, (n,), by what was read of them, (n, 6)."""
    drawn = [data.bucket(row.title, ONE_IN) == 0 for row in rows]
    return (1 - found[:, 0] > RELATED) | np.array(drawn, bool)


def main() -> None:
    """Run the command."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--run", nargs="+", required=True)
    parser.add_argument("--out", required=True, help="folder under training/runs")
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--bf16", action="store_true")
    arguments = parser.parse_args()
    torch.set_num_threads(arguments.threads)
    rows = unread()
    networks = [load(BASE, RUNS / name / "model.safetensors") for name in arguments.run]
    read = [probabilities(network, rows, arguments.bf16) for network in networks]
    found = np.mean(read, axis=0)
    kept = np.flatnonzero(chosen(rows, found))
    folder = RUNS / arguments.out
    folder.mkdir(parents=True, exist_ok=True)
    store(folder / "unread.npz", [rows[place] for place in kept], found[kept])
    print(f"{len(kept)} of {len(rows)} headlines are learnt from")


if __name__ == "__main__":
    main()

"""Let the runs that held outlets out read what they have not seen, as teachers and as validation.

Command: `python -m training.teach --run fold0 --fold 0`, one for each fold; writes
training/runs/NAME/readings.npz: probabilities of the train rows that the run held out, and of the
unlabelled rows, by key.
"""

from __future__ import annotations

import argparse
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch
from rich.progress import track
from tokenizers import Tokenizer

from training import data
from training.encoding import composed, pad
from training.network import Network, load
from training.paths import BASE, RUNS
from training.readings import READINGS, labels_by_key

ONE_IN = 8
"""Of the unlabelled rows that were not labelled for this project, one in so many is read: nearly
all of the others say nothing of interest."""


def probabilities(network: Network, rows: Sequence[data.Row], bf16: bool) -> np.ndarray:
    """Return the network's probabilities of rows, (n, 6)."""
    tokenizer = Tokenizer.from_file(str(BASE / "tokenizer.json"))
    ids = composed(tokenizer, [(row.title, row.summary) for row in rows])
    order = sorted(range(len(ids)), key=lambda i: len(ids[i]))
    found = np.zeros((len(rows), len(data.LABELS)), np.float32)
    network.eval()
    batches = [order[i : i + 64] for i in range(0, len(order), 64)]
    with torch.inference_mode(), torch.autocast("cpu", torch.bfloat16, enabled=bf16):
        for batch in track(batches, "reading"):
            logits = network(*pad([ids[i] for i in batch])).labels
            found[batch] = logits.softmax(1).numpy()
    return found


def held_out(fold: int) -> list[data.Row]:
    """Return the train rows that the run of this fold has not seen."""
    return [row for row in data.rows("train") if data.fold(row) == fold or data.is_late(row)]


def worth_reading() -> list[data.Row]:
    """Return the unlabelled rows that a teacher reads: some, and all that were labelled for
    this project.
    """
    labelled = labels_by_key(READINGS)
    return [
        row
        for row in data.rows("unlabelled")
        if data.key(row) in labelled or data.bucket(row.title, ONE_IN) == 0
    ]


def store(path: Path, rows: Sequence[data.Row], found: np.ndarray) -> None:
    """Write what was read of rows, (n, 6), by their keys, by way of a temporary file."""
    part = path.with_suffix(".part.npz")
    np.savez(part, keys=np.array([data.key(row) for row in rows]), probabilities=found)
    part.replace(path)


def read_all(paths: Sequence[Path]) -> dict[str, np.ndarray]:
    """Return the mean of the teachers' probabilities by key of row."""
    found: dict[str, list[np.ndarray]] = defaultdict(list)
    for path in paths:
        with np.load(path, allow_pickle=False) as stored:
            for name, row in zip(stored["keys"], stored["probabilities"], strict=True):
                found[str(name)].append(row)
    return {name: np.mean(values, axis=0) for name, values in found.items()}


def main() -> None:
    """Run the command."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--run", required=True)
    parser.add_argument("--fold", type=int, required=True)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--bf16", action="store_true")
    arguments = parser.parse_args()
    torch.set_num_threads(arguments.threads)
    network = load(BASE, RUNS / arguments.run / "model.safetensors")
    rows = held_out(arguments.fold) + worth_reading()
    found = probabilities(network, rows, arguments.bf16)
    store(RUNS / arguments.run / "readings.npz", rows, found)


if __name__ == "__main__":
    main()

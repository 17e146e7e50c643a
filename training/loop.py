"""What training runs share: options of the machine, the learning rate, a step, a checkpoint, and
the loop with a progress bar, a log every 50 steps and a checkpoint every 100.
"""

from __future__ import annotations

import math
import time
from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Protocol

import torch
from rich.progress import Progress

LOG_STEPS = 50
CHECKPOINT_STEPS = 100


def read_options(parser: ArgumentParser) -> Namespace:
    """Add the options that say how a run uses the machine, and its seed; read the command line, and
    set torch up as it asks.
    """
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--bf16", action="store_true", help="where the processor multiplies bf16")
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    torch.manual_seed(options.seed)
    return options


def rate_share(step: int, total: int) -> float:
    """Return the share of the full learning rate: warm-up over 6 %, then cosine to 2 %."""
    warm = 0.06 * total
    if step < warm:
        return (step + 1) / warm
    return 0.02 + 0.98 * 0.5 * (1 + math.cos(math.pi * (step - warm) / (total - warm)))


def advance(optimiser: torch.optim.Optimizer, share: float) -> None:
    """Take one step at a share of each group's own full rate, `base`, and forget the gradients."""
    for group in optimiser.param_groups:
        group["lr"] = group["base"] * share
    optimiser.step()
    optimiser.zero_grad(set_to_none=True)


def keep(folder: Path, state: Mapping[str, object]) -> None:
    """Write a run's checkpoint, by way of a temporary file."""
    part = folder / "checkpoint.part"
    torch.save(dict(state), part)
    part.replace(folder / "checkpoint.pt")


class Stepping(Protocol):
    """A run that knows how many steps it has taken, and can keep what it needs to go on."""

    folder: Path
    step: int

    def checkpoint(self) -> None: ...


def take_steps(run: Stepping, stop: int, update: Callable[[], float]) -> None:
    """Call `update`, which takes one step and returns its loss, until `run` has taken `stop`."""
    started, seen, name = time.monotonic(), 0.0, run.folder.name
    with Progress() as progress, (run.folder / "log.txt").open("a") as log:
        task = progress.add_task(name, total=stop, completed=run.step)
        while run.step < stop:
            loss = update()
            seen = 0.98 * seen + 0.02 * loss if seen else loss
            progress.update(task, completed=run.step, description=f"{name} {seen:.3f}")
            if run.step % LOG_STEPS == 0:
                seconds = time.monotonic() - started
                log.write(f"{run.step}/{stop} loss {seen:.4f} {seconds:.0f}s\n")
                log.flush()
            if run.step % CHECKPOINT_STEPS == 0:
                run.checkpoint()

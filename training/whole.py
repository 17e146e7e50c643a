"""Train the classifier from the base to what ships: all steps, side by side where none waits for
another.

Command: `python -m training.whole [--side-by-side 2] [--bf16]`, or `make train`. A step whose file
is there is not run again, and a run that was stopped goes on from its last checkpoint. What a step
prints goes to training/runs/STEP.log.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from graphlib import TopologicalSorter
from pathlib import Path

from rich.progress import MofNCompleteColumn, Progress, TimeElapsedColumn

from training.paths import BASE, RUNS

FOLDS = (0, 1)
READ = tuple(f"readings{fold}" for fold in FOLDS)
"""The steps after which all that the teachers make of rows is there."""
FIRST, BESIDE = (1, 2), 3
"""Seeds of the last phases: of those whose mean the branch learns beside, and of one that goes on
meanwhile.
"""
IN_BF16 = frozenset({"train", "teach", "branch"})
"""The commands that take `--bf16`."""
TAIL = 12
"""Lines of a failed step's log that are shown."""


@dataclass(frozen=True, slots=True)
class Step:
    """One command: `python -m training.MODULE OPTIONS`, after the steps it needs."""

    name: str
    module: str
    options: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    makes: Path | None = None
    """The file that the step writes last and whole, whose presence says that it is done; without
    one, it is always run.
    """


def steps() -> list[Step]:
    """Return all steps to what ships."""
    return [
        Step("base", "base", makes=BASE / "config.json"),
        *(step for fold in FOLDS for step in _of_fold(fold)),
        _mean("students", [f"student{fold}" for fold in FOLDS]),
        *(_last(seed) for seed in (*FIRST, BESIDE)),
        _mean("labels", [f"last{seed}" for seed in FIRST]),
        _branch("branch", of="labels"),
        _mean("classifier", [f"branch:{len(FIRST)}", f"last{BESIDE}"]),
        *_shipping("classifier"),
        _validation(),
    ]


def _of_fold(fold: int) -> Iterator[Step]:
    """Yield the teacher that holds a group of outlets out, its reading of them, and the student
    that goes on from it with all outlets and both teachers' readings.
    """
    teacher, student = f"teacher{fold}", f"student{fold}"
    yield _training(
        teacher,
        f"--fold {fold} --real --sampled --contrast 0 --align 0.7 --pair-every 8 --epochs 1.6",
        after=("base",),
    )
    options = ("--run", teacher, "--fold", str(fold))
    yield Step(f"readings{fold}", "teach", options, (teacher,), _readings(fold))
    yield _training(
        student,
        f"--sampled --contrast 1 --rate 1.2e-4 --pair-every 6 --epochs 1.4 --seed {fold + 1}",
        ("--init", str(_weights(teacher)), *_soft()),
        after=READ,
    )


def _last(seed: int) -> Step:
    return _training(
        f"last{seed}",
        f"--real --sampled --contrast 1 --rate 5e-5 --pair-every 6 --epochs 1.1 --seed {seed}",
        ("--init", str(_weights("students")), *_soft()),
        after=("students",),
    )


def _shipping(run: str) -> Iterator[Step]:
    whole = ("--run", run, "--whole", "--out", str(RUNS / "fp32"))
    yield Step("export", "export", ("--run", run), (run,))
    yield Step("calibrate", "calibrate", ("--run", run), ("export",))
    yield Step("fp32", "export", whole, ("calibrate",))
    yield Step("stories", "stories", ("--write",), ("calibrate",))
    yield Step("evaluate", "evaluate", (), ("stories",))


def _validation() -> Step:
    teachers = [f"teacher{fold}" for fold in FOLDS]
    return Step("validate", "validate", ("--run", *teachers), READ)


def _training(name: str, options: str, files: Sequence[str] = (), *, after: Sequence[str]) -> Step:
    every = ("--name", name, "--freeze", "2", *options.split(), *files)
    return Step(name, "train", every, tuple(after), _weights(name))


def _mean(name: str, of: Sequence[str]) -> Step:
    runs = tuple(run.partition(":")[0] for run in of)
    return Step(name, "average", ("--of", *of, "--out", name), runs, _weights(name))


def _branch(name: str, of: str) -> Step:
    options = ("--of", of, "--out", name, "--steps", "400")
    return Step(name, "branch", options, (of,), _weights(name))


def _weights(run: str) -> Path:
    return RUNS / run / "model.safetensors"


def _readings(fold: int) -> Path:
    return RUNS / f"teacher{fold}" / "readings.npz"


def _soft() -> tuple[str, ...]:
    return ("--soft", *(str(_readings(fold)) for fold in FOLDS))


class StepError(Exception):
    """A command ended with an error; says which, where its log is, and the log's last lines."""


def take(step: Step, bf16: bool) -> float:
    """Run a step unless it is done, and return the seconds it took.

    Raises StepError.
    """
    if step.makes is not None and step.makes.exists():
        return 0.0
    RUNS.mkdir(parents=True, exist_ok=True)
    log = RUNS / f"{step.name}.log"
    command = [sys.executable, "-m", f"training.{step.module}", *step.options]
    started = time.monotonic()
    with log.open("wb") as output:
        switch = ["--bf16"] if bf16 and step.module in IN_BF16 else []
        ended = subprocess.run(
            [*command, *switch], stdout=output, stderr=subprocess.STDOUT, check=False
        )
    if ended.returncode:
        tail = "\n".join(log.read_text(errors="replace").splitlines()[-TAIL:])
        raise StepError(f"{step.name} failed, see {log}; started again, all goes on here:\n{tail}")
    return time.monotonic() - started


def take_all(planned: Sequence[Step], side_by_side: int, bf16: bool) -> None:
    """Run all steps, each after those it needs, so many at once.

    Raises StepError when one fails, once those that run beside it have ended; no other begins.
    """
    by_name = {step.name: step for step in planned}
    order = TopologicalSorter({step.name: step.after for step in planned})
    order.prepare()
    columns = (*Progress.get_default_columns()[:2], MofNCompleteColumn(), TimeElapsedColumn())
    with ThreadPoolExecutor(side_by_side) as workers, Progress(*columns) as progress:
        bar = progress.add_task("training", total=len(planned))
        running: dict[Future[float], str] = {}
        ready: list[str] = []
        while order.is_active():
            ready += order.get_ready()
            while ready and len(running) < side_by_side:
                name = ready.pop(0)
                running[workers.submit(take, by_name[name], bf16)] = name
            ended, _ = wait(running, return_when=FIRST_COMPLETED)
            for future in ended:
                name = running.pop(future)
                progress.print(f"{name}: {future.result() / 60:.1f} min")
                order.done(name)
                progress.advance(bar)


def main() -> None:
    """Run the command."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--side-by-side", type=int, default=2, help="steps at once")
    parser.add_argument("--bf16", action="store_true", help="where the processor multiplies bf16")
    arguments = parser.parse_args()
    try:
        take_all(steps(), arguments.side_by_side, arguments.bf16)
    except StepError as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main()

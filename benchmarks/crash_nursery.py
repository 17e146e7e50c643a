"""Fork daemons from a process that has everything loaded.

Reads ``start`` and ``wait`` on standard input, a line each; answers with the process's number, and
with its wait status once it has ended.
"""

from __future__ import annotations

import asyncio
import os
import signal
import sys
import traceback
import zlib
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from monitor.app import opening
from monitor.cli import service
from monitor.config.load import load_config
from monitor.domain import Entry, Label, Score
from monitor.scoring.builtin import load_builtin
from monitor.scoring.classifier import Headline

SIZE = 256
"""Numbers of a vector."""


class TinyClassifier:
    """Call everything a threat; give vectors by which texts of the same words are alike."""

    name = "tiny@1"

    def score(self, texts: Sequence[Headline]) -> list[Score]:
        """Return the same label for each text, with the mean of its words' random vectors."""
        probabilities = (0.02, 0.02, 0.01, 0.9, 0.03, 0.02)
        return [Score(Label.VERBAL, probabilities, self.name, _vector(text)) for text in texts]


def _vector(text: Headline) -> bytes:
    words = f"{text.title} {text.summary}".casefold().split()
    drawn = [np.random.default_rng(zlib.crc32(word.encode())).normal(size=SIZE) for word in words]
    mean = np.sum(drawn, axis=0)
    return bytes((mean / np.linalg.norm(mean)).astype("<f2").tobytes())


def main(config: Path, tiny: bool) -> None:
    """Bear daemons until standard input ends."""
    # One thread: a pool of ONNX Runtime's does not outlive a fork.
    classifier = TinyClassifier() if tiny else load_builtin(threads=1)
    opening.load_classifier_of = lambda _: classifier  # type: ignore[assignment]
    asyncio.run(_open_once(config))
    print("ready", flush=True)
    child = 0
    for line in sys.stdin:
        if line.strip() == "start":
            child = os.fork()
            if child == 0:
                _live(config)
            print(child, flush=True)
        else:
            print(os.waitpid(child, 0)[1], flush=True)
            child = 0
    if child:
        os.kill(child, signal.SIGKILL)


async def _open_once(config: Path) -> None:
    """Have everything imported that a round of the service takes."""
    with opening.open_house(load_config(config)) as house:
        async with house:
            house.parts.judges.explain(
                Entry("", "Envoys of two states meet", "", "", "", None, "en")
            )
            await house.assess()
            await house.deliver()


def _live(config: Path) -> None:
    """Run the service in a fork; never return."""
    status = 1
    try:
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        os.dup2(2, 1)
        service.run(config)
        status = 0
    except BaseException:
        traceback.print_exc()
    finally:
        os._exit(status)


if __name__ == "__main__":
    main(Path(sys.argv[1]), tiny="tiny" in sys.argv[2:])

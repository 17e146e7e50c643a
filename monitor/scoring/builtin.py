"""The built-in classifier: one ONNX graph for labels and story vectors, run by ONNX Runtime."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from monitor.domain import Label, Score
from monitor.errors import ModelError
from monitor.scoring.calibration import Calibration, Floats, read_calibration
from monitor.scoring.classifier import Headline
from monitor.scoring.headline import fit_text

MODEL = Path(__file__).parent / "model"
GRAPH = "model.onnx"
WEIGHTS = "model.bin"
TOKENIZER = "sentencepiece.model"
CONFIG = "config.json"

BATCH_ROWS = 16
BATCH_PIECES = 512
"""Padded pieces in one run of the graph: more than a core's cache holds is slower."""

PROCESSOR = Path("/proc/cpuinfo")
VNNI = frozenset({"avx512_vnni", "avx_vnni"})

Ids = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Settings:
    """What config.json says of the model."""

    name: str
    longest: int
    """Pieces of a text that the model reads, special ones included."""
    begin: int
    pad: int
    end: int
    calibration: Calibration


def is_builtin_model(folder: Path) -> bool:
    """Tell whether the directory holds a model of our own kind rather than one for torch."""
    return (folder / GRAPH).is_file()


def load_builtin(folder: Path = MODEL, threads: int = 2) -> BuiltinClassifier:
    """Load the model in `folder`; raise ModelError, naming the file, for one missing or broken."""
    for name in (GRAPH, WEIGHTS, TOKENIZER, CONFIG):
        if not (folder / name).is_file():
            raise ModelError(f"model {folder}: {name} is missing")
    from onnxruntime.capi.onnxruntime_pybind11_state import (
        Fail,
        InvalidArgument,
        InvalidGraph,
        InvalidProtobuf,
        NoSuchFile,
    )

    try:
        settings = read_settings(folder)
        tokenizer = read_tokenizer(folder)
        session = open_session(folder / GRAPH)
    except ModelError:
        raise
    except (Fail, InvalidArgument, InvalidGraph, InvalidProtobuf, NoSuchFile) as error:
        raise ModelError(f"model {folder}: {GRAPH} cannot be loaded: {error}") from error
    except Exception as error:
        raise ModelError(f"model {folder}: {error}") from error
    return BuiltinClassifier(settings, tokenizer, session, threads)


def read_settings(folder: Path) -> Settings:
    """Read config.json, which is in the form of transformers; importing that takes a second."""
    stored = json.loads((folder / CONFIG).read_text(encoding="utf-8"))
    labels = [stored["id2label"][str(i)] for i in range(len(stored["id2label"]))]
    if labels != list(Label):
        raise ModelError(f"model {folder}: {CONFIG} has labels {labels}, not {list(Label)}")
    return Settings(
        name=f"{stored['name']}@{stored['version']}",
        longest=int(stored["max_pieces"]),
        begin=int(stored["bos_token_id"]),
        pad=int(stored["pad_token_id"]),
        end=int(stored["eos_token_id"]),
        calibration=read_calibration(stored["calibration"], len(labels)),
    )


def read_tokenizer(folder: Path) -> Any:
    """Read the tokenizer; sentencepiece holds this vocabulary in a tenth of the memory that the
    library tokenizers needs (200 MB).
    """
    from sentencepiece import SentencePieceProcessor

    return SentencePieceProcessor(model_file=str(folder / TOKENIZER))


def open_session(graph: Path) -> Any:
    """Open the graph for runs of one thread each. They take their memory from one store: to ask
    the system for it anew at each node takes 7 % more time, and more of it at its peak.
    """
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    options.enable_mem_pattern = False
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    if not adds_bytes_exactly():
        options.add_session_config_entry("session.x64quantprecision", "1")
    return onnxruntime.InferenceSession(
        str(graph), sess_options=options, providers=["CPUExecutionProvider"]
    )


def adds_bytes_exactly(processor: Path = PROCESSOR) -> bool:
    """Tell whether the processor's product of bytes cannot overflow (VNNI); if it cannot be told,
    no: the exact product without VNNI takes twice the time.
    """
    try:
        lines = processor.read_text(encoding="ascii", errors="replace").splitlines()
    except OSError:
        return False
    flags = next((line for line in lines if line.startswith("flags")), "")
    return not VNNI.isdisjoint(flags.split())


class BuiltinClassifier:
    """Scores headlines and gives their story vectors in one pass; safe in several threads."""

    def __init__(self, settings: Settings, tokenizer: Any, session: Any, threads: int) -> None:
        self._settings = settings
        self._tokenizer = tokenizer
        self._session = session
        self._threads = threads

    @property
    def name(self) -> str:
        """Return ``name@version``; the version changes with the weights and the calibration."""
        return self._settings.name

    def score(self, texts: Sequence[Headline]) -> list[Score]:
        """Return scores with story vectors; a text of nothing is `none`, without vector."""
        logits, stories, read = self.run(texts)
        languages = [text.language for text in texts]
        probabilities = self._settings.calibration.probabilities(logits, languages)
        return [
            self._one(row, story) if was_read else self._nothing()
            for row, story, was_read in zip(probabilities, stories, read, strict=True)
        ]

    def run(self, texts: Sequence[Headline]) -> tuple[Floats, Floats, list[bool]]:
        """Return raw logits (n, 6), story vectors (n, size), and whether there was anything to
        read.
        """
        pieces = self._pieces(texts)
        return *self._run(pieces), [bool(ids) for ids in pieces]

    def vectors(self, texts: Sequence[Headline]) -> list[bytes | None]:
        """Return story vectors alone."""
        return [score.vector for score in self.score(texts)]

    def _one(self, probabilities: Floats, story: Floats) -> Score:
        values = tuple(float(value) for value in probabilities)
        label = list(Label)[int(probabilities.argmax())]
        return Score(label, values, self.name, story.astype("<f2").tobytes())

    def _nothing(self) -> Score:
        return Score(Label.NONE, (1.0, *(0.0 for _ in list(Label)[1:])), self.name)

    def _pieces(self, texts: Sequence[Headline]) -> list[list[int]]:
        """Return `<s> title </s> lede </s>` of each text as ids, empty for a text of nothing."""
        parts = [fit_text(part) for text in texts for part in (text.title, text.summary)]
        ids = self._tokenizer.encode(parts, out_type=int, num_threads=1) if parts else []
        return [self._joined(*pair) for pair in zip(ids[::2], ids[1::2], strict=True)]

    def _joined(self, title: list[int], summary: list[int]) -> list[int]:
        settings = self._settings
        if not title:
            title, summary = summary, []
        if not title:
            return []
        joined = [settings.begin, *title[: settings.longest - 2], settings.end]
        room = settings.longest - len(joined) - 1
        if summary and room > 0:
            joined += [*summary[:room], settings.end]
        return joined

    def _run(self, pieces: Sequence[Sequence[int]]) -> tuple[Floats, Floats]:
        sizes = [output.shape[1] for output in self._session.get_outputs()]
        logits, stories = (np.zeros((len(pieces), size), np.float32) for size in sizes)

        def read(batch: list[int]) -> None:
            ids = self._padded([pieces[i] for i in batch])
            mask = (ids != self._settings.pad).astype(np.int64)
            feed = {"input_ids": ids, "attention_mask": mask}
            logits[batch], stories[batch] = self._session.run(["logits", "story"], feed)

        # A thread a batch: the maps are too small for several threads to share one.
        with ThreadPoolExecutor(self._threads) as pool:
            list(pool.map(read, batches([len(ids) for ids in pieces])))
        return logits, stories

    def _padded(self, rows: Sequence[Sequence[int]]) -> Ids:
        longest = max(map(len, rows))
        # The 8-bit kernel rounds the last of an odd number of lines differently: an even width
        # keeps a text's result the same in any batch.
        ids = np.full((len(rows), longest + longest % 2), self._settings.pad, np.int64)
        for line, values in zip(ids, rows, strict=True):
            line[: len(values)] = values
        return ids


def batches(lengths: Sequence[int]) -> Iterator[list[int]]:
    """Yield indices of rows of similar length, at most BATCH_ROWS and BATCH_PIECES; empty rows are
    left out.
    """
    batch: list[int] = []
    for i in sorted((i for i, n in enumerate(lengths) if n), key=lambda i: -lengths[i]):
        if batch and (
            len(batch) == BATCH_ROWS or (len(batch) + 1) * lengths[batch[0]] > BATCH_PIECES
        ):
            yield batch
            batch = []
        batch.append(i)
    if batch:
        yield batch

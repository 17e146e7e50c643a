"""What a classifier is to the house, and how one is chosen by its name in the configuration."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Protocol

from monitor.domain import Label, Score
from monitor.errors import ModelError

BUILTIN = "builtin"
HUB_PREFIX = "hf:"


@dataclass(frozen=True, slots=True)
class Headline:
    """What a classifier reads of an entry; `summary` may be empty, `language` is ISO 639-1 or
    "und".
    """

    title: str
    summary: str = ""
    language: str = "und"


class Classifier(Protocol):
    """Scores headlines; synchronous, and safe to call from several threads."""

    @property
    def name(self) -> str:
        """Return ``name@version``."""
        ...

    def score(self, texts: Sequence[Headline]) -> list[Score]:
        """Return one score for each headline, in order; no text whatever raises."""
        ...


class Encoder(Protocol):
    """Gives story vectors, whatever classifier is configured."""

    def vectors(self, texts: Sequence[Headline]) -> list[bytes | None]:
        """Return float16 little-endian vectors of length 1, in order; None for a text without
        letters.
        """
        ...


def available_threads() -> int:
    """Return how many cores this process may use, at most 4: more does not pay for headlines."""
    if hasattr(os, "sched_getaffinity"):
        return min(4, len(os.sched_getaffinity(0)))
    return min(4, os.cpu_count() or 1)


def load_classifier(
    spec: str = BUILTIN, labels: Mapping[str, str] | None = None, threads: int = 0
) -> Classifier:
    """Load the classifier that `spec` names: ``builtin``, ``hf:ORG/NAME``, or a local directory.

    `labels` maps a foreign model's labels to ours; `threads` 0 takes all cores, up to 4. Story
    vectors are the built-in encoder's for every classifier. Raises ModelError where the model
    cannot be had, is broken, or has labels that are neither ours nor mapped.
    """
    from monitor.scoring.builtin import is_builtin_model, load_builtin

    threads = threads or available_threads()
    if spec == BUILTIN:
        return load_builtin(threads=threads)
    if spec.startswith(HUB_PREFIX):
        source = spec.removeprefix(HUB_PREFIX)
    elif Path(spec).is_dir():
        if is_builtin_model(Path(spec)):
            return load_builtin(Path(spec), threads)
        source = spec
    else:
        raise ModelError(
            f"model {spec!r}: neither 'builtin', nor 'hf:ORG/NAME', nor a directory that exists"
        )
    from monitor.scoring.huggingface import load_huggingface

    foreign = load_huggingface(source, checked_labels(labels or {}), threads)
    return WithVectors(foreign, load_encoder(threads))


def load_encoder(threads: int = 0) -> Encoder:
    """Load the built-in encoder for its story vectors."""
    from monitor.scoring.builtin import load_builtin

    return load_builtin(threads=threads or available_threads())


def checked_labels(labels: Mapping[str, str]) -> dict[str, Label]:
    """Return the mapping from a model's labels to ours; raise ModelError for a label we do not
    have.
    """
    try:
        return {theirs: Label(ours) for theirs, ours in labels.items()}
    except ValueError as error:
        known = ", ".join(Label)
        raise ModelError(f"label mapping: {error}; our labels are {known}") from error


class WithVectors:
    """A classifier whose scores carry the story vectors of another encoder."""

    def __init__(self, classifier: Classifier, encoder: Encoder) -> None:
        self._classifier = classifier
        self._encoder = encoder

    @property
    def name(self) -> str:
        """Return the classifier's name."""
        return self._classifier.name

    def score(self, texts: Sequence[Headline]) -> list[Score]:
        """Return the classifier's scores with the encoder's vectors."""
        scores = self._classifier.score(texts)
        vectors = self._encoder.vectors(texts)
        return [
            replace(score, vector=vector) for score, vector in zip(scores, vectors, strict=True)
        ]

"""Any Hugging Face classifier, by the extra `torch`: text classifiers with mapped labels, or zero-
shot NLI models.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from threading import Lock
from typing import Any

from monitor.domain import Label, Score
from monitor.errors import ModelError
from monitor.scoring.checkpoint import LONGEST, Checkpoint, load_checkpoint
from monitor.scoring.classifier import Headline
from monitor.scoring.headline import fit_text

BATCH_ROWS = 16
ENDLESS = "a " * LONGEST
"""A text of as many pieces as a model is ever given."""

HYPOTHESES: Mapping[Label, str] = {
    Label.NONE: "This is not about relations between states or armed groups.",
    Label.CONTEXT: "This is background, analysis or routine business about a conflict.",
    Label.COOPERATION: "Adversaries talk, agree, mediate or make a concession.",
    Label.VERBAL: "A state or armed group accuses, warns, threatens or rejects.",
    Label.COERCION: "A state imposes sanctions, deploys troops, tests weapons, expels or blocks.",
    Label.FORCE: "Armed force was used: a strike, shelling, a raid, a clash or a bombing.",
}
_LABELS = tuple(Label)


def load_huggingface(
    source: str, labels: Mapping[str, Label], threads: int
) -> TextClassifier | ZeroShotClassifier:
    """Load a sequence classifier from a hub name or a directory.

    A model with a label that begins with "entail" is used zero-shot with HYPOTHESES, as by the
    pipeline of transformers; any other needs labels of ours, or `labels` from its own to ours. Code
    that comes with a model is never run. Raises ModelError for a missing extra, a model that
    load_checkpoint refuses, or an unknown label.
    """
    torch = _torch()
    torch.set_num_threads(threads)
    checkpoint = load_checkpoint(source)
    own = checkpoint.labels
    runner = _Runner(f"hf:{source}", checkpoint, torch)
    entailment = [i for i, name in enumerate(own) if name.casefold().startswith("entail")]
    if entailment and not labels:
        _try_out(source, runner, [HYPOTHESES[Label.FORCE]])
        return ZeroShotClassifier(runner, entailment[0])
    mapped = mapped_labels(source, own, labels)
    _try_out(source, runner)
    return TextClassifier(runner, mapped)


def mapped_labels(
    source: str, own: Sequence[str], labels: Mapping[str, Label]
) -> tuple[Label, ...]:
    """Return our label for each of the model's; raise ModelError for one unknown on either side."""
    if strange := [name for name in labels if name not in own]:
        raise ModelError(
            f"model {source} has no label {strange[0]!r}; its labels are {', '.join(own)}"
        )
    known = {str(label): label for label in Label}
    found = [labels.get(name) or known.get(name.casefold()) for name in own]
    if missing := [name for name, label in zip(own, found, strict=True) if label is None]:
        raise ModelError(
            f"model {source}: labels {', '.join(missing)} are not ours; map each to one of "
            f"{', '.join(Label)} under model_labels in monitor.yaml"
        )
    return tuple(label for label in found if label is not None)


class _Runner:
    """Runs a torch model over texts or pairs of texts, in batches."""

    def __init__(self, name: str, checkpoint: Checkpoint, torch: Any) -> None:
        self.name = f"{name}@{checkpoint.revision[:10]}"
        self._tokenizer, self._model = checkpoint.tokenizer, checkpoint.model
        self._longest, self._torch = checkpoint.longest, torch
        self._lock = Lock()

    def logits(self, texts: Sequence[str], pairs: Sequence[str] | None = None) -> list[list[float]]:
        """Return the model's logits, one row a text."""
        rows: list[list[float]] = []
        for start in range(0, len(texts), BATCH_ROWS):
            part = slice(start, start + BATCH_ROWS)
            second = list(pairs[part]) if pairs else None
            # A padded call changes a fast tokenizer's own state: one thread at a time.
            with self._lock, self._torch.inference_mode():
                batch = self._tokenizer(
                    list(texts[part]),
                    second,
                    padding=True,
                    truncation=True,
                    max_length=self._longest,
                    return_tensors="pt",
                )
                rows += self._model(**batch).logits.float().tolist()
        return rows

    def softmax(self, rows: Sequence[Sequence[float]]) -> list[list[float]]:
        """Return each row's softmax."""
        if not rows:
            return []
        found: list[list[float]] = self._torch.tensor(rows).softmax(dim=1).tolist()
        return found


class TextClassifier:
    """A text classifier whose labels have been mapped to ours."""

    def __init__(self, runner: _Runner, labels: tuple[Label, ...]) -> None:
        self._runner, self._labels = runner, labels

    @property
    def name(self) -> str:
        """Return ``hf:ORG/NAME@revision``."""
        return self._runner.name

    def score(self, texts: Sequence[Headline]) -> list[Score]:
        """Return scores; the probabilities of labels that mean the same of ours are added up."""
        rows = self._runner.softmax(self._runner.logits([joined(text) for text in texts]))
        return [self._one(row) for row in rows]

    def _one(self, row: Sequence[float]) -> Score:
        sums = dict.fromkeys(_LABELS, 0.0)
        for label, value in zip(self._labels, row, strict=True):
            sums[label] += value
        return best(tuple(sums.values()), self.name)


class ZeroShotClassifier:
    """An NLI model that says which of our hypotheses a headline entails."""

    def __init__(self, runner: _Runner, entailment: int) -> None:
        self._runner, self._entailment = runner, entailment

    @property
    def name(self) -> str:
        """Return ``hf:ORG/NAME@revision``."""
        return self._runner.name

    def score(self, texts: Sequence[Headline]) -> list[Score]:
        """Return scores: the softmax, over our labels, of the entailment logits."""
        premises = [joined(text) for text in texts for _ in _LABELS]
        hypotheses = [HYPOTHESES[label] for _ in texts for label in _LABELS]
        entailed = [row[self._entailment] for row in self._runner.logits(premises, hypotheses)]
        size = len(_LABELS)
        rows = [entailed[i : i + size] for i in range(0, len(entailed), size)]
        return [best(tuple(row), self.name) for row in self._runner.softmax(rows)]


def joined(text: Headline) -> str:
    """Return title and summary as one line; a full stop for a text of nothing."""
    return ". ".join(part for part in map(fit_text, (text.title, text.summary)) if part) or "."


def best(probabilities: tuple[float, ...], name: str) -> Score:
    """Return the score whose label is the likeliest."""
    return Score(_LABELS[probabilities.index(max(probabilities))], probabilities, name)


def _try_out(source: str, runner: _Runner, pair: Sequence[str] | None = None) -> None:
    try:
        (row,) = runner.logits([ENDLESS], pair)
    except Exception as error:
        raise ModelError(f"model {source}: cannot read a text: {error}") from error
    if not all(map(math.isfinite, row)):
        raise ModelError(f"model {source}: its weights are broken: they give {row[0]} for a text")


def _torch() -> Any:
    try:
        import torch
    except ImportError as error:
        raise ModelError(
            "model hf: needs the extra `torch`: pip install 'escalation-monitor[torch]'"
        ) from error
    return torch

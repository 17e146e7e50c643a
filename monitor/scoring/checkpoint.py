"""Load a foreign model by transformers, and refuse one whose scores would mean nothing."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from monitor.errors import ModelError

LONGEST = 256
"""Pieces that a model is given at most: more than a headline and its summary have."""

ONE_OF_SEVERAL = "single_label_classification"
"""What transformers calls a head whose logits are for softmax."""


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """A sequence classifier that is whole, and its tokenizer."""

    tokenizer: Any
    model: Any
    labels: tuple[str, ...]
    """Its own, in the order of its logits."""
    longest: int
    """Pieces that it is given of a text (or of text and hypothesis), special ones included."""
    revision: str
    """The hub's commit, "local" for a directory."""


def load_checkpoint(source: str) -> Checkpoint:
    """Load a sequence classifier from a hub name or a directory; its code is never run.

    What was fetched of the hub before is taken as it is; the hub is asked where that is not whole.
    Raises ModelError for a model that cannot be had, needs code of its own, lacks files, weights or
    names of labels, does not choose one of several labels, or has a tokenizer that is none or
    another model's.
    """
    if Path(source).is_dir():
        _check_files(Path(source))
        return _load(source, local=True)
    try:
        # A hub that is out of reach is asked again for minutes, file by file.
        return _load(source, local=True)
    except ModelError:
        return _load(source, local=False)


def _check_files(folder: Path) -> None:
    if not (folder / "config.json").is_file():
        raise ModelError(f"model {folder}: config.json is missing; name the folder that has it")
    if not any(folder.glob("*.safetensors")):
        raise ModelError(
            f"model {folder}: model.safetensors is missing; weights of another kind can hold code "
            "and are not read, so save them by save_pretrained of transformers"
        )


def _load(source: str, *, local: bool) -> Checkpoint:
    from transformers import AutoModelForSequenceClassification, AutoTokenizer

    how = {"trust_remote_code": False, "local_files_only": local}
    try:
        tokenizer = AutoTokenizer.from_pretrained(source, **how)
        model, loading = AutoModelForSequenceClassification.from_pretrained(
            source, use_safetensors=True, output_loading_info=True, **how
        )
    except Exception as error:
        if "trust_remote_code" in str(error):
            raise ModelError(
                f"model {source}: needs code of its own, which is never run; choose a model of a "
                "kind that transformers knows"
            ) from error
        raise ModelError(f"model {source}: cannot be loaded: {error}") from error
    if missing := sorted(loading["missing_keys"]):
        raise ModelError(
            f"model {source}: its files lack {', '.join(missing[:3])}, so that it would score at "
            "random; choose a model that was trained to classify"
        )
    _check_tokenizer(source, tokenizer, model)
    model.eval()
    longest = min(LONGEST, tokenizer.model_max_length, _positions(model))
    return Checkpoint(tokenizer, model, _labels(source, model), longest, _revision(source))


def _revision(source: str) -> str:
    from huggingface_hub import try_to_load_from_cache

    if Path(source).is_dir():
        return "local"
    found = try_to_load_from_cache(source, "config.json")
    return Path(found).parent.name if isinstance(found, str) else "unknown"


def _check_tokenizer(source: str, tokenizer: Any, model: Any) -> None:
    if tokenizer.pad_token is None:
        raise ModelError(f"model {source}: its tokenizer has no padding token")
    # Where files are missing, transformers makes up a tokenizer of special pieces.
    pieces = tokenizer.get_vocab().keys() - set(tokenizer.all_special_tokens)
    if not any(c.isalnum() for piece in pieces for c in piece):
        raise ModelError(
            f"model {source}: its tokenizer knows no letter; put its files, such as "
            "tokenizer.json, beside the weights"
        )
    known = getattr(model.config, "vocab_size", None)
    if known is not None and len(tokenizer) > known:
        raise ModelError(
            f"model {source}: its tokenizer has {len(tokenizer)} pieces and its weights {known}; "
            "use the tokenizer that it was trained with"
        )


def _labels(source: str, model: Any) -> tuple[str, ...]:
    kind = model.config.problem_type
    if model.config.num_labels < 2 or kind not in (None, ONE_OF_SEVERAL):
        raise ModelError(
            f"model {source}: does not choose one of several labels ({model.config.num_labels} in "
            f"all, problem_type {kind}); choose one whose problem_type is {ONE_OF_SEVERAL}"
        )
    named = model.config.id2label
    if gaps := [str(i) for i in range(model.config.num_labels) if i not in named]:
        raise ModelError(
            f"model {source}: id2label in its config.json lacks {', '.join(gaps)}; "
            "it counts labels from 0"
        )
    return tuple(str(named[i]) for i in range(model.config.num_labels))


def _positions(model: Any) -> int:
    """Return how many pieces the model has positions for, LONGEST where any number will do.

    Models of RoBERTa's kind count positions from behind the id of the padding.
    """
    positions: int = getattr(model.config, "max_position_embeddings", None) or 0
    skipped = [
        table.padding_idx + 1
        for name, table in model.named_modules()
        if name.endswith("position_embeddings") and getattr(table, "padding_idx", None) is not None
    ]
    return positions - max(skipped, default=0) if positions > 0 else LONGEST

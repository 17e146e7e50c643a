"""Foreign models: a tiny one is made here, of both kinds."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from demo.servers import FeedServer
from monitor.domain import Label
from monitor.errors import ModelError
from monitor.scoring.classifier import Headline, load_classifier
from monitor.scoring.huggingface import load_huggingface, mapped_labels

torch = pytest.importorskip("torch", reason="needs the extra `torch`")

TEXTS = [Headline("Army shells town", "Two dead", "en"), Headline(""), Headline("x" * 10_000)]


def tiny_model(folder: Path, labels: list[str], kind: str = "bert", **settings: object) -> str:
    """Write a model of one layer, with a word-level tokenizer that pads by piece 0."""
    from tokenizers import Tokenizer, models, pre_tokenizers
    from transformers import (
        AutoConfig,
        AutoModelForSequenceClassification,
        PreTrainedTokenizerFast,
    )

    words = {word: i for i, word in enumerate(["[PAD]", "[UNK]", "army", "shells", "town"])}
    tokenizer = Tokenizer(models.WordLevel(words, unk_token="[UNK]"))
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    fast = PreTrainedTokenizerFast(
        tokenizer_object=tokenizer, pad_token="[PAD]", unk_token="[UNK]", model_max_length=64
    )
    fast.save_pretrained(folder)
    config = AutoConfig.for_model(
        kind,
        vocab_size=8,
        pad_token_id=0,
        hidden_size=16,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=16,
        id2label=dict(enumerate(labels)),
        label2id={label: i for i, label in enumerate(labels)},
        **settings,
    )
    torch.manual_seed(0)
    model = AutoModelForSequenceClassification.from_config(config)
    model.save_pretrained(folder, safe_serialization=True)
    return str(folder)


def configure(source: str, **changes: object) -> str:
    """Change keys of a model's config.json."""
    file = Path(source) / "config.json"
    file.write_text(json.dumps(json.loads(file.read_text("utf-8")) | changes), "utf-8")
    return source


def test_labels_are_mapped_and_vectors_are_the_builtin_encoders(tmp_path: Path) -> None:
    source = tiny_model(tmp_path, ["peace", "war"])
    classifier = load_classifier(source, {"peace": "none", "war": "force"}, threads=1)
    scores = classifier.score(TEXTS)
    for score in scores:
        assert score.label in {Label.NONE, Label.FORCE}
        assert sum(score.probabilities) == pytest.approx(1, abs=1e-5)
    assert len(np.frombuffer(scores[0].vector or b"", "<f2")) == 256
    assert scores[1].vector is None
    assert classifier.name.startswith("hf:")


@pytest.mark.parametrize("entailment", ["entailment", "ENTAILS", "entail"])
def test_zero_shot_judges_our_hypotheses(tmp_path: Path, entailment: str) -> None:
    source = tiny_model(tmp_path, [entailment, "neutral", "contradiction"])
    scores = load_huggingface(source, {}, 1).score(TEXTS)
    assert len(scores) == 3
    assert all(sum(score.probabilities) == pytest.approx(1, abs=1e-5) for score in scores)


@pytest.mark.parametrize("kind", ["bert", "roberta"])
@pytest.mark.parametrize("labels", [["none", "force"], ["entailment", "neutral"]])
def test_a_text_longer_than_the_models_positions_is_cut(
    tmp_path: Path, kind: str, labels: list[str]
) -> None:
    source = tiny_model(tmp_path, labels, kind, max_position_embeddings=34)
    (score,) = load_huggingface(source, {}, 1).score([Headline("army " * 300, "town " * 300)])
    assert sum(score.probabilities) == pytest.approx(1, abs=1e-5)


def test_labels_of_ours_need_no_mapping() -> None:
    assert mapped_labels("m", ["FORCE", "none"], {}) == (Label.FORCE, Label.NONE)


def test_an_unmapped_label_is_named() -> None:
    with pytest.raises(ModelError, match="LABEL_1 are not ours"):
        mapped_labels("m", ["LABEL_0", "LABEL_1"], {"LABEL_0": Label.NONE})


def test_a_mapping_of_a_label_the_model_has_not_is_named() -> None:
    with pytest.raises(ModelError, match="no label 'wor'; its labels are war"):
        mapped_labels("m", ["war"], {"wor": Label.FORCE})


def test_a_broken_directory_is_a_model_error(tmp_path: Path) -> None:
    source = Path(tiny_model(tmp_path, ["none", "force"]))
    (source / "config.json").write_text("{")
    with pytest.raises(ModelError, match="cannot be loaded"):
        load_huggingface(str(tmp_path), {}, 1)


def test_a_folder_without_a_model_is_refused_by_the_file_it_lacks(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"config\.json is missing"):
        load_huggingface(str(tmp_path), {}, 1)


def test_weights_that_can_hold_code_are_refused_with_how_to_save_them(tmp_path: Path) -> None:
    source = tiny_model(tmp_path, ["none", "force"])
    (tmp_path / "model.safetensors").rename(tmp_path / "pytorch_model.bin")
    with pytest.raises(ModelError, match=r"model\.safetensors is missing; .* save_pretrained"):
        load_huggingface(source, {}, 1)


def test_a_model_that_was_fetched_before_is_loaded_without_asking_the_hub(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, feed_server: FeedServer
) -> None:
    from huggingface_hub import constants

    revision = "0123456789" * 4
    fetched = tmp_path / "models--org--tiny"
    tiny_model(fetched / "snapshots" / revision, ["none", "force"])
    (fetched / "refs").mkdir()
    (fetched / "refs" / "main").write_text(revision, "utf-8")
    monkeypatch.setattr(constants, "HF_HUB_CACHE", str(tmp_path))
    monkeypatch.setattr(constants, "ENDPOINT", feed_server.url(""))
    assert load_huggingface("org/tiny", {}, 1).name == "hf:org/tiny@0123456789"
    assert not [asked for asked in feed_server.requests if "org/tiny" in asked.path]


def rewrite(source: str, change: Callable[[dict[str, Any]], None]) -> str:
    """Change the weights of a model."""
    from safetensors.torch import load_file, save_file

    file = Path(source) / "model.safetensors"
    weights = load_file(file)
    change(weights)
    save_file(weights, file, metadata={"format": "pt"})
    return source


def test_a_model_without_a_head_is_refused(tmp_path: Path) -> None:
    source = tiny_model(tmp_path, ["none", "force"])
    rewrite(source, lambda weights: weights.pop("classifier.weight"))
    with pytest.raises(ModelError, match=r"lack classifier\.weight, so that it would score at ran"):
        load_huggingface(source, {}, 1)


def test_weights_that_are_no_numbers_are_refused(tmp_path: Path) -> None:
    source = tiny_model(tmp_path, ["none", "force"])
    rewrite(source, lambda weights: weights["classifier.bias"].fill_(float("nan")))
    with pytest.raises(ModelError, match="its weights are broken: they give nan"):
        load_huggingface(source, {}, 1)


def test_a_directory_without_its_tokenizer_is_refused(tmp_path: Path) -> None:
    source = tiny_model(tmp_path, ["none", "force"])
    for file in tmp_path.glob("tokenizer*"):
        file.unlink()
    with pytest.raises(ModelError, match="its tokenizer knows no letter"):
        load_huggingface(source, {}, 1)


def test_a_tokenizer_with_more_pieces_than_the_weights_is_refused(tmp_path: Path) -> None:
    source = configure(tiny_model(tmp_path, ["none", "force"]), vocab_size=4)
    name = "bert.embeddings.word_embeddings.weight"
    rewrite(source, lambda weights: weights.update({name: weights[name][:4].clone()}))
    with pytest.raises(ModelError, match="its tokenizer has 5 pieces and its weights 4"):
        load_huggingface(source, {}, 1)


@pytest.mark.parametrize(
    ("labels", "kind"),
    [
        (["force"], None),
        (["force"], "regression"),
        (["none", "force"], "multi_label_classification"),
    ],
)
def test_a_head_that_does_not_choose_one_of_several_labels_is_refused(
    tmp_path: Path, labels: list[str], kind: str | None
) -> None:
    source = tiny_model(tmp_path, labels, problem_type=kind)
    with pytest.raises(ModelError, match=f"does not choose one of several labels .*{kind}"):
        load_huggingface(source, {}, 1)


def test_labels_with_a_gap_are_refused(tmp_path: Path) -> None:
    source = tiny_model(tmp_path, ["none", "force"])
    configure(source, id2label={"1": "none", "2": "force"})
    with pytest.raises(ModelError, match=r"id2label in its config\.json lacks 0"):
        load_huggingface(source, {}, 1)


def test_labels_that_are_numbers_can_be_mapped(tmp_path: Path) -> None:
    source = configure(tiny_model(tmp_path, ["none", "force"]), id2label={"0": 0, "1": 1})
    classifier = load_huggingface(source, {"0": Label.NONE, "1": Label.FORCE}, 1)
    assert sum(classifier.score(TEXTS)[0].probabilities) == pytest.approx(1, abs=1e-5)


def test_code_that_comes_with_a_model_is_neither_run_nor_asked_about(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    source = tiny_model(tmp_path, ["none", "force"])
    configure(source, model_type="own", auto_map={"AutoConfig": "own.OwnConfig"})
    (tmp_path / "own.py").write_text(f"open({str(tmp_path / 'ran')!r}, 'w')", "utf-8")
    monkeypatch.setattr("builtins.input", lambda _: "y")
    with pytest.raises(ModelError, match="needs code of its own, which is never run"):
        load_huggingface(source, {}, 1)
    assert not (tmp_path / "ran").exists()


def test_a_missing_extra_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    import builtins

    real = builtins.__import__

    def without_torch(name: str, *args: object, **kwargs: object) -> object:
        if name == "torch":
            raise ImportError(name)
        return real(name, *args, **kwargs)  # type: ignore[arg-type]

    monkeypatch.setattr(builtins, "__import__", without_torch)
    with pytest.raises(ModelError, match=r"escalation-monitor\[torch\]"):
        load_huggingface(os.fspath(tmp_path), {}, 1)

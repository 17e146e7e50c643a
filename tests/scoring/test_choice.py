"""Choosing a classifier by its name in the configuration."""

from __future__ import annotations

from pathlib import Path

import pytest

from monitor.errors import ModelError
from monitor.scoring.builtin import MODEL
from monitor.scoring.classifier import Headline, checked_labels, load_classifier, load_encoder
from monitor.scoring.headline import LONGEST_TEXT, fit_text


def test_builtin_and_its_directory_are_the_same_model() -> None:
    assert load_classifier("builtin", threads=1).name == load_classifier(str(MODEL), threads=1).name


def test_the_encoder_gives_vectors() -> None:
    assert load_encoder(1).vectors([Headline("Talks begin"), Headline("")])[1] is None


def test_an_unknown_name_says_what_would_be_right() -> None:
    with pytest.raises(ModelError, match="neither 'builtin', nor 'hf:ORG/NAME'"):
        load_classifier("bultin")


def test_an_unknown_label_is_named_with_ours() -> None:
    with pytest.raises(ModelError, match=r"'war'.*none, context, cooperation"):
        checked_labels({"LABEL_0": "war"})


def test_control_characters_become_spaces_and_length_is_bounded() -> None:
    assert fit_text(" a\x00b\u200bc\n") == "a b\u200bc"
    assert len(fit_text("x" * 10_000)) == LONGEST_TEXT
    assert fit_text("\ud800") == ""


def test_an_empty_directory_is_no_model(tmp_path: Path) -> None:
    with pytest.raises(ModelError):
        load_classifier(str(tmp_path))

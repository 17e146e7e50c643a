"""The shipped model: right on plain cases, the same in any batch, unshaken by bad text, clear when
broken.
"""

from __future__ import annotations

import json
import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.domain import Label
from monitor.errors import ModelError
from monitor.scoring.builtin import (
    BATCH_PIECES,
    BATCH_ROWS,
    MODEL,
    BuiltinClassifier,
    adds_bytes_exactly,
    batches,
    load_builtin,
)
from monitor.scoring.classifier import Headline

PLAIN_CASES = [
    ("Russian missiles hit power plant in Kharkiv, four killed", Label.FORCE),
    ("Ракетный удар по Харькову: погибли четыре человека", Label.FORCE),
    ("EU adopts new package of sanctions against Moscow", Label.COERCION),
    ("Foreign minister accuses neighbour of preparing an attack", Label.VERBAL),
    ("Striker scores twice as United win the derby", Label.NONE),
    ("Bäckerei gewinnt Preis für das beste Brot der Stadt", Label.NONE),
    ("El equipo local gana la liga de baloncesto", Label.NONE),
]


@pytest.mark.parametrize(("title", "label"), PLAIN_CASES)
def test_plain_headlines_get_their_label(
    builtin: BuiltinClassifier, title: str, label: Label
) -> None:
    assert builtin.score([Headline(title)])[0].label is label


def test_probabilities_and_vectors_are_well_formed(builtin: BuiltinClassifier) -> None:
    scores = builtin.score([Headline(title) for title, _ in PLAIN_CASES])
    for score in scores:
        assert sum(score.probabilities) == pytest.approx(1, abs=1e-5)
        assert score.vector is not None
        assert np.linalg.norm(np.frombuffer(score.vector, "<f2").astype(float)) == pytest.approx(
            1, abs=1e-2
        )
        assert score.model == builtin.name


def test_a_translation_is_nearer_than_a_stranger(builtin: BuiltinClassifier) -> None:
    texts = [
        "Earthquake strikes western Turkey, dozens hurt",
        "Землетрясение на западе Турции, десятки пострадавших",
        "Центробанк повысил ключевую ставку",
    ]
    vectors = [np.frombuffer(v or b"", "<f2").astype(float) for v in vectors_of(builtin, texts)]
    assert vectors[0] @ vectors[1] > vectors[0] @ vectors[2] + 0.1


def vectors_of(builtin: BuiltinClassifier, texts: list[str]) -> list[bytes | None]:
    return builtin.vectors([Headline(text) for text in texts])


def test_the_batch_does_not_change_the_result(builtin: BuiltinClassifier) -> None:
    texts = [
        Headline(title, "A second sentence. " * (i % 4)) for i, (title, _) in enumerate(PLAIN_CASES)
    ]
    together = builtin.score(texts * 6)
    for text, in_batch in zip(texts, together, strict=False):
        alone = builtin.score([text])[0]
        assert alone.label is in_batch.label
        assert alone.probabilities == pytest.approx(in_batch.probabilities, abs=1e-3)


def test_a_text_of_nothing_is_none_without_vector(builtin: BuiltinClassifier) -> None:
    for score in builtin.score([Headline(""), Headline(" \t\n"), Headline("\x00\x07")]):
        assert score.label is Label.NONE
        assert score.score == 0
        assert score.vector is None


def test_a_title_of_nothing_leaves_the_summary(builtin: BuiltinClassifier) -> None:
    whole, moved = builtin.score([Headline("Army shells town"), Headline("", "Army shells town")])
    assert moved.probabilities == pytest.approx(whole.probabilities, abs=1e-4)


def test_ten_thousand_characters_are_cut(builtin: BuiltinClassifier) -> None:
    texts = [
        Headline("войска " * 1500),
        Headline("a" * 10_000),
        Headline("戰" * 10_000, "x" * 10_000),
    ]
    assert len(builtin.score(texts)) == 3


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(st.text(max_size=40), st.text(max_size=40)), max_size=4))
def test_no_text_raises(builtin: BuiltinClassifier, texts: list[tuple[str, str]]) -> None:
    scores = builtin.score([Headline(title, summary) for title, summary in texts])
    assert len(scores) == len(texts)


def test_threads_may_share_it(builtin: BuiltinClassifier) -> None:
    texts = [Headline(title) for title, _ in PLAIN_CASES]
    expected = [score.label for score in builtin.score(texts)]
    with ThreadPoolExecutor(4) as pool:
        for scores in pool.map(builtin.score, [texts] * 8):
            assert [score.label for score in scores] == expected


@given(st.lists(st.integers(0, 64), max_size=200))
def test_batches_hold_each_text_once_and_keep_the_limits(lengths: list[int]) -> None:
    found = list(batches(lengths))
    assert sorted(i for batch in found for i in batch) == [i for i, n in enumerate(lengths) if n]
    for batch in found:
        assert len(batch) <= BATCH_ROWS
        assert len(batch) * max(lengths[i] for i in batch) <= BATCH_PIECES


def test_it_is_as_small_as_promised() -> None:
    sizes = [path.stat().st_size for path in MODEL.iterdir()]
    assert sum(sizes) <= 70e6
    assert max(sizes) <= 95e6


@pytest.mark.parametrize(
    ("processor", "exactly"),
    [
        ("model name\t: AMD EPYC\nflags\t\t: fpu avx512f avx512_vnni\nbugs\t: none\n", True),
        ("flags\t\t: fpu avx2 avx_vnni\n", True),
        ("model name\t: avx_vnni\nflags\t\t: fpu avx2 avx512f\n", False),
        ("Features\t: fp asimd\n", False),
        ("", False),
    ],
)
def test_vnni_is_read_from_the_flags(tmp_path: Path, processor: str, exactly: bool) -> None:
    (tmp_path / "cpuinfo").write_text(processor, encoding="ascii")
    assert adds_bytes_exactly(tmp_path / "cpuinfo") is exactly


def test_a_processor_that_does_not_tell_is_taken_for_one_without_vnni(tmp_path: Path) -> None:
    assert not adds_bytes_exactly(tmp_path / "cpuinfo")


def test_the_quick_product_of_bytes_is_the_exact_one(
    builtin: BuiltinClassifier, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not adds_bytes_exactly():
        pytest.skip("this processor has no quick product without overflow")
    texts = [Headline(title) for title, _ in PLAIN_CASES]
    monkeypatch.setattr("monitor.scoring.builtin.adds_bytes_exactly", lambda: False)
    exact = load_builtin()
    for quick, slow in zip(builtin.run(texts), exact.run(texts), strict=True):
        assert np.array_equal(quick, slow)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"model\.onnx is missing"):
        load_builtin(tmp_path)


def broken(folder: Path, name: str, text: str) -> None:
    for path in MODEL.iterdir():
        if path.name != name:
            (folder / path.name).symlink_to(path)
    (folder / name).write_text(text)


@pytest.mark.parametrize("name", ["model.onnx", "sentencepiece.model", "config.json"])
def test_a_broken_file_is_a_model_error(tmp_path: Path, name: str) -> None:
    broken(tmp_path, name, "not what it should be")
    with pytest.raises(ModelError, match=str(tmp_path)):
        load_builtin(tmp_path)


def test_a_calibration_that_does_not_fit_is_refused(tmp_path: Path) -> None:
    config = json.loads((MODEL / "config.json").read_text())
    config["calibration"]["temperature"] = 0
    shutil.copytree(MODEL, tmp_path / "m")
    (tmp_path / "m" / "config.json").write_text(json.dumps(config))
    with pytest.raises(ModelError, match="calibration"):
        load_builtin(tmp_path / "m")


def test_foreign_labels_are_refused(tmp_path: Path) -> None:
    config = json.loads((MODEL / "config.json").read_text())
    config["id2label"]["0"] = "nothing"
    broken(tmp_path, "config.json", json.dumps(config))
    with pytest.raises(ModelError, match="labels"):
        load_builtin(tmp_path)


def test_dev_is_at_least_the_floor(builtin: BuiltinClassifier, shared: Path) -> None:
    lines = (shared / "data" / "dev.jsonl").read_text(encoding="utf-8").splitlines()[:300]
    rows = [json.loads(line) for line in lines]
    scores = builtin.score([Headline(r["title"], r["summary"], r["lang"]) for r in rows])
    right = [score.label == row["label"] for score, row in zip(scores, rows, strict=True)]
    assert sum(right) / len(right) > 0.75

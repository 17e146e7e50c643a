"""What the story layers learn from: stories of a bundle, nothing that a reader could not say."""

from __future__ import annotations

import pytest

torch = pytest.importorskip("torch", reason="needs the extra `train`")
pytest.importorskip("transformers", reason="needs the extra `train`")
pytest.importorskip("rich", reason="needs the extra `train`")

from training import branch  # noqa: E402
from training.bundles import (  # noqa: E402
    Bundle,
    apart_loss,
    compared,
    read_bundles,
    told_loss,
)
from training.encoding import BOS, EOS, compose, pad  # noqa: E402
from training.network import STORY_LAYERS, Network  # noqa: E402


def bundle(stories: str) -> Bundle:
    ids = [[5] for _ in stories]
    return Bundle(ids, ids, *compared(list(stories)))


def cosines(*angles: float) -> torch.Tensor:
    turned = torch.tensor(angles)
    vectors = torch.stack([turned.cos(), turned.sin()], dim=1)
    return vectors @ vectors.T


def network() -> Network:
    from transformers import BertConfig

    torch.manual_seed(0)
    return Network(
        BertConfig(
            vocab_size=50,
            hidden_size=48,
            num_hidden_layers=4,
            num_attention_heads=4,
            intermediate_size=64,
            hidden_dropout_prob=0.0,
            attention_probs_dropout_prob=0.0,
        )
    ).eval()


@pytest.mark.parametrize("loss", ["told", "apart"])
def test_a_story_that_lies_together_costs_less(loss: str) -> None:
    def of(found: torch.Tensor) -> float:
        stories, threshold = bundle("aab-"), torch.tensor([8.0, -4.0])
        told, apart = told_loss(found, stories), apart_loss(found, stories, threshold)
        return float(told if loss == "told" else apart)

    assert of(cosines(0, 0.1, 2, 3)) < of(cosines(0, 2, 0.1, 3))


def test_what_a_reader_could_not_say_plays_no_part() -> None:
    near, far = cosines(0, 0.1, 2, 0.05), cosines(0, 0.1, 2, 3)
    assert told_loss(near, bundle("aa-?")) == told_loss(far, bundle("aa-?"))


def test_a_bundle_without_a_story_costs_nothing_to_tell() -> None:
    assert told_loss(cosines(0, 1, 2), bundle("--?")) == 0


def test_vectors_come_in_the_order_of_their_texts() -> None:
    branched = network()
    branched.branch()
    ids = [compose(list(range(5, 5 + n)), []) for n in (6, 1, 4, 2)]
    with torch.inference_mode():
        expected = [branched(*pad([one])).story[0] for one in ids]
    found = branch.vectors(branched, ids)
    assert torch.allclose(found, torch.stack(expected), atol=1e-5)


def test_labels_do_not_feel_the_story_layers() -> None:
    branched, ids, mask = network(), torch.tensor([[BOS, 7, 8, EOS]]), torch.ones(1, 4).long()
    with torch.inference_mode():
        before = branched(ids, mask)
        branched.branch()
        copied = branched(ids, mask)
        for weight in branched.story_layers.parameters():
            weight.mul_(1.5)
        after = branched(ids, mask)
    assert len(branched.story_layers) == STORY_LAYERS
    assert torch.allclose(copied.story, before.story, atol=1e-6)
    assert torch.equal(after.labels, before.labels)
    assert not torch.allclose(after.story, before.story, atol=1e-3)


def test_a_reader_learns_what_bundles_hold(shared: object) -> None:
    from tokenizers import Tokenizer

    from training.grouped import bundles, window_key, window_keys
    from training.paths import BASE

    if not (BASE / "tokenizer.json").is_file():
        pytest.skip("the base has not been made: python -m training.base")
    tokenizer = Tokenizer.from_file(str(BASE / "tokenizer.json"))
    measured = window_keys()
    kept = read_bundles(tokenizer, without=["2026-02-28"])
    free = [
        sum(window_key(row.outlet, row.title) not in measured for row, _ in found)
        for day, found in bundles()
        if day != "2026-02-28"
    ]
    assert sorted(len(one.titles) for one in kept) == sorted(n for n in free if n > 1)
    assert all(not one.same.diagonal().any() for one in kept)

"""What training rests on: splits that hold outlets out, and a graph that is the network."""

from __future__ import annotations

import numpy as np
import pytest

torch = pytest.importorskip("torch", reason="needs the extra `train`")
pytest.importorskip("onnx", reason="needs the extra `train`")
pytest.importorskip("sklearn", reason="needs the extra `train`")
pytest.importorskip("transformers", reason="needs the extra `train`")

import onnxruntime  # noqa: E402

from tests.training.networks import IDS, MASK, TEXTS, small_network  # noqa: E402
from training import data, measures  # noqa: E402
from training.encoding import BOS, EOS, MAX_TOKENS, compose  # noqa: E402
from training.graph import build  # noqa: E402
from training.integers import even_places, quantise  # noqa: E402
from training.network import Network  # noqa: E402
from training.reaches import measure  # noqa: E402
from training.rounding import Rounded, round_maps  # noqa: E402


def row(outlet: str, month: str = "2026-03", language: str = "en") -> data.Row:
    return data.Row("t", "", language, outlet, month, 0, "train")


def test_an_outlet_is_in_one_fold_whatever_its_month() -> None:
    for outlet in ("TASS", "CNN", "Le Monde"):
        assert len({data.fold(row(outlet, f"2026-{m:02d}")) for m in range(1, 13)}) == 1


@pytest.mark.parametrize(
    ("date", "month"),
    [
        ("2023-04-15", "2023-04"),
        ("Tue, 10 Mar 2026 14:18:00 +0200", "2026-03"),
        ("", ""),
        ("Xxx 2026", ""),
    ],
)
def test_months_of_both_kinds_of_date(date: str, month: str) -> None:
    assert data.month(date) == month


def test_title_goes_before_lede_within_the_limit() -> None:
    assert compose([5, 6], [7]) == [BOS, 5, 6, EOS, 7, EOS]
    assert compose(list(range(100)), [7]) == [BOS, *range(MAX_TOKENS - 2), EOS]
    assert len(compose([5] * 10, [6] * 100)) == MAX_TOKENS


def test_quantised_weights_are_within_half_a_step() -> None:
    weight = np.random.default_rng(0).normal(size=(8, 64)).astype(np.float32)
    codes, scales = quantise(weight)
    assert (np.abs(codes * scales[:, None] - weight) <= scales[:, None] * 0.51).all()


def test_a_place_that_reaches_far_takes_no_steps_from_the_others() -> None:
    random = np.random.default_rng(0)
    rows, weight = random.normal(size=(200, 384)), random.normal(size=(8, 384))
    rows[:, 15] *= 60
    places = even_places(np.abs(rows).max(0))
    assert list(places.order[:384]) == list(range(384))
    assert set(places.order[384:]) == {15}
    even = rows[:, places.order] / places.divide
    met = weight[:, places.order] * places.meet
    assert even @ met.T == pytest.approx(rows @ weight.T, abs=1e-4)
    assert np.abs(even).max() < np.abs(rows).max() / 10


def test_clustering_figures_are_one_for_the_truth_and_fall_for_a_mistake() -> None:
    stories, everything = ["a", "a", "b"], np.ones((3, 3), bool)
    assert measures.pair_f1(stories, [0, 0, 1], everything) == 1
    assert measures.pair_f1(stories, [0, 0, 0], everything) == pytest.approx(0.5)


def test_recall_at_a_precision() -> None:
    truth, scores = np.array([1, 1, 0, 1]), np.array([0.9, 0.8, 0.7, 0.1])
    assert measures.recall_at(truth, scores) == pytest.approx(2 / 3)


def run(network: Network, whole: bool) -> list[np.ndarray]:
    """Return logits and story vectors of the network's graph."""
    weights = {name: value.numpy() for name, value in network.state_dict().items()}
    reaches = None if whole else measure(network, TEXTS)
    graph = build(weights, 4, reaches).SerializeToString()
    session = onnxruntime.InferenceSession(graph, providers=["CPUExecutionProvider"])
    return session.run(None, {"input_ids": IDS.numpy(), "attention_mask": MASK.numpy()})


@pytest.mark.parametrize("branched", [False, True])
@pytest.mark.parametrize(("whole", "apart"), [(True, 1e-5), (False, 0.05)])
def test_the_graph_is_the_network(whole: bool, apart: float, branched: bool) -> None:
    network = small_network()
    if branched:
        network.branch()
        for weight in network.story_layers.parameters():
            torch.nn.init.normal_(weight, std=0.05)
    with torch.inference_mode():
        expected = network(IDS, MASK)
    logits, story = run(network, whole)
    assert logits == pytest.approx(expected.labels.numpy(), abs=apart)
    assert story == pytest.approx(expected.story.numpy(), abs=apart)


def test_a_rounded_network_reads_what_the_shipped_graph_will() -> None:
    network = small_network()
    logits, story = run(network, whole=False)
    with torch.inference_mode():
        whole = network(IDS, MASK)
        round_maps(network, measure(network, TEXTS))
        rounded = network(IDS, MASK)
    for of_graph, ours, exact in (
        (logits, rounded.labels, whole.labels),
        (story, rounded.story, whole.story),
    ):
        error = np.abs(of_graph - ours.numpy()).max()
        assert error < 0.2 * np.abs(of_graph - exact.numpy()).max()


def test_gradients_pass_through_rounding() -> None:
    network = small_network()
    round_maps(network, measure(network, TEXTS))
    network(IDS, MASK).labels.sum().backward()
    maps = [part.weight.grad for part in network.encoder.modules() if isinstance(part, Rounded)]
    assert len(maps) == 24
    assert all(grad.abs().sum() > 0 for grad in maps)

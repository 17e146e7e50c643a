"""What ships comes back as a network that reads as it does."""

from __future__ import annotations

import numpy as np
import pytest

torch = pytest.importorskip("torch", reason="needs the extra `train`")
pytest.importorskip("onnx", reason="needs the extra `train`")
pytest.importorskip("transformers", reason="needs the extra `train`")

from tests.training.networks import IDS, MASK, TEXTS, small_network  # noqa: E402
from training.graph import build  # noqa: E402
from training.reaches import measure  # noqa: E402
from training.recover import constants_of, recover  # noqa: E402


@pytest.mark.parametrize("branched", [False, True])
def test_a_network_comes_back_from_its_bytes(branched: bool) -> None:
    network, again = small_network(), small_network()
    if branched:
        network.branch()
        again.branch()
    with torch.no_grad():
        for name, weight in network.named_parameters():
            if not name.startswith("encoder.embeddings"):
                weight.add_(torch.randn(weight.shape) * 0.02)
    weights = {name: value.numpy() for name, value in network.state_dict().items()}
    recover(constants_of(build(weights, 4, measure(network, TEXTS))), again)
    found = again.state_dict()
    for name, value in weights.items():
        if not name.startswith("severity"):
            apart = np.linalg.norm(found[name].numpy() - value)
            assert apart <= 0.02 * np.linalg.norm(value), name
    with torch.inference_mode():
        before, after = network(IDS, MASK), again(IDS, MASK)
    assert after.labels.numpy() == pytest.approx(before.labels.numpy(), abs=0.05)
    assert after.story.numpy() == pytest.approx(before.story.numpy(), abs=0.05)

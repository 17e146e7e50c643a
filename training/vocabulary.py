"""Cut the vocabulary to what news needs: every piece seen, every single character, and the
commonest rest.
"""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
from tokenizers import Tokenizer

from training import data, grouped, written
from training.base import charsmap
from training.encoding import tokenise
from training.pairs import headline_pairs, held_back, sentence_pairs
from training.paths import BASE, DATA, RUNS

SIZE = 172_000
SPECIAL = 4
MASK = "<mask>"


@dataclass(frozen=True, slots=True)
class Cut:
    """Old ids that stay, in order, and the tokenizer that counts them anew."""

    kept: np.ndarray
    tokenizer: dict[str, Any]
    """For the library tokenizers, to compare with."""
    model: bytes
    """The same for sentencepiece, whose tables need a tenth of the memory."""


def corpus() -> Iterable[str]:
    """Yield every text that counts for the choice; dev, story windows and held-back sentences do
    not.
    """
    for name in ("train", "written", "unlabelled"):
        for row in data.rows(name):
            yield from (row.title, row.summary)
    ours = written.written_here() + written.borders() + written.weak_spots() + written.of_hours()
    for row in ours:
        yield from (row.title, row.summary)
    for pair in headline_pairs() + sentence_pairs(measured=False):
        yield from (pair.text, pair.english)


def seen_pieces(count: int) -> np.ndarray:
    """Return which pieces the corpus has, (count,) bool; counted once and kept."""
    path = RUNS / "seen.npy"
    if path.exists():
        return np.load(path, allow_pickle=False)
    tokenizer = Tokenizer.from_file(str(BASE / "tokenizer.json"))
    seen = np.zeros(count, bool)
    texts = list(corpus())
    for start in range(0, len(texts), 4096):
        for ids in tokenise(tokenizer, texts[start : start + 4096]):
            seen[ids] = True
    seen[:SPECIAL] = True
    np.save(path, seen)
    return seen


def cut_vocabulary(size: int = SIZE) -> Cut:
    """Choose the pieces; the rarest that no text of the corpus has go first."""
    stored = json.loads((BASE / "tokenizer.json").read_text(encoding="utf-8"))
    pieces: list[list[Any]] = stored["model"]["vocab"]
    seen = seen_pieces(len(pieces))
    single = np.array([len(piece.lstrip("▁")) <= 1 for piece, _ in pieces])
    common = np.array([score for _, score in pieces])
    always = seen | single
    always[-1] = False
    rest = np.flatnonzero(~always[:-1])
    room = max(0, size - int(always.sum()))
    kept = np.sort(np.concatenate([np.flatnonzero(always), rest[np.argsort(-common[rest])[:room]]]))
    stored["model"]["vocab"] = [[pieces[i][0], round(pieces[i][1], 4)] for i in kept]
    stored["added_tokens"] = [t for t in stored["added_tokens"] if t["content"] != MASK]
    return Cut(kept, stored, sentencepiece_model(stored["model"]["vocab"]))


def sentencepiece_model(pieces: list[list[Any]]) -> bytes:
    """Return a sentencepiece model of these pieces, the first four of them <s>, <pad>, </s> and
    <unk>.
    """
    from sentencepiece import sentencepiece_model_pb2 as schema

    model = schema.ModelProto()
    types = schema.ModelProto.SentencePiece
    for i, (piece, score) in enumerate(pieces):
        kind = types.UNKNOWN if i == 3 else types.CONTROL if i < SPECIAL else types.NORMAL
        model.pieces.add(piece=piece, score=score, type=kind)
    trainer = model.trainer_spec
    trainer.model_type = schema.TrainerSpec.UNIGRAM
    trainer.bos_id, trainer.pad_id, trainer.eos_id, trainer.unk_id = range(SPECIAL)
    trainer.vocab_size = len(pieces)
    normaliser = model.normalizer_spec
    normaliser.name = "nmt_nfkc"
    normaliser.precompiled_charsmap = charsmap()
    normaliser.add_dummy_prefix = normaliser.remove_extra_whitespaces = True
    normaliser.escape_whitespaces = True
    return model.SerializeToString()


def loss(cut: Cut, texts: list[str]) -> dict[str, float]:
    """Return the shares of texts and of pieces that the cut changes, and how much longer texts
    become.
    """
    whole = Tokenizer.from_file(str(BASE / "tokenizer.json"))
    small = Tokenizer.from_str(json.dumps(cut.tokenizer))
    texts = [text for text in texts if text]
    before = [encoding.ids for encoding in whole.encode_batch_fast(texts, add_special_tokens=False)]
    after = [
        [int(cut.kept[i]) for i in encoding.ids]
        for encoding in small.encode_batch_fast(texts, add_special_tokens=False)
    ]
    changed = sum(a != b for a, b in zip(before, after, strict=True))
    lost = sum(len(set(a) - set(b)) for a, b in zip(before, after, strict=True))
    pieces = sum(map(len, before))
    return {
        "texts_changed": changed / len(texts),
        "pieces_changed": lost / pieces,
        "longer": sum(map(len, after)) / pieces - 1,
    }


def unseen_texts() -> dict[str, list[str]]:
    """Return texts by kind that the choice has not counted."""
    held = [item for item in data.read_jsonl(DATA / "parallel_ntrex.jsonl") if held_back(item)]
    wmt = data.read_jsonl(DATA / "parallel.jsonl")
    return {
        "dev": [text for row in data.rows("dev") for text in (row.title, row.summary)],
        "stories": [row["title"] for window in grouped.story_windows() for row in window],
        "ntrex held back, 44 languages": [text for item in held for text in item["texts"].values()],
        "wmt": [text for item in wmt for text in item["texts"].values()],
    }


def scripts(cut: Cut) -> dict[str, int]:
    """Count the kept pieces by script, named as Unicode names its letters."""
    counts: dict[str, int] = {}
    for piece, _ in cut.tokenizer["model"]["vocab"]:
        letter = next((c for c in piece if c.isalpha()), "")
        script = unicodedata.name(letter, "?").split()[0] if letter else "other"
        counts[script] = counts.get(script, 0) + 1
    return counts


def main() -> None:
    """Run the command: print what a cut would cost."""
    for size in (188_000, SIZE, 160_000):
        cut = cut_vocabulary(size)
        print(
            size,
            len(cut.kept),
            len(json.dumps(cut.tokenizer, ensure_ascii=False, separators=(",", ":"))) // 1000,
            "kB",
        )
        for kind, texts in unseen_texts().items():
            print("  ", kind, {k: round(v, 5) for k, v in loss(cut, texts).items()})


if __name__ == "__main__":
    main()

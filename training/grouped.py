"""Read published headlines grouped into stories: what is measured, and what is trained on."""

from __future__ import annotations

import hashlib
from typing import Any

from training.data import Row, key, read_jsonl, rows
from training.paths import DATA, ROOT


def bundles() -> list[tuple[str, list[tuple[Row, str]]]]:
    """Return headlines that lie near each other, in bundles of one or some days, each bundle with
    its first day and each headline with its story: `-` where it shares it with no other of its
    bundle, `?` where a reader could not say.
    """
    lines = (ROOT / "training" / "bundles.tsv").read_text(encoding="utf-8").splitlines()
    known = {key(row): row for name in ("train", "unlabelled") for row in rows(name)}
    found: dict[str, list[tuple[Row, str]]] = {}
    for line in lines:
        if not line.startswith("#"):
            bundle, digest, story = line.split("\t")
            if digest in known:
                found.setdefault(bundle, []).append((known[digest], story))
    return [(name.split()[1], rows) for name, rows in found.items()]


def story_windows() -> list[list[dict[str, Any]]]:
    """Read the hours of news that were grouped into stories."""
    return [read_jsonl(path) for path in sorted((DATA / "stories").glob("*.jsonl"))]


def window_key(outlet: str, title: str) -> str:
    """Return what names an entry of a window of stories without its text."""
    return hashlib.sha256(f"{outlet}\t{title}".encode()).hexdigest()[:16]


def grouped_windows() -> list[tuple[str, str, str]]:
    """Return window, key and story of the entries that were grouped for this project."""
    lines = (ROOT / "training" / "stories_windows.tsv").read_text(encoding="utf-8").splitlines()
    split = [line.split("\t") for line in lines if not line.startswith("#")]
    return [(window, key, story) for window, key, story in split]


def window_keys() -> set[str]:
    """Return the keys of the entries of all windows."""
    given = {window_key(row["outlet"], row["title"]) for w in story_windows() for row in w}
    return given | {key for _, key, _ in grouped_windows()}

"""Entries of our own wording, and vectors that stand in for a model's."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime, timedelta

import numpy as np

from monitor.domain import Outlet
from monitor.stories.corroborate import Report
from monitor.stories.types import StoryItem

START = datetime(2021, 12, 7, 15, 0, tzinfo=UTC)

INTERFAX = Outlet("Interfax", "RU", "agency", False)
TASS = Outlet("TASS", "RU", "agency", True)
RIA = Outlet("RIA Novosti", "RU", "agency", True)
CNN = Outlet("CNN", "US", "broadcaster", False)
REUTERS = Outlet("Reuters", "GB", "agency", False)


def vector(topic: str, nearness: float = 0.9, seed: str = "") -> bytes:
    """Return a unit vector of 64 numbers: entries of one topic are near, of two far."""
    base, noise = _direction(topic), _direction(topic + seed + "noise")
    mixed = nearness * base + (1 - nearness) * noise
    return bytes((mixed / np.linalg.norm(mixed)).astype("<f2").tobytes())


def item(
    key: int | str,
    title: str,
    *,
    minutes: float = 0,
    language: str = "en",
    outlet: str = "CNN",
    summary: str = "",
    topic: str | None = None,
) -> StoryItem:
    """Return an entry, with a vector where a topic is given."""
    made = None if topic is None else vector(topic, seed=str(key))
    time = START + timedelta(minutes=minutes)
    return StoryItem(key, time, language, outlet, title, summary, made)


def report(
    key: int,
    title: str,
    outlet: Outlet = CNN,
    *,
    minutes: float = 0,
    language: str = "en",
    summary: str = "",
) -> Report:
    """Return an entry as evidence."""
    return Report(key, START + timedelta(minutes=minutes), outlet, language, title, summary)


def _direction(text: str) -> np.ndarray:
    seed = int.from_bytes(hashlib.blake2b(text.encode(), digest_size=8).digest(), "big")
    direction = np.random.default_rng(seed).normal(size=64)
    unit: np.ndarray = direction / np.linalg.norm(direction)
    return unit

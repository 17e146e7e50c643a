"""The demo's outlets and what they publish, read from ``outlets/*.yaml``."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import yaml

OUTLETS = Path(__file__).with_name("outlets")


@dataclass(frozen=True, slots=True)
class Item:
    """One story of one outlet, in the wave in which it is published."""

    key: str
    wave: int
    minutes: int
    """Its age when its wave is published."""
    title: str
    summary: str


@dataclass(frozen=True, slots=True)
class Newsroom:
    """An outlet, and the feed that it publishes."""

    outlet: str
    country: str
    kind: str
    state_controlled: bool | str
    feed: str
    path: str
    format: str
    """rss, atom, rdf, json or sitemap."""
    encoding: str
    language: str
    items: tuple[Item, ...]

    @property
    def home(self) -> str:
        """Return the address of its pages, under a domain that never resolves (RFC 2606)."""
        return f"https://{self.feed}.example"

    @property
    def call(self) -> Item:
        """Return the item with which the project began: two presidents begin a video call."""
        return next(item for item in self.items if item.wave == 2)


@dataclass(frozen=True, slots=True)
class Dated:
    """An item and when it was published."""

    item: Item
    link: str
    published: datetime


def read_newsrooms(folder: Path = OUTLETS) -> tuple[Newsroom, ...]:
    """Return all outlets, in the order of their files' names."""
    return tuple(
        _newsroom(yaml.safe_load(file.read_text("utf-8"))) for file in sorted(folder.glob("*.yaml"))
    )


def published(newsroom: Newsroom, waves: dict[int, datetime]) -> tuple[Dated, ...]:
    """Return what is out once ``waves`` were published at those moments, newest first."""
    out = (
        Dated(
            item,
            f"{newsroom.home}/2021/12/{item.key}",
            waves[item.wave] - timedelta(minutes=item.minutes),
        )
        for item in newsroom.items
        if item.wave in waves
    )
    return tuple(sorted(out, key=lambda dated: dated.published, reverse=True))


def waves_of(newsrooms: Iterable[Newsroom]) -> list[int]:
    """Return the numbers of all waves, in order."""
    return sorted({item.wave for newsroom in newsrooms for item in newsroom.items})


def _newsroom(data: dict[str, Any]) -> Newsroom:
    feed = data["feed"]
    return Newsroom(
        outlet=data["name"],
        country=data["country"],
        kind=data["kind"],
        state_controlled=data["state_controlled"],
        feed=feed["name"],
        path=feed["path"],
        format=feed["format"],
        encoding=feed["encoding"],
        language=feed["language"],
        items=tuple(
            Item(
                str(number),
                entry["wave"],
                entry["minutes"],
                entry["title"],
                entry.get("summary", ""),
            )
            for number, entry in enumerate(data["entries"], start=1)
        ),
    )

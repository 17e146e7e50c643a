"""Group entries that a script hands over into stories, as the daemon would."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from monitor.app.opening import load_classifier_of
from monitor.config.load import find_directory, load_config
from monitor.domain import Entry, Feed, Outlet, Score, ScoredEntry
from monitor.errors import ConfigError
from monitor.feeds.dates import parse_date, publication
from monitor.pipeline.batch import MOST
from monitor.pipeline.place import item_of
from monitor.scoring.classifier import Classifier, Headline, load_classifier
from monitor.stories.cluster import WINDOW, Clusterer
from monitor.stories.polls import by_poll
from monitor.stories.types import StoryItem
from monitor.text.language import detect


@dataclass(frozen=True, slots=True)
class _Given:
    """One line: its entry, and what makes it the same entry as that of another line."""

    key: str
    entry: Entry
    outlet: str


def group_rows(
    config: Path | None, rows: Sequence[tuple[str, Mapping[str, Any]]], now: datetime
) -> list[dict[str, Any]]:
    """Return for each row, a name of its line and an object, its ``id`` and final ``story``.

    Rows are entries in the order of publication: ``id``, ``published``, ``lang``, ``outlet``,
    ``title``, ``summary``, any of which may be missing; two of one id are one entry and its edit.
    What is wrong with a row is its ``error``. Raises ConfigError and ModelError.
    """
    given = [_read(place, row, now) for place, row in rows]
    classifier, window = _judges(config)
    good = [item for item in given if isinstance(item, _Given)]
    stories = _grouped(list(_dated(good, now)), classifier, window, now)
    return [
        {"id": row.get("id"), "error": item}
        if isinstance(item, str)
        else {"id": row.get("id"), "story": stories[item.key]}
        for item, (_, row) in zip(given, rows, strict=True)
    ]


def _judges(config: Path | None) -> tuple[Classifier, timedelta]:
    """Return the configured classifier and window, or the built-in ones without a configuration."""
    try:
        directory = find_directory(config)
    except ConfigError:
        if config is not None:
            raise
        return load_classifier("builtin"), WINDOW
    found = load_config(directory)
    return load_classifier_of(found), found.settings.stories.window


def _grouped(
    given: Sequence[_Given], classifier: Classifier, window: timedelta, now: datetime
) -> dict[str, int]:
    """Place entries poll by poll; return each one's story in the end."""
    clusterer = Clusterer(window)
    stories: dict[str, int] = {}
    for poll in by_poll(given, lambda one: one.entry.published or now, MOST):
        scores = classifier.score(
            [Headline(one.entry.title, one.entry.summary, one.entry.language) for one in poll]
        )
        items = {one.key: _item(one, score, now) for one, score in zip(poll, scores, strict=True)}
        outcome = clusterer.place_all(list(items.values()))
        for placement in outcome.placements:
            stories[str(placement.key)] = placement.story
        for move in outcome.moves:
            stories[str(move.key)] = move.target
    return {key: clusterer.resolve(story) for key, story in stories.items()}


def _item(given: _Given, score: Score, now: datetime) -> StoryItem:
    """Return an entry as clustering sees it in the daemon, under the key of its line."""
    feed = Feed(given.outlet, "", Outlet(given.outlet, "", "other"), given.entry.language)
    found = item_of(ScoredEntry(0, feed, given.entry, score, (), now))
    return replace(found, key=given.key)


def _read(place: str, row: Mapping[str, Any], now: datetime) -> _Given | str:
    """Return a row's entry, or what is wrong with it."""
    title, summary, lang, outlet, written = (
        _text(row.get(key)) for key in ("title", "summary", "lang", "outlet", "published")
    )
    published = parse_date(written, lang) if written else None
    if written and published is None:
        return (
            f"{place}: published {written!r} is no date; write it in ISO 8601, as "
            "2021-12-07T15:07:00+00:00, or leave it out"
        )
    identity = row.get("id")
    key = place if identity is None else json.dumps(identity, ensure_ascii=False)
    language = detect(f"{title}\n{summary}", lang)
    # A date that is a mistake (year 1, or later than now) would move the window past all others.
    published = publication(published, now) if published and published <= now else None
    return _Given(key, Entry("", title, summary, "", "", published, language), outlet)


def _dated(given: Sequence[_Given], now: datetime) -> Iterator[_Given]:
    """Give an entry without a date the time of the one before it, since they come in order."""
    last = min((one.entry.published for one in given if one.entry.published), default=now)
    for one in given:
        last = one.entry.published or last
        yield replace(one, entry=replace(one.entry, published=last))


def _text(value: Any) -> str:
    return value if isinstance(value, str) else "" if value is None else str(value)

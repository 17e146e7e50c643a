"""Open the store, the classifier, or the whole house, from a configuration folder."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy.engine import make_url

from monitor.app.convert import database_url
from monitor.app.house import House
from monitor.config.load import Config, find_directory, load_config
from monitor.domain import Score
from monitor.errors import ConfigError
from monitor.ops.systemd import Notifier
from monitor.resources import bundled
from monitor.scoring.classifier import Classifier, Headline, load_classifier
from monitor.scoring.explain import WordWeight, explain
from monitor.store.engine import Store, open_store, usable
from monitor.store.migrations import migrate
from monitor.text.language import detect


@contextmanager
def open_store_of(path: Path | None) -> Iterator[Store]:
    """Open the database of a configuration folder, migrated, and close it."""
    with open_migrated(load_config(find_directory(path))) as store:
        yield store


@contextmanager
def open_migrated(config: Config) -> Iterator[Store]:
    """Open a configuration's database, migrated, and close it. Raises StoreError where it fails."""
    url = database_url(config)
    with usable(url):
        store = open_store(url)
        try:
            with Notifier(os.environ).prolonging("bringing the database up to date"):
                migrate(store, bundled("alembic"))
            yield store
        finally:
            store.close()


@contextmanager
def open_house(config: Config) -> Iterator[House]:
    """Open everything that the service needs; close the database at the end."""
    with open_migrated(config) as store:
        yield House(config, store, load_classifier_of(config))


def database_file(config: Config) -> Path | None:
    """Return the SQLite file of a configuration, or None where a server holds the database."""
    url = make_url(database_url(config))
    if url.get_backend_name() != "sqlite" or url.database in (None, "", ":memory:"):
        return None
    return Path(str(url.database))


def load_classifier_of(config: Config) -> Classifier:
    """Load the configured classifier. Raises ModelError."""
    labels = {theirs: ours.value for theirs, ours in config.settings.model_labels.items()}
    spec = config.settings.model
    if spec != "builtin" and not spec.startswith("hf:"):
        spec = str(config.directory / spec)
    return load_classifier(spec, labels)


def classifier_of(path: Path | None) -> Classifier:
    """Load the classifier of a configuration folder, or the built-in one where there is none.

    A folder that was named must be one. Raises ConfigError and ModelError.
    """
    try:
        directory = find_directory(path)
    except ConfigError:
        if path is not None:
            raise
        return load_classifier("builtin")
    return load_classifier_of(load_config(directory))


def score_headlines(
    classifier: Classifier, triples: Sequence[tuple[str, str, str]]
) -> list[tuple[str, Score]]:
    """Score title, summary and perhaps language; return each one's language and score."""
    headlines = [
        Headline(title, summary, detect(f"{title}\n{summary}", language))
        for title, summary, language in triples
    ]
    found = classifier.score(headlines)
    return [(headline.language, score) for headline, score in zip(headlines, found, strict=True)]


def explain_headline(
    classifier: Classifier, title: str, summary: str, language: str
) -> tuple[WordWeight, ...]:
    """Return the words that raised a headline's score and by how much, the heaviest first.

    Offsets are into title, newline and summary.
    """
    return explain(classifier, Headline(title, summary, language))

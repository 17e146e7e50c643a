"""Look at everything that must be well for alerts to go out."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from monitor.app.convert import database_url
from monitor.app.house import utc_now
from monitor.app.judges import WatchJudges
from monitor.app.opening import database_file, load_classifier_of, open_migrated
from monitor.config.load import Config, find_directory, load_config
from monitor.errors import MonitorError, StoreError
from monitor.ops.health import Finding, examine_disk, examine_store
from monitor.ops.lock import only_daemon
from monitor.scoring.classifier import Headline

PROBE = "Biden and Putin begin a video call as Russian troops mass near Ukraine"


def examine(path: Path | None) -> Iterator[Finding]:
    """Yield findings, the ground first; what stands on broken ground is not looked at."""
    try:
        config = load_config(find_directory(path))
    except MonitorError as error:
        yield Finding("configuration", False, str(error))
        return
    yield Finding("configuration", True, f"{config.directory.resolve()} is right")
    yield from _store(config)
    yield _daemon(config)
    yield _classifier(config)


def _store(config: Config) -> Iterator[Finding]:
    try:
        with open_migrated(config) as store:
            yield from examine_store(store, utc_now())
    except StoreError as error:
        yield Finding("database", False, str(error))
        return
    file = database_file(config)
    if file is not None:
        yield examine_disk(file.parent)


def _daemon(config: Config) -> Finding:
    file = database_file(config)
    if file is None:
        return Finding("service", True, f"the database is a server's: {_scheme(config)}")
    try:
        with only_daemon(file):
            return Finding("service", False, "no monitor is running; start one: monitor run")
    except StoreError:
        return Finding("service", True, "a monitor is running")


def _classifier(config: Config) -> Finding:
    try:
        judges = WatchJudges.of(config, load_classifier_of(config))
    except MonitorError as error:
        return Finding("classifier", False, str(error))
    score = judges.classifier.score([Headline(PROBE, "", "en")])[0].score
    says = f"{config.settings.model} gives a call between presidents {score:.2f}"
    return Finding("classifier", score >= 0.5, says)


def _scheme(config: Config) -> str:
    return database_url(config).partition(":")[0]

"""Look at everything that must be well for alerts to go out."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from monitor.app.convert import targets_of
from monitor.app.house import utc_now
from monitor.app.judges import WatchJudges
from monitor.app.opening import database_file, load_classifier_of, open_migrated
from monitor.config.load import Config, find_directory, load_config
from monitor.errors import MonitorError, StoreError, StoreInUseError
from monitor.ops.health import Finding, examine_disk, examine_store
from monitor.ops.lock import lock_of, only_daemon
from monitor.pipeline.facts import Seen
from monitor.pipeline.watchman import wrong_now
from monitor.scoring.classifier import Headline
from monitor.store import pulse
from monitor.store.engine import Store

PULSE_OLD = timedelta(minutes=3)
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
    yield from _daemon(config)
    yield _classifier(config)


def _store(config: Config) -> Iterator[Finding]:
    try:
        with open_migrated(config) as store:
            yield from examine_store(store)
            yield _troubles(config, store)
            if not store.is_sqlite:
                yield _pulse(store)
    except StoreError as error:
        yield Finding("database", False, str(error))
        return
    file = database_file(config)
    if file is not None:
        yield examine_disk(file.parent)


def _pulse(store: Store) -> Finding:
    """Tell whether some daemon works on a server's database, by what it writes each minute."""
    with store.read() as connection:
        last = pulse.last_beat(connection)
    if last is None:
        return Finding("service", False, "no monitor has worked on the database; monitor run")
    age = utc_now() - last
    return Finding("service", age < PULSE_OLD, f"a monitor last worked at {last:%H:%M:%S} UTC")


def _troubles(config: Config, store: Store) -> Finding:
    file = database_file(config)
    free = shutil.disk_usage(file.parent).free if file else None
    folder = str(file.parent) if file else ""
    seen = Seen(utc_now(), free, folder, lacking=config.lacks)
    with store.read() as connection:
        wrong = wrong_now(connection, seen, targets_of(config))
    says = "; ".join(f"{title}: {' '.join(body.split())}" for title, body in wrong)
    return Finding("troubles", not wrong, says or "none")


def _daemon(config: Config) -> Iterator[Finding]:
    file = database_file(config)
    if file is None:
        return
    try:
        with only_daemon(file, "doctor"):
            yield Finding("service", False, "no monitor is running; start one: monitor run")
    except StoreInUseError as error:
        if error.command == "run":
            yield _at_work(config, file)
        else:
            # It writes no sign of life, and may take long: a restore of a large database does.
            yield Finding("service", True, f"'monitor {error.command}' is at work")
    except StoreError as error:
        yield Finding("service", False, str(error))


def _at_work(config: Config, file: Path) -> Finding:
    """Tell whether the monitor that holds a SQLite database writes to it, as it does by the minute.

    One that is frozen holds it too.
    """
    started = datetime.fromtimestamp(lock_of(file).stat().st_mtime, UTC)
    try:
        with open_migrated(config) as store, store.read() as connection:
            last = max(pulse.last_beat(connection) or started, started)
    except StoreError:
        return Finding("service", True, "a monitor is running")
    if utc_now() - last < PULSE_OLD:
        return Finding("service", True, "a monitor is running")
    return Finding(
        "service",
        False,
        f"a monitor is running, but has written nothing here since {last:%Y-%m-%d %H:%M:%S} UTC: "
        "it hangs, or its disk is full; restart it",
    )


def _classifier(config: Config) -> Finding:
    try:
        judges = WatchJudges.of(config, load_classifier_of(config))
    except MonitorError as error:
        return Finding("classifier", False, str(error))
    score = judges.classifier.score([Headline(PROBE, "", "en")])[0].score
    says = f"{config.settings.model} gives a call between presidents {score:.2f}"
    return Finding("classifier", score >= 0.5, says)

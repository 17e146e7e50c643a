"""The whole configuration: every file of the folder, and what must agree between them."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from monitor.config.channels import unsendable, unusable_key
from monitor.config.duty import duty_problems
from monitor.config.feeds import ConfiguredFeed, FeedsFile, feeds_of
from monitor.config.secrets import Secrets
from monitor.config.settings import Settings
from monitor.config.stray import misnamed, stray_files
from monitor.config.subscribers import SubscriberItem, SubscribersFile
from monitor.config.tree import KeyPath
from monitor.config.validate import Loaded, Model, load_file
from monitor.config.watches import WatchFile, load_watches
from monitor.config.wording import nearest, quoted
from monitor.config.yaml import parse_document, unreadable
from monitor.errors import ConfigError


@dataclass(frozen=True, slots=True)
class Config:
    """Everything that users have written, checked as a whole."""

    directory: Path
    settings: Settings
    feeds: tuple[ConfiguredFeed, ...]
    watches: tuple[WatchFile, ...]
    subscribers: tuple[SubscriberItem, ...]
    """With nobody, alerts are shown on the terminal."""
    secret_values: frozenset[str] = field(repr=False, default=frozenset())
    """What ``${NAME}`` stood for, for a log to leave out."""

    @property
    def lacks(self) -> tuple[str, ...]:
        """Return what is missing without which nothing is monitored, with what follows."""
        missing = []
        if not any(item.enabled for item in self.feeds):
            missing.append("No feed in feeds.yaml is enabled, so that nothing is polled.")
        if not self.watches:
            missing.append("There is no watch in watches/, so that nothing can alert.")
        return tuple(missing)


def find_directory(path: Path | None) -> Path:
    """Return the folder that holds monitor.yaml: ``path``, or config/ in it.

    Without ``path``, the working directory. Raises ConfigError.
    """
    start = path or Path()
    for directory in (start, start / "config"):
        try:
            if (directory / "monitor.yaml").is_file():
                return directory
        except OSError as error:
            raise ConfigError([unreadable(directory, error)]) from error
    absent = (
        f"{start / 'config'}: no monitor.yaml here; 'monitor init {start}' writes a configuration"
    )
    misspelt = [
        problem
        for directory in (start, start / "config")
        for problem in misnamed(directory, "monitor.yaml")
    ]
    raise ConfigError(misspelt or [absent])


def load_config(directory: Path, secrets: Secrets | None = None) -> Config:
    """Read and check all files of ``directory``; absent ones count as empty.

    ``secrets`` are the process's unless given. Raises ConfigError with the problems of all files.
    """
    secrets = secrets or Secrets.of_process()
    problems: list[str] = []

    def load(name: str, model: type[Model]) -> Loaded[Model] | None:
        path = directory / name
        try:
            # A link that leads nowhere is no absent file: by its defaults nothing is polled.
            if os.path.lexists(path):
                return load_file(path, model, secrets)
            return Loaded(model(), parse_document(b"", path))
        except ConfigError as error:
            problems.extend(error.problems)
            return None

    settings = load("monitor.yaml", Settings)
    feeds = load("feeds.yaml", FeedsFile)
    subscribers = load("subscribers.yaml", SubscribersFile)
    watches: tuple[WatchFile, ...] | None = None
    try:
        problems.extend(stray_files(directory))
        watches = load_watches(directory)
    except ConfigError as error:
        problems.extend(error.problems)
    problems.extend(_disagreements(settings, feeds, watches, subscribers))
    if problems or not (settings and feeds and subscribers) or watches is None:
        raise ConfigError(problems)
    return Config(
        directory,
        settings.value,
        feeds_of(feeds.value),
        watches,
        subscribers.value.subscribers,
        frozenset(secrets.revealed),
    )


def _disagreements(
    settings: Loaded[Settings] | None,
    feeds: Loaded[FeedsFile] | None,
    watches: tuple[WatchFile, ...] | None,
    subscribers: Loaded[SubscribersFile] | None,
) -> Iterator[str]:
    """Yield what is wrong between files; a file that is None is not held against the others."""
    if settings:
        yield from _missing_model(settings)
        yield from unusable_key(settings)
    if feeds:
        yield from _repeated(feeds, _outlet_names(feeds.value), "outlet")
        yield from _repeated(feeds, _feed_names(feeds.value), "feed")
    if not subscribers:
        return
    items = subscribers.value.subscribers
    names: list[tuple[KeyPath, str]] = [
        (("subscribers", index, "name"), item.name) for index, item in enumerate(items)
    ]
    yield from _repeated(subscribers, names, "subscriber")
    yield from _repeated_channels(subscribers)
    yield from duty_problems(subscribers)
    if watches is not None:
        yield from _unknown(subscribers, "watches", {watch.name for watch in watches}, "watch")
    if feeds:
        known = {name for _, name in _outlet_names(feeds.value)}
        yield from _unknown(subscribers, "outlets", known, "outlet")
    if settings:
        yield from unsendable(subscribers, settings.value)
        operator = settings.value.operator.subscriber
        if operator and operator not in (known := {item.name for item in items}):
            text = f"unknown subscriber {quoted(operator)}; {nearest(operator, known)}"
            yield settings.problem(("operator", "subscriber"), text)


def _missing_model(settings: Loaded[Settings]) -> Iterator[str]:
    model = settings.value.model
    if model == "builtin" or model.startswith("hf:"):
        return
    if not (settings.document.path.parent / model).is_dir():
        text = f"model: {quoted(model)} is no folder; write builtin, hf:ORG/NAME or a folder"
        yield settings.problem(("model",), text)


def _outlet_names(file: FeedsFile) -> list[tuple[KeyPath, str]]:
    return [(("outlets", index, "name"), outlet.name) for index, outlet in enumerate(file.outlets)]


def _feed_names(file: FeedsFile) -> list[tuple[KeyPath, str]]:
    return [
        (("outlets", number, "feeds", index, "name"), feed.name)
        for number, outlet in enumerate(file.outlets)
        for index, feed in enumerate(outlet.feeds)
    ]


def _repeated(
    file: Loaded[Model], names: Iterable[tuple[KeyPath, str]], thing: str
) -> Iterator[str]:
    first: dict[str, KeyPath] = {}
    for path, name in names:
        at = first.setdefault(name.casefold(), path)
        if at != path:
            holder = file.document.place(at)
            text = f"{thing} {quoted(name)} again; give it another name, for {holder} has it"
            yield file.problem(path, text)


def _repeated_channels(file: Loaded[SubscribersFile]) -> Iterator[str]:
    for number, item in enumerate(file.value.subscribers):
        first: dict[str, KeyPath] = {}
        for index, channel in enumerate(item.channels):
            path = ("subscribers", number, "channels", index)
            at = first.setdefault(channel.target, path)
            if at != path:
                line = file.document.mark(at).line
                yield file.problem(
                    path, f"the same {channel.kind} channel as in line {line}; delete one"
                )


def _unknown(file: Loaded[SubscribersFile], key: str, known: set[str], thing: str) -> Iterator[str]:
    for number, item in enumerate(file.value.subscribers):
        for index, name in enumerate(getattr(item, key)):
            if name not in known:
                text = f"unknown {thing} {quoted(name)}; {nearest(name, known)}"
                yield file.problem(("subscribers", number, key, index), text)

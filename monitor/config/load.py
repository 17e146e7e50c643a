"""The whole configuration: every file of the folder, and what must agree between them."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from monitor.config.channels import unsendable, unusable_key
from monitor.config.duty import duty_problems
from monitor.config.feeds import ConfiguredFeed, FeedsFile, feeds_of
from monitor.config.secrets import SecretError, Secrets
from monitor.config.settings import Settings
from monitor.config.stray import misnamed, stray_files
from monitor.config.subscribers import SubscriberItem, SubscribersFile
from monitor.config.tree import Document, KeyPath
from monitor.config.validate import Loaded, Model, load_document
from monitor.config.values import offset_of
from monitor.config.watches import WatchFile, load_watches
from monitor.config.wording import nearest, quoted
from monitor.config.yaml import parse_document, read_document, unreadable
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

    @property
    def doubts(self) -> tuple[str, ...]:
        """Return what is right and yet may not be what was meant."""
        zones = [
            (item.name, item.time_zone, offset_of(item.time_zone)) for item in self.subscribers
        ]
        doubts = [
            f"subscribers.yaml: the time_zone of {name}, {zone}, is UTC{offset}: such names have "
            "the sign reversed; name a place, such as Europe/Kyiv, where that is not meant"
            for name, zone, offset in zones
            if offset
        ]
        if self.settings.model == "builtin" and self.settings.model_labels:
            doubts.append(
                "monitor.yaml: model_labels says what another model's labels mean, and the model "
                "is builtin; name the other one, or leave model_labels out"
            )
        return tuple(doubts)


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
    documents: dict[str, Document] = {}

    def load(name: str, model: type[Model]) -> Loaded[Model] | None:
        path = directory / name
        try:
            # A link that leads nowhere is no absent file: by its defaults nothing is polled.
            exists = os.path.lexists(path)
            documents[name] = read_document(path) if exists else parse_document(b"", path)
            return load_document(documents[name], model, secrets)
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
    problems.extend(_repeated_or_unknown(documents, watches, secrets))
    problems.extend(_disagreements(settings, subscribers))
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


def _repeated_or_unknown(
    documents: Mapping[str, Document], watches: tuple[WatchFile, ...] | None, secrets: Secrets
) -> Iterator[str]:
    """Yield what is wrong about names, in files with other mistakes too.

    A file that cannot be parsed, and watches that are None, are not held against the others.
    """
    feeds, subscribers = documents.get("feeds.yaml"), documents.get("subscribers.yaml")
    settings = documents.get("monitor.yaml")
    outlets = _names(feeds, secrets, "outlets", "*", "name")
    yield from _repeated(outlets, "outlet")
    yield from _repeated(_names(feeds, secrets, "outlets", "*", "feeds", "*", "name"), "feed")
    readers = _names(subscribers, secrets, "subscribers", "*", "name")
    yield from _repeated(readers, "subscriber")
    if watches is not None:
        wanted = _names(subscribers, secrets, "subscribers", "*", "watches", "*")
        yield from _unknown(wanted, "watch", {watch.name for watch in watches})
    if feeds:
        wanted = _names(subscribers, secrets, "subscribers", "*", "outlets", "*")
        yield from _unknown(wanted, "outlet", {outlet.meant for outlet in outlets})
    if subscribers:
        operator = _names(settings, secrets, "operator", "subscriber")
        yield from _unknown(operator, "subscriber", {reader.meant for reader in readers})


def _disagreements(
    settings: Loaded[Settings] | None, subscribers: Loaded[SubscribersFile] | None
) -> Iterator[str]:
    """Yield what is wrong between values; a file that is None is not held against the other."""
    if settings:
        yield from _missing_model(settings)
        yield from unusable_key(settings)
    if subscribers:
        yield from _repeated_channels(subscribers)
        yield from duty_problems(subscribers)
    if settings and subscribers:
        yield from unsendable(subscribers, settings.value)


def _missing_model(settings: Loaded[Settings]) -> Iterator[str]:
    model = settings.value.model
    if model == "builtin" or model.startswith("hf:"):
        return
    wrong = "is no folder; write builtin, hf:ORG/NAME or a folder"
    try:
        if (settings.document.path.parent / model).is_dir():
            return
    except OSError as error:
        wrong = f"cannot be read: {error.strerror}; name a folder that the monitor's user may read"
    yield settings.problem(("model",), f"model: {quoted(model)} {wrong}")


@dataclass(frozen=True, slots=True)
class _Name:
    place: str
    typed: str
    meant: str
    """With what ``${NAME}`` stands for; never shown."""


def _names(document: Document | None, secrets: Secrets, *steps: str) -> list[_Name]:
    """Return the names under ``steps`` of a file; none of a file that is None."""
    if document is None:
        return []
    found = []
    for path, typed in document.texts(*steps):
        # One that is not set is told of where the file is read.
        with suppress(SecretError):
            meant = secrets.fill_in(typed) if "${" in typed else typed
            found.append(_Name(document.place(path), typed, meant))
    return found


def _repeated(names: Sequence[_Name], thing: str) -> Iterator[str]:
    first: dict[str, _Name] = {}
    for name in names:
        holder = first.setdefault(name.meant.casefold(), name)
        if holder is not name:
            text = f"{thing} {quoted(name.typed)} again; give it another name"
            yield f"{name.place}: {text}, for {holder.place} has it"


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


def _unknown(names: Sequence[_Name], thing: str, known: set[str]) -> Iterator[str]:
    for name in names:
        if name.meant not in known:
            mend = nearest(name.typed, known)
            yield f"{name.place}: unknown {thing} {quoted(name.typed)}; {mend}"

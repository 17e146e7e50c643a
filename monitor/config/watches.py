"""watches/*.yaml: what is looked for, in the language of docs/watches.md."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Any

from pydantic import Field, PrivateAttr

from monitor.config.feeds import OutletKind
from monitor.config.section import Section
from monitor.config.terms import Block, TermsFile
from monitor.config.tree import Document, KeyPath
from monitor.config.validate import load_document, load_file
from monitor.config.values import BySeverity, CountryCode, LanguageCode, Name, Title
from monitor.config.wording import nearest, quoted
from monitor.config.yaml import read_document, unreadable
from monitor.domain import Direction
from monitor.errors import ConfigError


class NameLimit(Section):
    """Which outlets count."""

    only: tuple[Title, ...] = ()
    """These alone; all unless given."""
    except_: Annotated[tuple[Title, ...], Field(alias="except")] = ()
    """All but these."""


class KindLimit(Section):
    """Which kinds of outlet count."""

    only: tuple[OutletKind, ...] = ()
    """These alone; all unless given."""
    except_: Annotated[tuple[OutletKind, ...], Field(alias="except")] = ()
    """All but these."""


class CountryLimit(Section):
    """Outlets of which countries count."""

    only: tuple[CountryCode, ...] = ()
    """These alone; all unless given."""
    except_: Annotated[tuple[CountryCode, ...], Field(alias="except")] = ()
    """All but these."""


class LanguageLimit(Section):
    """Entries in which languages count."""

    only: tuple[LanguageCode, ...] = ()
    """These alone; all unless given."""
    except_: Annotated[tuple[LanguageCode, ...], Field(alias="except")] = ()
    """All but these."""


class WatchFile(Section):
    """A file of watches/: what one watch looks for, and from whom."""

    name: Annotated[Name, Field(examples=["russia-ukraine"])] = ""
    """What subscribers and commands call it; the file's name unless given."""
    title: Annotated[str, Field(max_length=200)] = ""
    """What alerts call it; the name unless given."""
    keywords: Annotated[Block, Field(default_factory=dict)]
    """Terms by language, or under `any` for all languages; one that is found is enough."""
    use: tuple[Annotated[str, Field(min_length=1)], ...] = ()
    """Shared lists whose terms count as well, such as terms/nato for terms/nato.yaml."""
    require: tuple[Block, ...] = ()
    """Further terms by language: of each block, one must be found too."""
    exclude: Annotated[Block, Field(default_factory=dict)]
    """Terms by language that rule an entry out."""
    minimum_weight: Annotated[float, Field(ge=0)] = 0.0
    """What the weights of the terms found must add up to."""
    minimum_score: Annotated[float, Field(ge=0, le=1)] = 0.0
    """Lowest score, 0 to 1, that alerts."""
    minimum_severity: Annotated[int, Field(ge=0, le=4), BySeverity] = 0
    """Lowest severity: 0 none, 1 cooperation, 2 verbal, 3 coercion, 4 force."""
    directions: tuple[Direction, ...] = ()
    """Only moves that raise hostility (up) or lower it (down)."""
    outlets: NameLimit = NameLimit()
    """Outlets by the names in feeds.yaml."""
    kinds: KindLimit = KindLimit()
    """Kinds of outlet."""
    countries: CountryLimit = CountryLimit()
    """Countries of outlets."""
    languages: LanguageLimit = LanguageLimit()
    """Languages of entries."""

    _shared: tuple[TermsFile, ...] = PrivateAttr(())
    _document: Document | None = PrivateAttr(None)

    @property
    def plain(self) -> dict[str, Any]:
        """Return the watch as plain values, shared lists resolved, for ``watches.build``."""
        values = self.model_dump(by_alias=True, exclude_defaults=True, exclude={"use"})
        shared = [file.model_dump(exclude_defaults=True)["keywords"] for file in self._shared]
        return {**values, "name": self.name, "shared": shared}

    def problem(self, language: str, term: str, text: str) -> str:
        """Return ``text`` as a problem at the term, as far as this file holds it."""
        if self._document is None:
            return f"{self.name}: {text}"
        path = next(_places(self._document, language, term), ("use",))
        return f"{self._document.place(path)}: {text}"


def load_watches(directory: Path) -> tuple[WatchFile, ...]:
    """Read and check all watches of a configuration folder, in the order of their files' names.

    Raises ConfigError with the problems of all files.
    """
    watches, problems = read_watches(directory)
    if problems:
        raise ConfigError(problems)
    return watches


def read_watches(directory: Path) -> tuple[tuple[WatchFile, ...], list[str]]:
    """Return the watches of a configuration folder that are right, and what is wrong in others.

    Raises ConfigError where the folder cannot be read.
    """
    problems: list[str] = []
    watches: dict[str, WatchFile] = {}
    shared: dict[str, TermsFile] = {}
    for path in _files(directory / "terms"):
        try:
            shared[f"terms/{path.stem}"] = load_file(path, TermsFile).value
        except ConfigError as error:
            problems.extend(error.problems)
    for path in _files(directory / "watches"):
        try:
            watch = _load(path, shared, complete=not problems)
        except ConfigError as error:
            problems.extend(error.problems)
            continue
        if watches.setdefault(watch.name.casefold(), watch) is not watch:
            problems.append(f"{path}:1:1: watch {quoted(watch.name)} again; give it another name")
    return tuple(watches.values()), problems


def readable_watches(directory: Path) -> tuple[WatchFile, ...]:
    """Return what can be read of the watches of a configuration folder, to look at its terms.

    Those that are right come whole; of every file each of its blocks of terms that is right comes
    as a watch too, whatever is wrong in the rest. Raises ConfigError where the folder cannot be
    read.
    """
    found = list(read_watches(directory)[0])
    for path in _files(directory / "watches"):
        with suppress(ConfigError):
            found += _blocks(read_document(path))
    return tuple(found)


def _blocks(document: Document) -> Iterator[WatchFile]:
    root = document.root
    for key, node in root.value.items() if isinstance(root.value, dict) else ():
        if key not in ("keywords", "require", "exclude"):
            continue
        alone = replace(document, root=replace(root, value={key: node}))
        with suppress(ConfigError):
            block = load_document(alone, WatchFile).value
            named = block.model_copy(update={"name": document.path.stem})
            named._document = document
            yield named


def load_watch(path: Path, directory: Path) -> WatchFile:
    """Read and check one watch, with the shared lists of a configuration folder.

    Raises ConfigError.
    """
    shared = {f"terms/{file.stem}": file for file in _files(directory / "terms")}
    wanted = load_file(path, WatchFile).value.use
    lists = {name: load_file(shared[name], TermsFile).value for name in wanted if name in shared}
    return _load(path, lists, complete=True)


def _load(path: Path, shared: Mapping[str, TermsFile], *, complete: bool) -> WatchFile:
    loaded = load_file(path, WatchFile)
    watch = loaded.value
    problems = [
        loaded.problem(("use", index), f"no shared list {quoted(name)}; {nearest(name, shared)}")
        for index, name in enumerate(watch.use)
        if complete and name not in shared
    ]
    if problems:
        raise ConfigError(problems)
    named = watch.model_copy(update={"name": watch.name or path.stem})
    named._shared = tuple(shared[name] for name in watch.use if name in shared)
    named._document = loaded.document
    return named


def _files(folder: Path) -> list[Path]:
    """Return the YAML files of a folder, none where there is no such folder. Raises ConfigError."""
    try:
        # A link that leads nowhere is no absent folder: nothing would be watched.
        if not os.path.lexists(folder):
            return []
        return sorted(p for p in folder.iterdir() if p.suffix == ".yaml" and p.name[0] != ".")
    except OSError as error:
        raise ConfigError([unreadable(folder, error)]) from error


def _places(document: Document, language: str, term: str) -> Iterator[KeyPath]:
    """Yield where ``term`` stands under ``language``, first the one typed just so."""

    def walk(path: KeyPath, under: str) -> Iterator[KeyPath]:
        value = document.node(path).value
        if isinstance(value, dict):
            for key in value:
                known = key in ("term", "near", "all", "none", "unless", "keywords", "exclude")
                yield from walk((*path, key), under if known or len(path) == 0 else key)
                if key == "any" and under:
                    yield from walk((*path, key), under)
        elif isinstance(value, list):
            for index in range(len(value)):
                yield from walk((*path, index), under)
        elif value is not None and " ".join(value.split()) == term and under == language:
            yield path

    yield from walk((), "")
    yield from walk((), language)

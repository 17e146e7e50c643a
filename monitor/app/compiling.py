"""Compile the configured watches, and answer scripts that ask what matches."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

from monitor.config.load import Config, find_directory, load_config
from monitor.config.watches import WatchFile, readable_watches
from monitor.delivery.templates import Templates
from monitor.errors import ConfigError
from monitor.text.language import detect
from monitor.watches import (
    DefinitionError,
    Lexicon,
    Matcher,
    Term,
    Watch,
    WrongTermsError,
    build,
    compile_watches,
    terms_of,
)
from monitor.watches.contract import Answerer


def compile_config(
    config: Config, lexicon: Lexicon | None = None, own: Sequence[Watch] = ()
) -> Matcher:
    """Return the matcher of a configuration's watches, and of ``own`` ones of ours.

    A ``lexicon`` that is kept makes the next time quick. Raises ConfigError, with file and line,
    for a term that is none.
    """
    return compile_files(config.watches, lexicon, own)


def compile_files(
    files: Sequence[WatchFile], lexicon: Lexicon | None = None, own: Sequence[Watch] = ()
) -> Matcher:
    """Return the matcher of these files' watches, as ``compile_config`` does."""
    definitions = [built(file) for file in files]
    try:
        return compile_watches([*definitions, *own], lexicon)
    except WrongTermsError as error:
        problems = []
        for wrong in error.errors:
            language, text = (str(part) for part in wrong.path)
            problems += [
                file.problem(language, text, wrong.message)
                for file, watch in zip(files, definitions, strict=True)
                if Term(text, language) in terms_of(watch)
            ]
            problems += [
                f"{watch.name}, a watch of the monitor itself: {wrong.message}; please report it"
                for watch in own
                if Term(text, language) in terms_of(watch)
            ]
        raise ConfigError(sorted(problems)) from error


def check_config(directory: Path) -> Config:
    """Read and check a configuration, the terms of its watches and its templates included.

    Raises ConfigError with every mistake of every file.
    """
    problems: list[str] = []
    try:
        config = load_config(directory)
    except ConfigError as error:
        problems += error.problems
    try:
        compile_files(readable_watches(directory))
    except ConfigError as error:
        problems += error.problems
    problems += Templates(directory / "templates").problems
    if problems:
        raise ConfigError(list(dict.fromkeys(problems)))
    return config


def built(file: WatchFile) -> Watch:
    """Return a watch as written. Raises ConfigError."""
    try:
        return build(file.plain)
    except DefinitionError as error:
        place = ".".join(str(part) for part in error.path)
        raise ConfigError([f"watch {file.name}: {place} {error.message}"]) from error


class LineAnswerer:
    """Answer lines of ``watches match --jsonl``; the configuration is read when first needed."""

    def __init__(self, config: Path | None) -> None:
        self._config = config
        self._given = Answerer(compile_watches([]), detect)

    def answer(self, record: Mapping[str, Any]) -> dict[str, Any]:
        """Return what the contract asks of one line, with an ``error`` for one that is wrong."""
        answerer = self._configured if record.get("keywords") is None else self._given
        try:
            return answerer.answer(record)
        except ValueError as error:
            return {
                "id": record.get("id"),
                "matched": False,
                "matches": [],
                "error": str(error),
            }

    @cached_property
    def _configured(self) -> Answerer:
        return Answerer(compile_config(load_config(find_directory(self._config))), detect)

"""Match texts against keywords given with them, or against the configured watches."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from monitor.config.load import find_directory, load_config
from monitor.domain import Match
from monitor.errors import MonitorError
from monitor.text.language import detect
from monitor.watches.compiler import compile_watches
from monitor.watches.definition import DefinitionError, build, of_keywords
from monitor.watches.lexicon import Lexicon
from monitor.watches.matcher import Matcher

AD_HOC = "keywords"
"""What a watch made of a row's own keywords is called."""
MOST_MATCHERS = 1_000


class RowMatcher:
    """Match rows, remembering the matcher of keywords that many rows share."""

    def __init__(self, config: Path | None) -> None:
        self._config = config
        self._lexicon = Lexicon()
        self._configured: Matcher | None = None
        self._matchers: dict[str, Matcher] = {}

    def match(
        self, title: str, summary: str, language: str, keywords: Mapping[str, Sequence[Any]] | None
    ) -> tuple[Match, ...]:
        """Return the watches that match; offsets are into title, newline and summary.

        Raises MonitorError for keywords that are none.
        """
        matcher = self._of(keywords) if keywords is not None else self._watches()
        found = detect(f"{title}\n{summary}", language)
        return matcher.match(title, summary, found)

    def _of(self, keywords: Mapping[str, Sequence[Any]]) -> Matcher:
        key = json.dumps(keywords, sort_keys=True)
        if key not in self._matchers:
            if len(self._matchers) >= MOST_MATCHERS:
                self._matchers.clear()
            try:
                watch = of_keywords(AD_HOC, keywords)
                self._matchers[key] = compile_watches([watch], self._lexicon)
            except DefinitionError as error:
                place = ".".join(map(str, error.path))
                raise MonitorError(f"{place}: {error.message}") from error
        return self._matchers[key]

    def _watches(self) -> Matcher:
        if self._configured is None:
            config = load_config(find_directory(self._config))
            self._configured = compile_watches(
                (build(file.plain) for file in config.watches), self._lexicon
            )
        return self._configured

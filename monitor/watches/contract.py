"""One line of ``monitor watches match --jsonl``: what is read and what is written."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

from monitor.watches.compiler import compile_watches
from monitor.watches.definition import ANY_LANGUAGE, of_keywords
from monitor.watches.lexicon import Lexicon
from monitor.watches.matcher import Matcher
from monitor.watches.relatives import likely

GIVEN = "keywords"
"""Name of the watch that is made of a line's own keywords."""

Detect = Callable[[str, str], str]
"""From a text and its declared language, or "", to its language (``text.language.detect``)."""


class Answerer:
    """Matches lines against the configured watches, or against the keywords that a line gives."""

    def __init__(self, configured: Matcher, detect: Detect, lexicon: Lexicon | None = None) -> None:
        self._configured = configured
        self._detect = detect
        self._lexicon = lexicon or Lexicon(most_open=60)
        self._last: tuple[str, Matcher] | None = None

    def answer(self, record: Mapping[str, Any]) -> dict[str, Any]:
        """Return ``id``, ``matched`` and ``matches`` for one line.

        ``lang`` is believed where it is given. Raises DefinitionError for keywords that are none,
        and ValueError for a line without a title.
        """
        title, summary = record.get("title"), record.get("summary") or ""
        if not isinstance(title, str) or not isinstance(summary, str):
            raise ValueError("'title' must be a text, and 'summary' too where it is given")
        matcher = self._matcher(record.get("keywords"))
        language = record.get("lang") or self._guess(f"{title}\n{summary}", matcher)
        matches = matcher.match(title, summary, str(language))
        return {
            "id": record.get("id"),
            "matched": bool(matches),
            "matches": [
                {
                    "watch": match.watch,
                    "term": hit.term,
                    "form": hit.form,
                    "start": hit.start,
                    "end": hit.end,
                }
                for match in matches
                for hit in match.hits
            ],
        }

    def _matcher(self, keywords: Any) -> Matcher:
        if keywords is None:
            return self._configured
        if not isinstance(keywords, Mapping):
            raise ValueError("'keywords' must give lists of terms by language")
        key = json.dumps(keywords, sort_keys=True)
        if self._last is None or self._last[0] != key:
            watch = of_keywords(GIVEN, keywords)
            self._last = key, compile_watches([watch], self._lexicon)
        return self._last[1]

    def _guess(self, text: str, matcher: Matcher) -> str:
        """Return the text's language; terms of one language alone speak for that one."""
        expected = {term.language for term in matcher.terms} - {ANY_LANGUAGE}
        prior = next(iter(expected)) if len(expected) == 1 else ""
        return likely(self._detect(text, prior), expected)

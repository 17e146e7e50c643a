"""Where the forms of words come from: each language's own module, remembered once asked."""

from __future__ import annotations

import re
from collections.abc import Mapping
from importlib.metadata import version
from typing import Any

from monitor.watches.languages import INFLECTORS, Sources
from monitor.watches.paradigm import Paradigm, Split, Stem, paradigm
from monitor.watches.relatives import base

_RULES = "12"
"""Changed whenever a language's rules change, so that remembered forms are asked for again."""


class Lexicon:
    """Forms of words, with the dictionaries they were found in.

    At most ``most_open`` of simplemma's dictionaries (1 to 20 MB each) stay open at a time;
    ``release`` closes them all and keeps the forms that were found.
    """

    def __init__(self, *, most_open: int = 2) -> None:
        self._most_open = most_open
        self._sources = Sources(most_open=most_open)
        self._rules_alone = Sources(dictionaries=False)
        self._known: dict[tuple[str, str, bool], Paradigm] = {}

    def paradigm(self, word: str, language: str, *, by_rule: bool = False) -> Paradigm:
        """Return all shapes of ``word`` in ``language``; itself alone where nothing is known.

        ``by_rule`` leaves simplemma's dictionaries closed, for names of any language.
        """
        code = base(language)
        key = (code, word, by_rule)
        if key not in self._known:
            inflect = INFLECTORS.get(code)
            sources = self._rules_alone if by_rule else self._sources
            found = inflect(word, sources) if inflect else paradigm(())
            self._known[key] = found | paradigm((word,))
        return self._known[key]

    def release(self) -> None:
        """Close the dictionaries; the next unknown word opens them again."""
        self._sources = Sources(most_open=self._most_open)
        self._rules_alone = Sources(dictionaries=False)

    def remembered(self) -> dict[str, Any]:
        """Return all forms found so far as plain values, for ``remember`` of a later process."""
        words = [
            [code, word, by_rule, *_plain(found)]
            for (code, word, by_rule), found in sorted(
                self._known.items(), key=lambda item: item[0]
            )
        ]
        return {"made_by": made_by(), "words": words}

    def remember(self, plain: Mapping[str, Any], *, rules_alone: bool = False) -> bool:
        """Take over what ``remembered`` gave; return False, and take nothing, if it is outdated.

        With ``rules_alone``, forms found with other versions of the dictionaries will do.
        """
        found, wanted = str(plain.get("made_by")), made_by()
        if found != wanted and not (
            rules_alone and found.split(maxsplit=1)[0] == wanted.split()[0]
        ):
            return False
        for code, word, by_rule, *rest in plain["words"]:
            self._known.setdefault((code, word, bool(by_rule)), _paradigm(*rest))
        return True


def made_by() -> str:
    """Return the versions of rules and dictionaries that forms depend on."""
    packages = ("simplemma", "pymorphy3", "pymorphy3-dicts-ru", "pymorphy3-dicts-uk")
    return " ".join([_RULES, *map(version, packages)])


def _plain(found: Paradigm) -> tuple[Any, ...]:
    stems = [[s.text, *(p and p.pattern for p in (s.before, s.after))] for s in found.stems]
    splits = [[sorted(split.forms), split.particle] for split in found.splits]
    kinds = (found.small, found.large, found.marked, found.plain, found.toned)
    return sorted(found.forms), stems, splits, *map(sorted, kinds)


def _paradigm(
    forms: list[str],
    stems: list[list[str | None]],
    splits: list[Any],
    *kinds: list[str],
) -> Paradigm:
    return Paradigm(
        frozenset(forms),
        tuple(
            Stem(str(text), *(None if p is None else re.compile(p) for p in around))
            for text, *around in stems
        ),
        tuple(Split(frozenset(first), particle) for first, particle in splits),
        *map(frozenset, kinds),
    )

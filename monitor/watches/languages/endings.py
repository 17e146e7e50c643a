"""Tables of endings: how words that end alike inflect, for what no dictionary knows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable


class Endings:
    """Lines of `endings: what each may be changed for`; the longest ending of a word decides.

    "-" stands for no ending, "~" for the ending itself; an indented line continues another. At
    least ``shortest_stem`` letters stand before an ending.
    """

    def __init__(self, table: str, *, shortest_stem: int = 2) -> None:
        self._shortest_stem = shortest_stem
        self._table: dict[str, list[str]] = defaultdict(list)
        for line in filter(None, table.replace("\n  ", " ").splitlines()):
            endings, _, others = line.partition(":")
            for ending in endings.split():
                self._table[_plain(ending)] += [
                    _plain(other).replace("~", _plain(ending)) for other in others.split()
                ]
        self._longest = max(map(len, self._table), default=0)

    def forms(self, word: str) -> set[str]:
        """Return the word with each ending that its own may be changed for; nothing if unknown."""
        for length in range(min(self._longest, len(word) - self._shortest_stem), -1, -1):
            ending = word[len(word) - length :]
            if ending in self._table:
                stem = word[: len(word) - length]
                return {stem + other for other in self._table[ending]}
        return set()


def _plain(ending: str) -> str:
    return "" if ending == "-" else ending


def with_each(words: Iterable[str], endings: str) -> set[str]:
    """Return every word with every ending, "-" for none."""
    return {word + _plain(ending) for word in words for ending in endings.split()}

"""Who speaks or is spoken of: offices of states, by title or by the name of who holds them.

"Iran's foreign minister", «глава МИД Ирана» and «عراقچی» are one: ``IR:foreign``. Names change with
their holders: ``data/people.tsv`` is made to be kept.
"""

from __future__ import annotations

from collections.abc import Iterable

from monitor.stories.gazetteer import Mention
from monitor.stories.tables import table

_BESIDE = 2
"""Words that may stand between a title and its state."""


def people_in(text: str, language: str, actors: Iterable[Mention]) -> frozenset[str]:
    """Return the offices named in a text, as ``STATE:office``, given where it names actors."""
    found = set()
    for mention in table("people.tsv", language).find(text):
        if ":" in mention.named.code:
            found.add(mention.named.code)
            continue
        owner = min(
            ((_gap(mention, actor), actor.start, actor.named.code) for actor in actors),
            default=(_BESIDE + 1, 0, ""),
        )
        if owner[0] <= _BESIDE:
            found.add(f"{owner[2]}:{mention.named.code}")
    return frozenset(found)


def _gap(a: Mention, b: Mention) -> int:
    return max(a.start - b.end, b.start - a.end, 0)

"""Which actors an entry names, and between which pair it stands."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from babel import Locale

from monitor.stories.gazetteer import Mention
from monitor.stories.places import named_in
from monitor.stories.relations import pair_of, relation_in
from monitor.stories.tables import actors_in
from monitor.stories.wording import body, plain


def actors_named(title: str, summary: str, language: str) -> tuple[str, ...]:
    """Return the codes of states, alliances and armed groups named, in order of first mention."""
    text = f"{plain(title)}. {body(title, summary)}"
    return tuple(
        dict.fromkeys(named.code for named in named_in(text, language) if named.kind != "town")
    )


def actor_name(code: str) -> str:
    """Return the English name of a state by its code; of others, the code, which is their name."""
    return str(Locale.parse("en").territories.get(code, code))


def actor_mentions(text: str, language: str) -> tuple[Mention, ...]:
    """Return where in a text actors are named, by word positions."""
    return actors_in(language).find(text)


def pair_in(title: str, summary: str, language: str) -> tuple[str, str] | None:
    """Return the pair of actors that an entry is about, or None where it names fewer than two.

    It is the pair of its relation where the title has one, else the two actors that it names first.
    """
    relation = relation_in(title, language)
    if relation is not None:
        return relation.pair
    named = actors_named(title, summary, language)
    return pair_of(named[0], named[1]) if len(named) >= 2 else None


def main_pair(pairs: Iterable[tuple[str, str] | None]) -> tuple[str, str] | None:
    """Return the pair named most often among a story's entries, alphabetically first on a tie."""
    counts = Counter(pair for pair in pairs if pair is not None)
    return min(counts, key=lambda pair: (-counts[pair], pair), default=None)

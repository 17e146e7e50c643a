"""Where an entry is set, and who and what it names, in one list."""

from __future__ import annotations

from monitor.stories.gazetteer import Mention, Named, actors_in, towns

__all__ = ["Named", "named_in", "towns_in"]


def towns_in(text: str, language: str) -> tuple[Mention, ...]:
    """Return the towns named in a text, states and people of the same name left out."""
    actors = actors_in(language).find(text)
    taken = {i for m in actors if m.named.role != "capital" for i in range(m.start, m.end)}
    return tuple(
        mention
        for mention in towns().find(text)
        if taken.isdisjoint(range(mention.start, mention.end))
    )


def named_in(text: str, language: str) -> tuple[Named, ...]:
    """Return all actors and towns that a text names, flags included, each once."""
    actors = actors_in(language).find(text)
    taken = {i for m in actors if m.named.role != "capital" for i in range(m.start, m.end)}
    found = [m.named for m in actors] + list(_flags(text))
    found += [m.named for m in towns().find(text) if taken.isdisjoint(range(m.start, m.end))]
    return tuple(dict.fromkeys(found))


def _flags(text: str) -> list[Named]:
    """Return the states whose flag stands in the text as a pair of regional indicators."""
    letters = [chr(ord(c) - 0x1F1E6 + 65) if 0x1F1E6 <= ord(c) <= 0x1F1FF else " " for c in text]
    runs = "".join(letters).split()
    codes = [run[i : i + 2] for run in runs for i in range(0, len(run) - 1, 2)]
    return [Named(code, "state", "name", code) for code in codes]

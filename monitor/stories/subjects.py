"""What an entry is about: what happens, and to what, by cue words in every supported language.

Sirens, a launch, an interception; a tanker, a school, an embassy. Two reports of one event share
these where they share no name and no wording, and a strike is not a summit. ``data/subjects.tsv``
is made to be extended.
"""

from __future__ import annotations

from monitor.stories.tables import table


def subjects_in(text: str) -> frozenset[str]:
    """Return the subjects that a text names, each after an ``@``."""
    return frozenset(f"@{mention.named.code}" for mention in table("subjects.tsv").find(text))

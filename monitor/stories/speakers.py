"""Tell whether it is a state, an alliance or an armed group that confirms or denies in a title.

It is not enough that the title names one: "Experts confirm Russian losses". One of them, or an
organ or office of it, must be all that the verb's subject says; what is not plain is no official
word.
"""

from __future__ import annotations

import re

from monitor.stories.clauses import Clause, clauses_in
from monitor.stories.cues import statements_in
from monitor.stories.gazetteer import Mention, tokens
from monitor.stories.tables import actors_in, table
from monitor.stories.wording import plain

_OFFICIAL_ROLES = frozenset({"seat", "leader", "capital", "name"})
_WORDS_OF_A_NAME = 3
_VERB_FIRST = frozenset({"ar", "es", "pt", "ca", "gl", "he", "ro"})
"""Languages whose titles may open with the verb: «نفت إيران», "Niega Irán"."""
_OBJECT_FIRST = frozenset({"ru", "uk", "be", "bg", "sr", "pl", "cs", "sk", "hr", "sl"})
"""Those in which the subject may stand last: «Сообщения опроверг Песков»."""
_VERB_LAST = frozenset({"fa", "tr", "hi", "ja", "ko", "ur", "az"})
"""Those in which the object stands between subject and verb."""
_APOSTROPHES = frozenset({"tr", "az"})
"""Those in which an apostrophe parts a name from its case: "İran'da"."""
_PARTICIPLE_LAST = frozenset({"de", "nl"})
"""Those in which an auxiliary follows the subject: "Moskau hat den Angriff bestätigt"."""
_MARKS_SUBJECT = _PARTICIPLE_LAST | {"hi", "ja", "ko"}
_SUBJECT = re.compile(
    r"(?:ने|は|が|も|[은는이가]|에서|hat|haben|heeft|hebben|wil|will|weist|wijst)$"
)
"""What marks the words before it, or the word that it ends, as the subject."""


def official_words(title: str, language: str) -> frozenset[str]:
    """Return which of denial and confirmation a state, alliance or armed group itself gives."""
    statements = statements_in(title, language)
    if not statements:
        return frozenset()
    text = plain(title)
    sentence = _Sentence(text, language)
    return frozenset(one.named.code for one in statements if sentence.official(one))


class _Sentence:
    """A title's words, each with its part in saying who speaks."""

    def __init__(self, text: str, language: str) -> None:
        self._language = language
        self._written = tokens(text)
        self._clauses = clauses_in(text)
        self._parts = [""] * len(self._written)
        for mention in table("offices.tsv", language).find(text):
            self._mark(mention, mention.named.code)
        for mention in actors_in(language).find(text):
            if mention.named.role in _OFFICIAL_ROLES:
                self._mark(mention, mention.named.role)

    def official(self, cue: Mention) -> bool:
        """Say whether the subject of a denial or confirmation is official."""
        number = next(i for i, clause in enumerate(self._clauses) if clause.holds(cue.start))
        clause = self._clauses[number]
        return (
            self._before(cue, number)
            or self._opening(cue, number)
            or self._after(cue, clause, first=number == 0)
        )

    def _mark(self, mention: Mention, part: str) -> None:
        for position in range(mention.start, mention.end):
            self._parts[position] = part

    def _before(self, cue: Mention, number: int) -> bool:
        """Say whether only an official subject stands before the verb, or set off by commas."""
        clause = self._clauses[number]
        if self._speaks(clause.start, cue.start):
            return True
        if number == 0 or not all(p == "aside" for p in self._parts[clause.start : cue.start]):
            return False
        earlier = self._clauses[number - 1]
        return self._speaks(earlier.start, earlier.end)

    def _opening(self, cue: Mention, number: int) -> bool:
        """Say whether the title opens with the subject and the object stands before the verb."""
        first = self._clauses[0]
        if self._language in _VERB_LAST and number > 0 and self._speaks(first.start, first.end):
            return True
        clause = self._clauses[number]
        end = self._run(clause.start, cue.start)
        if not self._speaks(clause.start, end) or self._parts[clause.start] == "aside":
            return False
        if self._language in _MARKS_SUBJECT:
            beside = end + (self._language in _PARTICIPLE_LAST)
            return any(_SUBJECT.search(word) for word in self._written[clause.start : beside])
        if self._language in _APOSTROPHES:
            return self._bare(clause.start, end)
        return self._language in _VERB_LAST

    def _bare(self, start: int, end: int) -> bool:
        """Say whether a seat, leader or organ stands there in no case: not "İran'da uzmanlar"."""
        for position in range(start, end):
            if "'" in self._written[position] or "’" in self._written[position]:
                return False
            if self._parts[position] not in ("name", "aside"):
                return True
        return False

    def _after(self, cue: Mention, clause: Clause, *, first: bool) -> bool:
        """Say whether an official subject follows the verb: "confirmed by Iran", «نفت إيران»."""
        start = cue.end
        end = self._run(start, clause.end)
        if not self._speaks(start, end):
            return False
        if "by" in self._parts[start : start + 2]:
            return self._is_whole(start, end, clause.end)
        opens = all(part == "aside" for part in self._parts[clause.start : cue.start])
        if opens and self._language in _VERB_FIRST:
            return True
        if (opens and not first) or self._language in _OBJECT_FIRST:
            return self._is_whole(start, end, clause.end)
        return False

    def _run(self, start: int, stop: int) -> int:
        """Return where the words that can belong to a subject end."""
        while start < stop and self._parts[start]:
            start += 1
        return start

    def _is_whole(self, start: int, end: int, stop: int) -> bool:
        """Say whether no other noun follows the actor: not "by Iranian actor"."""
        return end == stop or self._parts[end - 1] != "name"

    def _speaks(self, start: int, stop: int) -> bool:
        """Say whether the words from start to stop name an official speaker and nobody else."""
        parts = self._parts[start:stop]
        known = {"organ", *_OFFICIAL_ROLES} & {*parts}
        return bool(known) and all(
            part or self._is_name(start + i, start, stop) for i, part in enumerate(parts)
        )

    def _is_name(self, position: int, start: int, stop: int) -> bool:
        """Say whether a word belongs to the name of whoever holds the office before it."""
        written = self._written
        before = position
        while before > start and not self._parts[before - 1]:
            before -= 1
        after = position
        while after < stop and not self._parts[after]:
            after += 1
        held = before > start and self._is_office(before - 1, start)
        cased = all(word[0].isupper() for word in written[before:after])
        uncased = after == stop and not any(word[0].islower() for word in written[before:after])
        return held and after - before <= _WORDS_OF_A_NAME and (cased or uncased)

    def _is_office(self, position: int, start: int) -> bool:
        """Say whether a word is an office, or the seat or organ of one: "spokesman of Kremlin"."""
        while position > start and self._parts[position] in {"seat", "organ", "aside"}:
            position -= 1
        return self._parts[position] == "office"

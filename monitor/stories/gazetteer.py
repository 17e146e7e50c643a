"""Find in a text the forms of names that a table lists, in whatever inflection they stand."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from monitor.stories.wording import fold, words

_LATIN_ENDINGS = frozenset({
    "s", "a", "u", "e", "em", "om", "ie", "i", "y", "ja", "ta", "ssa", "sta", "lla", "n", "da",
    "de", "dan", "den", "ya", "in", "ina", "ine", "inu", "ou", "owi", "ach", "ului",
})  # fmt: skip
_CYRILLIC_ENDINGS = frozenset(map(fold, (
    "а", "у", "е", "ы", "и", "о", "ю", "я", "й", "ь", "і", "ї", "ом", "ой", "ою", "ем", "ей", "ею",
    "ам", "ями", "ами", "ах", "ях", "ов", "ів", "ія", "ії", "ію", "єю", "ого", "ому", "ым", "их",
)))  # fmt: skip
_GREEK_ENDINGS = frozenset({
    "σ", "α", "ασ", "αν", "η", "ησ", "ην", "ι", "ο", "οσ", "ου", "ον", "οι", "ων", "ουσ", "ε",
    "εσ", "κοσ", "κου", "κο", "κοι", "κων", "κη", "κησ", "κεσ",
})  # fmt: skip
_POSSESSIVES = ("'s", "’s")
_APOSTROPHE = re.compile("['’]")
_CASE_ENDING = 4
"""Letters that may follow an apostrophe: Irak'taki."""
_REMEMBERED = 100_000
"""Words whose forms are remembered by a gazetteer: text repeats its words."""
DERIVATION = 7
"""Letters that may follow a stem marked with ``*``: iran|ischen, росси|янами."""
INFLECTION = 3
"""Letters that may follow a plain form of four letters or more."""
_LATER_ENDING = 5
"""Letters that may follow a later word of a form."""
_ARABIC_PREFIXES = ("وال", "بال", "فال", "لل", "كال", "ال", "و", "ب", "ل", "ف")
_HEBREW_PREFIXES = ("וה", "שה", "מה", "בה", "לה", "ו", "ה", "ב", "ל", "מ", "ש", "כ")


@dataclass(frozen=True, slots=True)
class Named:
    """Something a form stands for."""

    code: str
    """ISO 3166-1 alpha-2 for states, a short name for others, a GeoNames number for towns."""
    kind: str
    """state, alliance, organisation, armed or town."""
    role: str
    """name, capital (stands for its state and is a place), seat, leader or town."""
    country: str = ""
    spot: tuple[float, float] | None = None
    """Latitude and longitude of a town, in degrees, to a tenth."""


@dataclass(frozen=True, slots=True)
class Mention:
    """A form found in a text, by word positions."""

    named: Named
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Form:
    named: Named
    rest: tuple[tuple[str, bool], ...]
    """Stems of the words that must follow, and whether each takes any ending."""
    ending: int
    """How many letters may follow the stem."""
    exact: str = ""


class Gazetteer:
    """An index of forms by the stem of their first word."""

    def __init__(self, forms: Iterable[tuple[str, Named]]) -> None:
        self._by_stem: dict[str, list[_Form]] = {}
        for written, named in forms:
            self._add(written, named)
        self._known: dict[str, tuple[tuple[_Form, int], ...]] = {}
        self._longest = max(map(len, self._by_stem), default=0)

    def find(self, text: str) -> tuple[Mention, ...]:
        """Return what the text names, the longest form where several fit, left to right."""
        written = tokens(text)
        folded = [fold(word) for word in written]
        found: list[Mention] = []
        position = 0
        while position < len(folded):
            if not self._fitting(folded[position]):
                position += 1
                continue
            fitting = max(self._at(written, folded, position), key=_fit, default=None)
            if fitting is None:
                position += 1
                continue
            found.append(Mention(fitting[0].named, position, position + fitting[1]))
            position += fitting[1]
        return tuple(found)

    def _at(
        self, written: list[str], folded: list[str], position: int
    ) -> Iterator[tuple[_Form, int, int]]:
        """Yield each form that fits here, over how many words, with how many letters to spare."""
        for form, spare in self._fitting(folded[position]):
            if form.exact and form.exact not in _as_written(written[position]):
                continue
            if form.named.kind == "town" and written[position][0].islower():
                continue
            if _follows(form.rest, folded, position + 1):
                yield form, 1 + len(form.rest), spare

    def _fitting(self, word: str) -> tuple[tuple[_Form, int], ...]:
        """Return the forms whose first word this may be, with the letters to spare; remembered."""
        known = self._known.get(word)
        if known is None:
            if len(self._known) >= _REMEMBERED:
                self._known.clear()
            known = self._known[word] = tuple(self._look_up(word))
        return known

    def _look_up(self, word: str) -> Iterator[tuple[_Form, int]]:
        for candidate in _without_clitics(word):
            for length in range(min(len(candidate), self._longest), 0, -1):
                spare = len(candidate) - length
                for form in self._by_stem.get(candidate[:length], ()):
                    if spare <= form.ending and _may_end(form, candidate, spare):
                        yield form, spare

    def _add(self, written: str, named: Named) -> None:
        exact = written.startswith("=")
        parts = list(_parts(written.lstrip("=")))
        if not parts:
            return
        (first, open_end), *others = parts
        stem = fold(first)
        ending = DERIVATION if open_end else 0
        if not open_end and not exact:
            stem, ending = _stem(stem)
        rest = tuple((_stem(fold(part))[0], is_open) for part, is_open in others)
        form = _Form(named, rest, ending, first if exact else "")
        self._by_stem.setdefault(stem, []).append(form)


def tokens(text: str) -> list[str]:
    """Split into words, and Chinese and Japanese, which have no spaces, into characters."""
    return [
        part
        for word in words(text.replace("*", ""))
        for part in (word if _is_unspaced(word[0]) else (word,))
    ]


def _parts(form: str) -> Iterator[tuple[str, bool]]:
    """Yield the words of a form, and whether each is marked to take any ending."""
    for word in form.split():
        *before, last = tokens(word) or [""]
        yield from ((part, False) for part in before)
        if last:
            yield last, word.endswith("*")


def _is_unspaced(character: str) -> bool:
    return "\u3040" <= character <= "\u30ff" or "\u3400" <= character <= "\u9fff"


def _stem(word: str) -> tuple[str, int]:
    """Return the part of a word that its inflection keeps, and how much may follow it."""
    if "\uac00" <= word[0] <= "\ud7a3":
        return word, INFLECTION
    if not word.isalpha() or len(word) < 4 or "\u0590" <= word[0] <= "\u07ff" or word[0] > "\u0e00":
        return word, 0
    if len(word) > 4 and word[-1] in "аяоеийьыіїαηος":
        return word[:-1], INFLECTION
    return word, INFLECTION


def _may_end(form: _Form, word: str, spare: int) -> bool:
    if spare == 0:
        return True
    if form.ending == INFLECTION and word[0] < "\u0250":
        return len(word) > 5 and word[-spare:] in _LATIN_ENDINGS
    if form.ending == INFLECTION and "\u0400" <= word[0] <= "\u04ff":
        return word[-spare:] in _CYRILLIC_ENDINGS
    if form.ending == INFLECTION and "\u0370" <= word[0] <= "\u03ff":
        return word[-spare:] in _GREEK_ENDINGS
    return spare <= form.ending


def _fit(fitting: tuple[_Form, int, int]) -> tuple[int, int]:
    _, length, spare = fitting
    return length, -spare


def _follows(rest: tuple[tuple[str, bool], ...], folded: list[str], position: int) -> bool:
    following = folded[position : position + len(rest)]
    return len(following) == len(rest) and all(map(_goes_on, rest, following))


def _goes_on(part: tuple[str, bool], word: str) -> bool:
    """Say whether a word is a form's later one; short ones take hardly an ending: "The D"."""
    stem, open_end = part
    ending = word[len(stem) :]
    if not word.startswith(stem) or len(ending) > _LATER_ENDING:
        return False
    if open_end or len(stem) >= 4 or not ending or ending in _POSSESSIVES:
        return True
    if stem[0] >= "\u0590":
        return len(ending) <= 2
    return len(stem) == 3 and ending in _CYRILLIC_ENDINGS


def _as_written(word: str) -> set[str]:
    """Return what a word may be once an article, possessive or case is off: "l'AFP", "AA'ya"."""
    return {word, *_APOSTROPHE.split(word, maxsplit=1)}


def _beside_apostrophe(word: str) -> Iterator[str]:
    """Yield a name without its article ("dell'Iran"), possessive or Turkish case ("Irak'ta")."""
    before, *after = _APOSTROPHE.split(word, maxsplit=1)
    if after:
        if word.endswith(_POSSESSIVES) or (len(before) >= 4 and len(after[0]) <= _CASE_ENDING):
            yield before
        if len(after[0]) > _CASE_ENDING - 1 or (len(before) <= 2 and len(after[0]) > 2):
            yield after[0]


def _without_clitics(word: str) -> Iterator[str]:
    yield word
    if word[0] < "\u0250":
        yield from _beside_apostrophe(word)
        return
    prefixes: tuple[str, ...]
    if "\u0590" <= word[0] <= "\u05ff":
        prefixes = _HEBREW_PREFIXES
    elif "\u0600" <= word[0] <= "\u06ff":
        prefixes = _ARABIC_PREFIXES
    else:
        return
    for prefix in prefixes:
        if word.startswith(prefix) and len(word) - len(prefix) >= 3:
            yield word[len(prefix) :]

"""The shipped tables of actors and towns, as gazetteers.

Names of states come from CLDR through Babel; demonyms, metonyms and organisations from
``data/actors.tsv``; towns from ``data/places.tsv.gz`` (GeoNames, CC BY 4.0). Each is read when it
is first asked for.
"""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from importlib.resources import files

from babel import Locale, UnknownLocaleError

from monitor.stories.gazetteer import Gazetteer, Named
from monitor.stories.wording import fold, unmarked

_RELATED = {"ar": ("ar", "fa"), "fa": ("fa", "ar"), "ru": ("ru",), "he": ("he",)}
_NOT_STATES = frozenset(
    {"EU", "UN", "EZ", "XA", "XB", "ZZ", "QO", "AC", "CP", "DG", "TA", "IC", "EA"}
)
_TOO_COMMON = frozenset(
    [
        "того",
        "чад",
        "куба",
        "мали",
        "гана",
        "катар",
        "jersey",
        "georgia",
        "jordan",
        "chad",
        "mali",
        "togo",
        "niger",
        "peru",
        "oman",
        "guinea",
        "mars",
        "نيجر",
        "توغو",
        "كوبا",
        "jersey",
        "ein",
        "der",
        "het",
        "reunion",
        "cocos",
        "heard",
        "norfolk",
        "christmas",
        "самоа",
        "γεωργια",
        "τσαντ",
        "riunione",
        "la reunion",
        "dominique",
        "مالي",
    ]
)
"""Territory names that are everyday words in some language; the tables give safer forms."""
_OF_LANGUAGES = re.compile(r"([a-z]{2}(?:,[a-z]{2})*):")
"""As in "ar:نفت", which denies in Arabic and is oil in Persian."""
ANY = "any"
"""In place of a language: take the forms of all of them."""


@lru_cache(maxsize=64)
def actors_in(language: str) -> Gazetteer:
    """Return the gazetteer of actors for a language: the shipped table and CLDR's names."""
    return Gazetteer([*_shipped_actors(language), *_territories(language)])


@lru_cache(maxsize=1)
def towns() -> Gazetteer:
    """Return the gazetteer of towns, for all scripts."""
    return Gazetteer(_towns(_town_lines()))


def town_name(code: str) -> str:
    """Return the usual name of a town by its GeoNames number, or the number where unknown.

    Marks are left out: of the spellings that differ by them alone the table keeps one, which may be
    that of any language.
    """
    return unmarked(_town_names().get(code, code))


@lru_cache(maxsize=1)
def _town_names() -> dict[str, str]:
    rows = (line.split("\t") for line in _town_lines())
    return {code: forms.split("|")[0] for code, _, _, forms in rows}


def _town_lines() -> list[str]:
    raw = gzip.decompress((files("monitor.stories") / "data" / "places.tsv.gz").read_bytes())
    return raw.decode().splitlines()


def _towns(lines: Iterable[str]) -> Iterator[tuple[str, Named]]:
    for line in lines:
        code, country, spot, forms = line.split("\t")
        latitude, longitude = map(float, spot.split(","))
        named = Named(code, "town", "town", country, (latitude, longitude))
        for form in forms.split("|"):
            yield form, named


def _shipped_actors(language: str) -> Iterator[tuple[str, Named]]:
    for code, kind, role, forms in _rows("actors.tsv"):
        named = Named(code, kind, role, code if kind == "state" else "")
        for form in _forms(forms, language):
            yield form, named


def _territories(language: str) -> Iterator[tuple[str, Named]]:
    for code in dict.fromkeys((*_RELATED.get(language, (language,)), "en")):
        try:
            territories = Locale.parse(code).territories
        except (UnknownLocaleError, ValueError):
            continue
        for territory, name in territories.items():
            is_state = len(territory) == 2 and territory.isalpha() and territory not in _NOT_STATES
            if is_state and fold(name) not in _TOO_COMMON:
                yield name, Named(territory, "state", "name", territory)


@lru_cache(maxsize=256)
def table(name: str, language: str = "") -> Gazetteer:
    """Return the gazetteer of a shipped table of ``code <tab> forms``.

    Forms that are marked for other languages than the given one are left out.
    """
    return Gazetteer(
        (form, Named(code, "cue", "name"))
        for code, forms in _rows(name)
        for form in _forms(forms, language)
    )


@lru_cache(maxsize=8)
def _rows(name: str) -> tuple[tuple[str, ...], ...]:
    text = (files("monitor.stories") / "data" / name).read_text(encoding="utf-8")
    lines = (line for line in text.splitlines() if line and not line.startswith("#"))
    return tuple(tuple(line.split("\t")) for line in lines)


def _forms(listed: str, language: str) -> Iterator[str]:
    """Yield the forms of a row that a text of a language may hold."""
    for form in listed.split("|"):
        marked = _OF_LANGUAGES.match(form)
        if marked is None:
            yield form
        elif language == ANY or language in marked[1].split(","):
            yield form[marked.end() :]

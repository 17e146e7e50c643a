"""The shipped tables of actors and towns, as gazetteers.

Names of states come from CLDR through Babel; demonyms, metonyms and organisations from
``data/actors.tsv``; towns from ``data/places.tsv.gz`` (GeoNames, CC BY 4.0). Each is read when it
is first asked for.
"""

from __future__ import annotations

import gzip
from collections.abc import Iterable, Iterator
from functools import lru_cache
from importlib.resources import files

from babel import Locale, UnknownLocaleError

from monitor.stories.gazetteer import Gazetteer, Named
from monitor.stories.wording import fold

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
    ]
)
"""Territory names that are everyday words in some language; the tables give safer forms."""


@lru_cache(maxsize=64)
def actors_in(language: str) -> Gazetteer:
    """Return the gazetteer of actors for a language: the shipped table and CLDR's names."""
    return Gazetteer([*_shipped_actors(), *_territories(language)])


@lru_cache(maxsize=1)
def towns() -> Gazetteer:
    """Return the gazetteer of towns, for all scripts."""
    return Gazetteer(_towns(_town_lines()))


def town_name(code: str) -> str:
    """Return the usual name of a town by its GeoNames number, or the number where unknown."""
    return _town_names().get(code, code)


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


@lru_cache(maxsize=1)
def _shipped_actors() -> tuple[tuple[str, Named], ...]:
    text = (files("monitor.stories") / "data" / "actors.tsv").read_text(encoding="utf-8")
    rows = (line.split("\t") for line in text.splitlines() if line and not line.startswith("#"))
    return tuple(
        (form, Named(code, kind, role, code if kind == "state" else ""))
        for code, kind, role, forms in rows
        for form in forms.split("|")
    )


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


@lru_cache(maxsize=16)
def table(name: str) -> Gazetteer:
    """Return the gazetteer of a shipped table of ``code <tab> forms``."""
    text = (files("monitor.stories") / "data" / name).read_text(encoding="utf-8")
    rows = (line.split("\t") for line in text.splitlines() if line and not line.startswith("#"))
    return Gazetteer(
        (form, Named(code, "cue", "name")) for code, forms in rows for form in forms.split("|")
    )

